/** Which clauses a reader's words lead to: a number, a status, or words of the title or the text. Pure. */
import type { Clause, Status } from "../../http/contract";
import { fold } from "../../parts/folding";
import { readWords } from "../../parts/naming";
import type { Row } from "./rows";

/** Return the rows that fit, with the headings above them; all of them when nothing is asked. */
export function findRows(rows: readonly Row[], read: (id: string) => Clause | undefined, asked: Asked | null): Row[] {
  if (!asked) return [...rows];
  const found: Row[] = [];
  const above: Row[] = [];
  for (const row of rows) {
    while (above.length > 0 && (above.at(-1)?.depth ?? 0) >= row.depth) above.pop();
    const clause = read(row.id) ?? row.clause;
    if (fits(clause, asked)) found.push(...above.splice(0), row);
    else above.push(row);
  }
  return found;
}

export type Asked = { status: Status } | { label: string } | { words: string[] };

/** Read what was typed: the word of a status as `statuses` spells them, a number, or words. Null when nothing was. */
export function readAsked(typed: string, statuses: readonly (readonly [Status, string])[]): Asked | null {
  const folded = fold(typed).trim();
  if (!folded) return null;
  const status = statuses.find(([, word]) => fold(word) === folded)?.[0];
  if (status) return { status };
  return /^[\d(]/.test(folded) ? { label: folded } : { words: folded.split(/\s+/) };
}

export function fits(clause: Clause, asked: Asked | null): boolean {
  if (!asked) return true;
  if ("status" in asked) return clause.status === asked.status;
  if ("label" in asked) return fold(clause.label).startsWith(asked.label) || haystack(clause).includes(asked.label);
  return asked.words.every((word) => haystack(clause).includes(word));
}

const haystacks = new WeakMap<Clause, string>();

function haystack(clause: Clause): string {
  const known = haystacks.get(clause);
  if (known !== undefined) return known;
  const texts = Object.values(clause.texts).map(({ json }) => readWords(json));
  const made = fold([clause.label, ...Object.values(clause.title), ...texts].join("\n"));
  haystacks.set(clause, made);
  return made;
}
