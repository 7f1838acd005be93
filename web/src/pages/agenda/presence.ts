/** Who writes where, gathered from the carets in the attached texts. */
import type { LiveText } from "../../binding";

export interface Writer {
  name: string;
  delegation: string;
  clauses: string[];
}

type Seen = Pick<LiveText, "present">;

/** Return each person once, by delegation and name, with the clauses in which they have a caret. */
export function whoWrites(texts: ReadonlyMap<string, Seen>): Writer[] {
  const writers = new Map<string, Writer>();
  for (const [key, { present }] of texts) {
    const clause = key.split("/")[0] ?? "";
    for (const { name, delegation } of present.value) {
      const writer = writers.get(`${delegation}/${name}`) ?? { name, delegation, clauses: [] };
      if (!writer.clauses.includes(clause)) writer.clauses.push(clause);
      writers.set(`${delegation}/${name}`, writer);
    }
  }
  return [...writers.values()].sort(
    (one, other) => one.delegation.localeCompare(other.delegation) || one.name.localeCompare(other.name),
  );
}
