/** The sentences for what the server refuses at the list of people, and the field that each is about. */
import { Refusal } from "../../http/refusal";
import { sayRefusal } from "../../parts/refusals";
import { type Key, t } from "../../text";

export type Field = "email" | "name" | "delegation" | "languages" | "title" | "from" | "until" | "speaks_for";

const fields: Readonly<Record<string, Field>> = {
  email_unusable: "email",
  name_missing: "name",
  name_too_long: "name",
  delegation_missing: "delegation",
  no_such_delegation: "delegation",
  language_unknown: "languages",
  translator_without_language: "languages",
  title_too_long: "title",
  ends_before_it_begins: "until",
};
const others = [
  "oneself",
  "sits_elsewhere",
  "link_used",
  "no_such_invitation",
  "no_such_person",
  "no_such_seat",
  "not_secretariat",
];

export interface Problem {
  field: Field | null;
  words: string;
}

/** Return what to say of a refusal, and where; rethrow what is none. */
export function explain(error: unknown): Problem {
  if (!(error instanceof Refusal)) throw error;
  const field = fields[error.code] ?? null;
  if (field || others.includes(error.code)) return { field, words: t(`seating.${error.code}` as Key) };
  return { field: null, words: sayRefusal(error.code) };
}
