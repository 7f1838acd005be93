/** What the sign-in form checks before it asks the server, and where it leads. */
import type { Key } from "../../text";

export type Field = "email" | "password";
export interface Problem {
  field: Field;
  key: Key;
}

/** Return what is missing, in the order of the fields. */
export function checkForm(email: string, password: string): Problem[] {
  const problems: Problem[] = [];
  if (!email.trim()) problems.push({ field: "email", key: "signin.email_missing" });
  else if (!/^\S+@\S+$/.test(email.trim())) problems.push({ field: "email", key: "signin.email_form" });
  if (!password) problems.push({ field: "password", key: "signin.password_missing" });
  return problems;
}

/** Return where to go after signing in: a path on this server, whatever the address bar asks for. */
export function destination(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "";
  return /^\/(?![/\\])/.test(next) ? next : "/agendas";
}
