/** Why an act on the text was not done, and what can be done instead. */
import { Refusal } from "../../../http/refusal";
import { sayRefusal } from "../../../parts/refusals";
import { type Key, t } from "../../../text";

const known = [
  "not_office",
  "no_such_clause",
  "no_such_place",
  "would_loop",
  "clause_locked",
  "nothing_to_split",
  "label_too_long",
  "kind_unknown",
  "title_missing",
  "label_taken",
  "times_crossed",
  "title_too_long",
  "nothing_changed",
  "nothing_to_pause",
  "not_paused",
  "clause_withdrawn",
];

const obstacles = ["undone", "has_children", "clause_locked", "text_changed", "place_gone"];

export function sayWhyNot(error: unknown): string {
  if (!(error instanceof Refusal)) throw error;
  const { code, detail } = error;
  if (code === "cannot_undo") return t(`undo.${obstacles.includes(String(detail.why)) ? detail.why : "other"}` as Key);
  return known.includes(code) ? t(`refusal.${code}` as Key) : sayRefusal(code);
}
