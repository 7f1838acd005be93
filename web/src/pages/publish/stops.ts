/** Sums over what stands in the way, and the name of the next draft. Pure. */
import type { Clause, Obstacle } from "../../http/contract";

/** Return how many clauses and how many languages stand in the way; a clause that does so twice counts once. */
export function countStops(obstacles: readonly Obstacle[]): { clauses: number; languages: number } {
  const unsettled = obstacles.filter(({ kind }) => kind !== "no_text").flatMap(({ clauses }) => clauses);
  const languages = new Set(obstacles.filter(({ kind }) => kind === "no_text").map(({ language }) => language));
  return { clauses: new Set(unsettled.map(({ id }) => id)).size, languages: languages.size };
}

/** Return every clause by its id, at whatever depth it stands. */
export function indexClauses(clauses: readonly Clause[]): Map<string, Clause> {
  return new Map(
    clauses.flatMap((clause): [string, Clause][] => [[clause.id, clause], ...indexClauses(clause.children)]),
  );
}

/** Go to the first thing that stands in the way. */
export const goToFirst = (): void => document.querySelector<HTMLElement>(".todo a")?.focus();
