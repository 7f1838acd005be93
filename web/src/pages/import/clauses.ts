/** The clauses that stand, as an import sees them. */
import type { Agenda, Clause } from "../../http/contract";
import { shortTitle } from "../../parts/naming";
import { language } from "../../text";
import { printLabel } from "../../text/names";

export interface Standing {
  clause: Clause;
  depth: number;
}

/** Return every clause in the order of reading, with how deep it stands. */
export function listStanding(clauses: readonly Clause[], depth = 0): Standing[] {
  return clauses.flatMap((clause) => [{ clause, depth }, ...listStanding(clause.children, depth + 1)]);
}

/** Return what the form begins with: the first language that has no words is to be filled, beside clauses that stand. */
export function guessIntake({ clauses, draft }: Agenda): { language: string; align: boolean } {
  const spoken = new Set(listStanding(clauses).flatMap(({ clause }) => clause.languages));
  const silent = draft.languages.find((code) => !spoken.has(code));
  if (clauses.length === 0 || silent === undefined) return { language: draft.original_language, align: false };
  return { language: silent, align: true };
}

/** Return a clause's number and how it is called: `Article 2 Definitions`. */
export const nameLong = (clause: Clause): string =>
  [printLabel(clause.label), shortTitle(clause, language())].filter(Boolean).join(" ");
