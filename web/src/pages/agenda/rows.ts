/** The clauses in the order in which they are read, and what follows from that order. Pure. */
import type { Clause, Counts, Status, TextNode } from "../../http/contract";
import { pick } from "../../text/names";

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

/** Return the words of a document, one line a paragraph; footnotes are not part of the line. */
export function readWords(node: TextNode): string {
  if (node.type === "text") return node.text ?? "";
  if (node.type === "footnote") return "";
  const inner = (node.content ?? []).map(readWords);
  return node.type === "doc" || node.type.endsWith("_list") ? inner.filter(Boolean).join("\n") : inner.join("");
}

export const hasWords = (node: TextNode): boolean => readWords(node).trim() !== "";

/** Return what stands beside the number in the list: the short title, else how the text begins. */
export function shortTitle(clause: Clause, language: string): string {
  const words = Object.values(clause.texts).find((text) => text.original)?.json;
  return pick(clause.title, language) || (words ? readWords(words).slice(0, 60) : "");
}

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
