/** What the page would say, in tests. */

import type { EditorWords } from "../src/editor/face";

export const words: EditorWords = {
  language: "en",
  bracketBy: (name) => (name ? `bracket by ${name}` : "bracket"),
  endOfBracket: "end of bracket",
  footnote: (number) => `Footnote ${number}`,
  backFrom: (number) => `Back to footnote ${number} in the text`,
  digits: (number) => `${number}`,
  blank: "blank to be filled",
  unknownReference: "another clause",
  emptyText: "No words yet",
};
