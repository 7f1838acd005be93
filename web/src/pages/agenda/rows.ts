/** The clauses in the order in which they are read, and what follows from that order. Pure. */
import type { Clause, Counts, Status, TextNode } from "../../http/contract";
import { readWords } from "../../parts/naming";

const headings = new Set(["part", "chapter", "heading"]);

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
    const heading = headings.has(clause.kind);
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

export const sameCounts = (one: Counts, other: Counts): boolean =>
  (Object.keys({ ...one, ...other }) as Status[]).every((status) => (one[status] ?? 0) === (other[status] ?? 0));

export const hasWords = (node: TextNode): boolean => readWords(node).trim() !== "";

const countNotes = (node: TextNode): number =>
  node.type === "footnote" ? 1 : (node.content ?? []).reduce((sum, child) => sum + countNotes(child), 0);

/** Return the number of the first footnote of each clause in one language; footnotes run on through the text. */
export function numberNotes(rows: readonly Row[], language: string): Map<string, number> {
  let next = 1;
  return new Map(
    rows.map(({ id, clause }) => {
      const first = next;
      const text = clause.texts[language];
      next += text ? countNotes(text.json) : 0;
      return [id, first];
    }),
  );
}
