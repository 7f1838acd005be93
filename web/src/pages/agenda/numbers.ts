/**
 * Clauses named by number. Where numbers repeat, the one nearest to the clause at work is meant, and any can be named
 * by its path: `Article 4, 3`. Pure.
 */
import type { Clause } from "../../http/contract";
import { nameClause, shortTitle } from "../../parts/naming";
import { language, t } from "../../text";
import { namesItself, printLabel } from "../../text/names";
import type { Room } from "./room";
import type { Row } from "./rows";
import { childrenOf, parentOf, subtree } from "./structure/places";

type Rows = readonly Row[];
/** What was found, or why nothing was, in one sentence. */
export type Found = { id: string; wrong?: never } | { id?: never; wrong: string };
export type FoundAll = { ids: string[]; wrong?: never } | { ids?: never; wrong: string };

/**
 * Return the clause that is meant, seen from the clause at work: a sibling first, then one under it, then one under the
 * nearest that is over both. What is as near as another is refused. `among` are those that can be meant.
 */
export function findClause(rows: Rows, typed: string, from?: string, among: Rows = rows): Found {
  const label = typed.trim();
  if (!label) return { wrong: t("refer.missing") };
  const named = standing((namesIn(rows).get(spell(label)) ?? []).filter((row) => among.includes(row)));
  for (const scope of widen(rows, from)) {
    const [first, second] = named.filter((row) => scope.includes(row));
    if (second) return { wrong: t("refer.ambiguous", { label }) };
    if (first) return { id: first.id };
  }
  return { wrong: t("refer.unknown", { label }) };
}

/**
 * Return the clauses of a list, with commas, semicolons or spaces between them. A comma can also stand inside a path;
 * where both can be meant, only a semicolon says which.
 */
export function findClauses(rows: Rows, typed: string, from?: string): FoundAll {
  const find = (one: string) => findClause(rows, one, from);
  const pieces = typed.split(/[;؛]/);
  const lists = pieces.filter((piece) => piece.trim()).map((piece) => readList(find, piece, pieces.length > 1));
  return lists.find(({ wrong }) => wrong) ?? { ids: [...new Set(lists.flatMap(({ ids = [] }) => ids))] };
}

type Find = (typed: string) => Found;

function readList(find: Find, typed: string, isPath: boolean): FoundAll {
  const parts = typed.split(/[,،]/).filter((part) => part.trim());
  const ids: string[] = [];
  for (let at = 0; at < parts.length; ) {
    const [run, id] = longest(find, parts.slice(at), ", ");
    if (run.length > 1 && !isPath && isList(find, run)) return { wrong: t("refer.two_ways", { label: written(run) }) };
    if (run.length === 1 && leads(parts.slice(at))) return refuse(find, written(parts.slice(at, at + 2)));
    const found = id ? { ids: [id] } : readWords(find, parts[at] ?? "");
    if (found.wrong !== undefined) return found;
    ids.push(...found.ids);
    at += Math.max(run.length, 1);
  }
  return { ids };
}

const refuse = (find: Find, typed: string): FoundAll => ({ wrong: find(typed).wrong ?? "" });
const written = (parts: readonly string[]): string => parts.join(",").trim();

/** Whether a clause is named by a word and a bare number follows: what stands under it was meant, and is not there. */
const leads = ([first = "", next]: readonly string[]): boolean =>
  next !== undefined && namesItself(first.trim()) && !namesItself(next.trim());

/** Numbers with nothing but spaces between them. */
function readWords(find: Find, typed: string): FoundAll {
  const words = typed.trim().split(/\s+/);
  const ids: string[] = [];
  for (let at = 0; at < words.length; ) {
    const [run, id] = longest(find, words.slice(at), " ");
    if (!id) return refuse(find, ids.length === 0 ? typed : words.slice(at).join(" "));
    ids.push(id);
    at += run.length;
  }
  return { ids };
}

/** Return the longest beginning of `parts` that names one clause. */
function longest(find: Find, parts: readonly string[], between: string): [run: readonly string[], id?: string] {
  for (let count = parts.length; count > 0; count--) {
    const run = parts.slice(0, count);
    const { id } = find(run.join(between));
    if (id) return [run, id];
  }
  return [[]];
}

/** Whether a path can also be a list of clauses: bare numbers, each of which names one. */
const isList = (find: Find, [first = "", ...others]: readonly string[]): boolean =>
  !namesItself(first.trim()) && [first, ...others].every((one) => find(one).id);

/**
 * Return the number of a clause, or its title if it has none. Where that is not enough, the path from the nearest heading
 * that tells it apart stands before it.
 */
