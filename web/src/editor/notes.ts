/** The footnotes of a text: numbered where they stand, their words below it. */

import type { Node } from "prosemirror-model";
import type { NotesFrom } from "./face";

/** One footnote and where it stands. */
export interface Note {
  readonly number: number;
  readonly node: Node;
  readonly position: number;
}

/** Return the footnotes in reading order, numbered from `start`. */
export function findNotes(doc: Node, start: NotesFrom = 1): Note[] {
  const notes: Note[] = [];
  const first = typeof start === "function" ? start() : start;
  doc.descendants((node, position) => {
    if (node.type.name === "footnote") notes.push({ number: first + notes.length, node, position });
  });
  return notes;
}
