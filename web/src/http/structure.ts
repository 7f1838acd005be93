/** Shaping the text: one request an act. Each act is one decision of the record and can be undone. */
import { ask } from "./api";
import type { Clause, Moved, Names, Seen } from "./contract";
import { Refusal } from "./refusal";

/** Where a clause stands: under which one (null: at the top), after which of its siblings (null: first). */
export interface Place {
  under: string | null;
  after: string | null;
}

/** A caret in a text: the block counted from 0, and UTF-16 units inside it. */
export interface Caret {
  block: number;
  offset: number;
}

/** What an act has done: the decision that can be undone, and the clauses as they are now. */
export interface Done {
  decision: string;
  commit: number;
  clauses: (Omit<Clause, "children"> & Partial<Place>)[];
}

export interface DecisionEntry {
  id: string;
  commit: number;
  act: string;
  at: number;
  person: { id: string; name: string } | null;
  delegation: { code: string; names: Names } | null;
  reason: string | null;
  undoes: string | null;
  undone_by: string | null;
  undoable: boolean;
  clauses: { id: string; label: string; title: Names }[];
}

export interface NewClause extends Place {
  kind: string;
  label?: string;
  title?: Names;
}

export type Cut = Record<string, Caret>;

export const insertClause = (agenda: string, clause: NewClause) =>
  ask<Done>("POST", `/agendas/${agenda}/clauses`, clause);
export const moveClause = (id: string, place: Place, label?: string) =>
  ask<Done>("POST", `/clauses/${id}/move`, label === undefined ? place : { ...place, label });
export const retitleClause = (id: string, title: Names) => ask<Done>("POST", `/clauses/${id}/retitle`, { title });
export const labelClause = (id: string, label: string) => ask<Done>("POST", `/clauses/${id}/label`, { label });
export const setKind = (id: string, kind: string) => ask<Done>("POST", `/clauses/${id}/kind`, { kind });
export const withdrawClause = (id: string, reason: string) =>
  ask<Done>("POST", `/clauses/${id}/withdraw`, reason ? { reason } : {});
export const undoDecision = (id: string) => ask<Done>("POST", `/decisions/${id}/undo`, {});
export const listDecisions = (agenda: string) => readRecord(agenda, "limit=50");
/** What has shaped one clause, newest first. */
export const listShaping = (agenda: string, clause: string) => readRecord(agenda, `limit=200&clause=${clause}`);

const readRecord = async (agenda: string, query: string) =>
  (await ask<{ decisions: DecisionEntry[] }>("GET", `/agendas/${agenda}/decisions?${query}`)).decisions;

/** Cut a clause in two at a caret in each language, on the very texts that were seen. */
export const splitClause = (id: string, at: Cut, seen: Seen, label: string) =>
  unlessMoved(ask<Done>("POST", `/clauses/${id}/split`, label ? { at, seen, label } : { at, seen }));

/** Join a clause with the one that follows it, on the very texts that were seen. */
export const joinClauses = (id: string, next: string, seen: Seen) =>
  unlessMoved(ask<Done>("POST", `/clauses/${id}/join`, { with: next, seen }));

/** Where a text moved while it was read, nothing was done and the new texts come back. */
async function unlessMoved(work: Promise<Done>): Promise<Done | { moved: Moved }> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal && error.code === "text_moved") return { moved: error.detail.languages as Moved };
    throw error;
  }
}
