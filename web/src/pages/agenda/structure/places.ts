/** Where a clause stands among the others, and where it would stand after an act. Pure. */
import type { Place } from "../../../http/structure";
import type { Row } from "../rows";

export type Side = "before" | "after" | "under";

type Rows = readonly Row[];

const indexOf = (rows: Rows, id: string): number => rows.findIndex((row) => row.id === id);

/** Return a clause and all under it, in the order of reading; nothing for a clause that is not there. */
export function subtree(rows: Rows, id: string): Row[] {
  const start = indexOf(rows, id);
  const top = rows[start];
  if (!top) return [];
  const end = rows.findIndex((row, index) => index > start && row.depth <= top.depth);
  return rows.slice(start, end < 0 ? rows.length : end);
}

export function parentOf(rows: Rows, id: string): Row | undefined {
  const start = indexOf(rows, id);
  const depth = rows[start]?.depth ?? 0;
  return rows.slice(0, Math.max(start, 0)).findLast((row) => row.depth < depth);
}

/** Return the clauses directly under `parent`, or at the top of the text. */
export function childrenOf(rows: Rows, parent: string | null): Row[] {
  if (parent === null) return rows.filter(({ depth }) => depth === 0);
  const [top, ...below] = subtree(rows, parent);
  return top ? below.filter(({ depth }) => depth === top.depth + 1) : [];
}

/** Return the sibling `step` places away, or nothing at either end. Withdrawn ones do not count. */
export function siblingOf(rows: Rows, id: string, step: number): Row | undefined {
  const beside = childrenOf(rows, parentOf(rows, id)?.id ?? null);
  const all = beside.filter((row) => row.id === id || row.clause.status !== "withdrawn");
  return all[all.findIndex((row) => row.id === id) + step];
}

/** The place of a clause in a text that has no other. */
export const firstPlace: Place = { under: null, after: null };

/** Return the place before, after or at the end under a clause. `moving` does not count as a neighbour of itself. */
export function placeAt(rows: Rows, id: string, side: Side, moving?: string): Place {
  if (side === "under") {
    const last = childrenOf(rows, id).findLast((row) => row.id !== moving);
    return { under: id, after: last?.id ?? null };
  }
  const under = parentOf(rows, id)?.id ?? null;
  if (side === "after") return { under, after: id };
  const all = childrenOf(rows, under).filter((row) => row.id !== moving);
  return { under, after: all[all.findIndex((row) => row.id === id) - 1]?.id ?? null };
}

/** Return the place one step up (-1) or down (1) among the siblings, or null at the end of the row. */
export function placeBeside(rows: Rows, id: string, step: -1 | 1): Place | null {
  const neighbour = siblingOf(rows, id, step);
  return neighbour ? placeAt(rows, neighbour.id, step < 0 ? "before" : "after", id) : null;
}

/** Whether a clause stands under another one, or is it. */
export const isWithin = (rows: Rows, id: string, top: string): boolean =>
  subtree(rows, top).some((row) => row.id === id);
