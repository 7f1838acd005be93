/** Why a link lets nobody in, and what a password must be. Pure. */
import type { Key } from "../../text";

export type Dead = "used" | "expired" | "unknown" | "suspended" | "busy" | "silent";

const causes: Readonly<Record<string, Dead>> = {
  link_used: "used",
  link_expired: "expired",
  link_unknown: "unknown",
  suspended: "suspended",
  too_many: "busy",
};

/** Return what is the matter with a link, from the server's code. */
export const dead = (code: string): Dead => causes[code] ?? "silent";

/** As many signs as the server asks for. */
export const leastSigns = 12;

export interface Problem {
  field: "name" | "password";
  key: Key;
}

/** Return what is wrong with the name and the password before the server is asked. */
export function checkEntry(name: string, password: string): Problem | null {
  if (!name.trim()) return { field: "name", key: "invited.name_missing" };
  if ([...password].length < leastSigns) return { field: "password", key: "invited.too_short" };
  return null;
}

/** Return the field that the server's refusal is about, or null where it is about the link. */
export function explain(code: string): Problem | null {
  if (code === "password_too_short") return { field: "password", key: "invited.too_short" };
  if (code === "name_missing") return { field: "name", key: "invited.name_missing" };
  return code === "name_too_long" ? { field: "name", key: "invited.name_too_long" } : null;
}
