/** Who is here and who writes where, as the agenda's channel tells it. Pure. */
import type { Whereabouts } from "../../binding";

export interface Writer {
  name: string;
  delegation: string;
  role: string;
  /** The clauses in which this person has a caret; none for who only reads. */
  clauses: string[];
}

/** Return each person once, by delegation and name, with the clauses in which they have a caret. */
export function whoIsHere(present: readonly Whereabouts[]): Writer[] {
  const writers = new Map<string, Writer>();
  for (const { name, delegation, role, clause } of present) {
    const writer = writers.get(`${delegation}/${name}`) ?? { name, delegation, role, clauses: [] };
    if (clause && !writer.clauses.includes(clause)) writer.clauses.push(clause);
    writers.set(`${delegation}/${name}`, writer);
  }
  return [...writers.values()].sort(
    (one, other) => one.delegation.localeCompare(other.delegation) || one.name.localeCompare(other.name),
  );
}

/** Return who is shown while not everyone is: all of a few; of many those who write, as far as there is room. */
export function chooseShown(writers: readonly Writer[], room: number): readonly Writer[] {
  if (writers.length <= room) return writers;
  return writers.filter(({ clauses }) => clauses.length > 0).slice(0, room);
}

/** Return the persons by delegation, in their order; who has none stands with the others of the same role. */
export function byDelegation(writers: readonly Writer[]): { delegation: string; role: string; persons: Writer[] }[] {
  const groups = new Map<string, { delegation: string; role: string; persons: Writer[] }>();
  for (const writer of writers) {
    const { delegation, role } = writer;
    const key = delegation || `/${role}`;
    const group = groups.get(key) ?? { delegation, role, persons: [] };
    group.persons.push(writer);
    groups.set(key, group);
  }
  return [...groups.values()];
}
