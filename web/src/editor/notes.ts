/** The footnotes of a text: numbered where they stand, their words below it. */

import type { NotesFrom } from "./face";

/** One footnote: its number and its words as HTML. `at` says where it stands, for whoever wants to go there. */
export interface Note {
  readonly number: number;
  readonly words: DocumentFragment;
  readonly at: number;
}

/** Return the number of a text's first footnote. */
export function firstNumber(start: NotesFrom = 1): number {
  return typeof start === "function" ? start() : start;
}
