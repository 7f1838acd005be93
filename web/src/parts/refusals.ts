/** The sentence for a code with which the server refuses an act, a socket or a text. */
import { knows, t } from "../text";

/** Codes that say why one may not write have the sentence that stands under the text. */
export function sayRefusal(code: string): string {
  const key = [`refusal.${code}`, `reason.${code}`].find(knows);
  return t(key && knows(key) ? key : "refusal.other");
}
