/** What somebody has changed in a text, as it is shown while it is kept. Pure. */
import { diffWords } from "../../../parts/worddiff";

export interface Changed {
  text: string;
  words: number;
}

/** Return the words put in, and how many; null when nothing was changed. */
export function readChange(before: string, after: string): Changed | null {
  const changes = diffWords(before, after).filter(({ op }) => op !== "equal");
  if (changes.length === 0) return null;
  const added = changes.filter(({ op }) => op === "insert").map(({ text }) => text.trim());
  const text = added.filter(Boolean).join(" … ");
  return { text, words: text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length };
}
