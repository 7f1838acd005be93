/** Brackets that reach over several clauses: in which of them each opens and in which it closes. Pure. */
import type { BracketEnds } from "../../binding";
import type { Clause } from "../../http/contract";
import { bracketsIn } from "./merging";

/** By clause and bracket; a bracket that stands in one clause alone is not among them. */
export type Crossings = ReadonlyMap<string, ReadonlyMap<string, BracketEnds>>;

/** Find them in one language. A bracket reaches from the first clause that carries its id to the last one that stands. */
export function findCrossings(clauses: Iterable<Clause>, language: string): Crossings {
  const reaches = new Map<string, string[]>();
  for (const { id, texts, status } of clauses) {
    const json = status === "withdrawn" ? undefined : texts[language]?.json;
    if (json) for (const bracket of bracketsIn(json).ids) reaches.set(bracket, [...(reaches.get(bracket) ?? []), id]);
  }
  const found = new Map<string, Map<string, BracketEnds>>();
  for (const [bracket, ids] of reaches) {
    if (ids.length < 2) continue;
    for (const id of ids) {
      const ends = { opens: id === ids[0], closes: id === ids.at(-1) };
      found.set(id, (found.get(id) ?? new Map()).set(bracket, ends));
    }
  }
  return found;
}

/** Return the ends of a clause's brackets as one string, so that two can be compared. */
export const spellEnds = (ends: ReadonlyMap<string, BracketEnds> | undefined): string =>
  ends ? [...ends].map(([id, { opens, closes }]) => `${id}${opens ? "[" : ""}${closes ? "]" : ""}`).join() : "";
