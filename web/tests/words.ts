/** What the page would say, in tests. */

import type { EditorWords } from "../src/editor/face";

export const words: EditorWords = {
  bracketBy: (name) => (name ? `bracket by ${name}` : "bracket"),
  endOfBracket: "end of bracket",
  footnote: (number) => `Footnote ${number}`,
  blank: "blank to be filled",
  unknownReference: "another clause",
  emptyText: "No words yet",
};
