/** Why an act on the text was not done, and what can be done instead. */
import { Refusal } from "../../../http/refusal";
import { sayRefusal } from "../../../parts/refusals";
import { type Key, t } from "../../../text";

const obstacles = ["undone", "has_children", "clause_locked", "text_changed", "place_gone"];

export function sayWhyNot(error: unknown): string {
  if (!(error instanceof Refusal)) throw error;
  const { code, detail } = error;
  if (code === "cannot_undo") return t(`undo.${obstacles.includes(String(detail.why)) ? detail.why : "other"}` as Key);
  return sayRefusal(code);
}
