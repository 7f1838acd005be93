/** The sentence for a code with which the server refuses an act. */
import { type Key, t } from "../text";

const known = [
  "already_locked",
  "not_locked",
  "not_chair",
  "reason_missing",
  "brackets_left",
  "symbol_taken",
  "unreachable",
  "not_signed_in",
];

export const sayRefusal = (code: string): string => t(`refusal.${known.includes(code) ? code : "other"}` as Key);
