/** Where the brackets of a text are. The text carries only their ids; a bracket reaches from its first mark to its last. */

import type { Mark, Node } from "prosemirror-model";

/** One bracket's reach, in positions of the document. */
export interface Reach {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/** Return the brackets in the order in which their opening glyphs stand: at one place the longer opens first. */
export function findBrackets(doc: Node): Reach[] {
  const found = new Map<string, Reach>();
  doc.descendants((node, position) => {
    for (const id of bracketsOf(node)) {
      const from = found.get(id)?.from ?? position;
      found.set(id, { id, from, to: position + node.nodeSize });
    }
  });
  return [...found.values()].sort((one, other) => one.from - other.from || other.to - one.to);
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
