/** The draft in use: pens down, one gavel for many clauses, when and by whom it is written, and as whom one acts. */
import { ask } from "./api";
import type { Clause, Draft, Moved, Names, Seen, Session } from "./contract";
import { Refusal } from "./refusal";

/** Which clauses an act is for: some, one with all under it, or the whole text. */
export type Scope = { clauses: string[] } | { subtree: string } | { all: true };

export interface Acted {
  decision: string;
  clauses: Clause[];
}

export type SeenClauses = Record<string, Seen>;
export type MovedClauses = Record<string, Moved>;

export interface ConsultationEntry {
  id: string;
  slug: string | null;
  names: Names;
  kind: string;
  since: string | null;
  until: string | null;
  opens_at: number | null;
  closes_at: number | null;
  open_in: string[];
}

export type DraftChange = Partial<
  Pick<Draft, "mode" | "typists" | "readers" | "name_policy" | "opens_at" | "closes_at">
>;

export const pauseClauses = (agenda: string, scope: Scope) => ask<Acted>("POST", `/agendas/${agenda}/pause`, scope);
export const resumeClauses = (agenda: string, scope: Scope) => ask<Acted>("POST", `/agendas/${agenda}/resume`, scope);
export const reopenClauses = (agenda: string, scope: Scope, reason: string) =>
  ask<Acted>("POST", `/agendas/${agenda}/reopen`, { ...scope, reason });

/** Agree all these clauses in one decision, on the very texts that were seen. If one has moved, none is locked. */
export async function lockClauses(
  agenda: string,
  scope: Scope,
  seen: SeenClauses,
): Promise<Acted | { moved: MovedClauses }> {
  try {
    return await ask<Acted>("POST", `/agendas/${agenda}/lock`, { ...scope, seen });
  } catch (error) {
    if (error instanceof Refusal && error.code === "text_moved") return { moved: error.detail.clauses as MovedClauses };
    throw error;
  }
}

export const changeDraft = (agenda: string, change: DraftChange) =>
  ask<{ decision: string; draft: Draft }>("PATCH", `/agendas/${agenda}/draft`, change);
export const listConsultations = async (process: string) =>
  (await ask<{ consultations: ConsultationEntry[] }>("GET", `/processes/${process}/consultations`)).consultations;

/** Open the text for a consultation, or close it again with null. */
export const openConsultation = (
  agenda: string,
  consultation: string | null,
  times: { opens_at?: number | null; closes_at?: number | null } = {},
) => ask<unknown>("POST", `/agendas/${agenda}/consultation`, { consultation, ...times });

/** Act in this seat from now on; a scribe also says for which delegation. */
export const chooseSeat = (seat: string, delegation?: string | null) =>
  ask<Session>("POST", "/session/seat", delegation === undefined ? { seat } : { seat, delegation });