export function pathOf(rows: Rows, { id, clause }: Row): string {
  const names = namesIn(rows);
  const paths = pathsTo(rows, id, (one) => printLabel(one.label));
  const isAlone = (path: string) => standing(names.get(spell(path)) ?? [], id).length === 1;
  const alone = paths.filter(({ path }) => isAlone(path));
  const [first] = alone;
  const chosen = first === paths[0] ? first : (alone.find(({ heading }) => heading) ?? first);
  return chosen?.path ?? withWords(paths.at(-1)?.path ?? "", clause);
}

/** Return a clause's name for a sentence, so that no other clause can be meant. */
export function nameAmong(rows: Rows, clause: Clause): string {
  const row = rows.find(({ id }) => id === clause.id);
  if (!row) return nameClause(clause);
  const path = pathOf(rows, row);
  return row.clause.label ? path : t("clause.titled", { title: path });
}

/** Return what a clause of this page is called in a sentence. */
export function nameIn(room: Pick<Room, "rows" | "clause">, id: string): string {
  const clause = room.clause(id)?.peek();
  return clause ? nameAmong(room.rows.peek(), clause) : "";
}

/** Return the name with how the clause begins, where its number alone would not tell it apart. */
export function nameWithWords(rows: Rows, row: Row): string {
  const path = pathOf(rows, row);
  const words = withWords(path, row.clause);
  return !row.clause.label || path === printLabel(row.clause.label) ? path : words;
}

function withWords(path: string, clause: Clause): string {
  const words = t("clause.titled", { title: shortTitle(clause, language()) });
  return path.endsWith(words) ? path : `${path} ${words}`.trim();
}

/** Leave withdrawn clauses out, unless nothing else is there or one is asked for. */
function standing(rows: Rows, wanted?: string): Rows {
  const there = rows.filter(({ id, clause }) => id === wanted || clause.status !== "withdrawn");
  return there.length > 0 ? there : rows;
}

/** Wider and wider parts of the text around a clause. */
function* widen(rows: Rows, from?: string): Generator<Rows> {
  if (from) {
    let above = parentOf(rows, from);
    yield childrenOf(rows, above?.id ?? null);
    yield subtree(rows, from);
    for (; above; above = parentOf(rows, above.id)) yield subtree(rows, above.id);
  }
  yield rows;
}

/** One way to name a clause, and whether it begins at a heading. */
interface Path {
  path: string;
  heading: boolean;
}

/** Return the ways to name a clause from the shortest: `3`, `Article 4, 3`, `Annex, Article 4, 3`. */
function pathsTo(rows: Rows, id: string, print: (clause: Clause) => string): Path[] {
  const start = rows.findIndex((row) => row.id === id);
  const paths: Path[] = [];
  let depth = Number.POSITIVE_INFINITY;
  for (let at = start; at >= 0; at--) {
    const row = rows[at];
    if (!row || row.depth >= depth) continue;
    depth = row.depth;
    const label = print(row.clause) || shortTitle(row.clause, language());
    const below = paths.at(-1)?.path;
    const path = below === undefined ? label : t("reach.path", { above: label, label: below });
    if (label || below === undefined) paths.push({ path, heading: row.heading });
    if (depth === 0) break;
  }
  return paths;
}

const known = new WeakMap<Rows, { code: string; names: Map<string, Row[]> }>();

/** Return the clauses of each name, in every spelling. */
function namesIn(rows: Rows): Map<string, Row[]> {
  const before = known.get(rows);
  if (before?.code === language()) return before.names;
  const names = new Map<string, Row[]>();
  for (const row of rows) for (const name of namesOf(rows, row)) names.set(name, [...(names.get(name) ?? []), row]);
  known.set(rows, { code: language(), names });
  return names;
}

function namesOf(rows: Rows, { id, clause }: Row): Set<string> {
  const printed = pathsTo(rows, id, ({ label }) => printLabel(label));
  const plain = pathsTo(rows, id, ({ label }) => label);
  const worded = withWords(printed.at(-1)?.path ?? "", clause);
  const all = [...[...printed, ...plain].map(({ path }) => path), worded, shortTitle(clause, language())];
  return new Set(all.map(spell).filter(Boolean));
}

const digits = "٠١٢٣٤٥٦٧٨٩";

/** Return a name as it is compared: `2bis` is `2 bis`, `article 4,3` is `Article 4, 3`, in the digits of any language. */
const spell = (typed: string): string =>
  typed
    .normalize("NFC")
    .replace(/[٠-٩]/g, (digit) => `${digits.indexOf(digit)}`)
    .replace(/\s+/g, " ")
    .replace(/ ?[,،] ?/g, ",")
    .replace(/(\d) (?=\p{L})/gu, "$1")
    .replace(/\p{L}{4,}/gu, (word) => word.toLowerCase())
    .trim();
