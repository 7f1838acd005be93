/** The clauses in the order in which they are read, and what follows from that order. Pure. */
import type { Clause, Counts, Status, TextNode } from "../../http/contract";
import { isHeading, readWords } from "../../parts/naming";

/** One clause's place in the text. `nested` counts the clauses above it that are no headings. */
export interface Row {
  id: string;
  heading: boolean;
  depth: number;
  nested: number;
  clause: Clause;
}

export function flatten(clauses: readonly Clause[], depth = 0, nested = 0): Row[] {
  return clauses.flatMap((clause) => {
    const heading = isHeading(clause.kind);
    const below = flatten(clause.children, depth + 1, heading ? 0 : nested + 1);
    return [{ id: clause.id, heading, depth, nested, clause }, ...below];
  });
}

/** Return the row `step` rows away, staying inside the text. */
export function neighbour<Item extends { id: string }>(
  rows: readonly Item[],
  id: string,
  step: number,
): Item | undefined {
  const index = rows.findIndex((row) => row.id === id);
  return rows[Math.min(Math.max(index + step, 0), rows.length - 1)];
}

/** Return the counts after one clause has passed from one status to another. */
export function recount(counts: Counts, from: Status, to: Status): Counts {
  if (from === to) return counts;
  return { ...counts, [from]: Math.max((counts[from] ?? 0) - 1, 0), [to]: (counts[to] ?? 0) + 1 };
}

export const hasWords = (node: TextNode): boolean => readWords(node).trim() !== "";

/** Whether a clause has no words in any language and only holds those under it: it needs no text of its own. */
export const holdsOnly = (clause: Clause | undefined): boolean =>
  clause !== undefined &&
  clause.children.length > 0 &&
  clause.languages.length === 0 &&
  Object.values(clause.texts).every(({ json }) => !json || !hasWords(json));

const counted = new WeakMap<TextNode, number>();

/** Return how many footnotes a text has. */
export function countNotes(node: TextNode): number {
  if (node.type === "footnote") return 1;
  if (!node.content) return 0;
  const known = counted.get(node) ?? node.content.reduce((sum, child) => sum + countNotes(child), 0);
  counted.set(node, known);
  return known;
}

/** Return the number of the first footnote of each clause in one language; footnotes run on through the text. */
export function numberNotes(clauses: Iterable<Clause>, language: string): Map<string, number> {
  let next = 1;
  const first = new Map<string, number>();
  for (const { id, texts } of clauses) {
    first.set(id, next);
    const text = texts[language];
    next += text ? countNotes(text.json) : 0;
  }
  return first;
}

/** Whether two rows are drawn the same way, whatever the clause says. */
export const sameShape = (one: Row, other: Row): boolean =>
  one.id === other.id && one.heading === other.heading && one.depth === other.depth && one.nested === other.nested;

/** Return roughly how many lines the longest text of the clause fills, for the height of what is not laid out. */
export function guessLines(clause: Clause, languages: readonly string[]): number {
  const width = lineWidths[languages.length] ?? 34;
  const lines = languages.map((code) => {
    const text = clause.texts[code];
    return text
      ? readWords(text.json)
          .split("\n")
          .reduce((sum, line) => sum + Math.ceil(line.length / width), 0)
      : 0;
  });
  return Math.max(1, ...lines);
}

/** Letters in a line, by how many languages stand side by side. */
const lineWidths: Readonly<Record<number, number>> = { 1: 78, 2: 48, 3: 36 };
