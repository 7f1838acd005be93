/** Where the brackets of a text are. The text carries only their ids; a bracket reaches from its first mark to its last. */

import type { Mark, Node } from "prosemirror-model";

/** One bracket's reach, in positions of the document. */
export interface Reach {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** The footnote that holds all of it. */
  readonly note?: Reach | null;
}

/** Return the brackets in the order in which their opening glyphs stand: at one place the longer opens first. */
export function findBrackets(doc: Node): Reach[] {
  const found = new Map<string, Reach>();
  let note: Reach | null = null;
  doc.descendants((node, position, parent) => {
    const here = { from: position, to: position + node.nodeSize };
    if (node.type.name === "footnote") note = { id: "", ...here };
    for (const id of bracketsOf(node)) {
      found.set(id, widen(found.get(id), { id, ...here }, parent?.type.name === "footnote" ? note : null));
    }
  });
  return [...found.values()].sort((one, other) => one.from - other.from || other.to - one.to);
}

/** A bracket that stands in a note alone has its glyphs there; else the note stands in it as a whole. */
function widen(known: Reach | undefined, piece: Reach, note: Reach | null): Reach {
  if (!known) return { ...piece, note };
  const isInside = note !== null && known.note === note;
  const [first, last] = isInside ? [known, piece] : [known.note ?? known, note ?? piece];
  return { id: piece.id, from: first.from, to: last.to, note: isInside ? note : null };
}

/** Return how many brackets reach over a position. */
export function depthAt(reaches: readonly Reach[], position: number): number {
  return reaches.filter(({ from, to }) => from <= position && position < to).length;
}

/** Return the innermost bracket that reaches over all from `from` to `to`. */
export function bracketAround(reaches: readonly Reach[], from: number, to: number): Reach | undefined {
  return reaches
    .filter((reach) => reach.from <= from && to <= reach.to)
    .reduce<Reach | undefined>(
      (best, reach) => (best && best.to - best.from <= reach.to - reach.from ? best : reach),
      undefined,
    );
}

/** Return the ids of the brackets that a piece of text is marked with. */
export function bracketsOf(node: Node): string[] {
  return node.marks.filter(isBracket).map(({ attrs }) => attrs.id);
}

export const isBracket = ({ type }: Mark): boolean => type.name === "bracket";
