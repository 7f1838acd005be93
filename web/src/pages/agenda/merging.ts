/** What the page knows of a clause and what is read of it anew: which of them is newer, and whether they differ. Pure. */
import type { Clause, ClauseText, TextNode } from "../../http/contract";

/**
 * Return the clause as it was read, with what the page heard since: where a text is newer on the page, it stays.
 * Whether it may be written in is always as it was read. A text that was left out of the reading stays as it is.
 */
export function mergeClause(known: Clause, read: Clause): Clause {
  const left = read.unread ?? [];
  const kept = left.flatMap((code) => (known.texts[code] ? [[code, known.texts[code]] as const] : []));
  const texts = Object.entries(read.texts).map(([code, text]) => {
    const here = known.texts[code];
    return [code, here ? mergeText(here, text) : text];
  });
  const unread = left.filter((code) => !known.texts[code]);
  return {
    ...read,
    texts: Object.fromEntries([...kept, ...texts]),
    unread: unread.length > 0 ? unread : undefined,
  };
}

function mergeText(here: ClauseText, read: ClauseText): ClauseText {
  const ahead = here.epoch - read.epoch || here.seq - read.seq;
  if (ahead < 0) return read;
  const hash = ahead === 0 ? (read.hash ?? here.hash) : here.hash;
  return { ...read, epoch: here.epoch, seq: here.seq, hash, json: here.json };
}

/** Return the clause with texts that it lacked; those that it has stay. */
export function addUnread(known: Clause, texts: Clause["texts"]): Clause {
  const unread = known.unread?.filter((code) => !texts[code]) ?? [];
  return { ...known, texts: { ...texts, ...known.texts }, unread: unread.length > 0 ? unread : undefined };
}

/** Whether two readings of a clause say the same; the clauses below do not count. */
export function sameClause(one: Clause, other: Clause): boolean {
  return one === other || JSON.stringify(one, brief) === JSON.stringify(other, brief);
}

/** A text is known by its number; readings with and without hashes may say the same. */
function brief(key: string, value: unknown): unknown {
  if (key === "json" || key === "children") return undefined;
  return key === "texts" ? Object.entries(value as object).sort() : value;
}

/** What a text shows of brackets: the ids of the objects, and how many stand there as plain characters. */
interface Shown {
  ids: ReadonlySet<string>;
  plain: number;
  /** The clauses that it names. */
  named: ReadonlySet<string>;
}

const shown = new WeakMap<TextNode, Shown>();

export function bracketsIn(text: TextNode): Shown {
  const known = shown.get(text);
  if (known) return known;
  const ids = new Set<string>();
  const named = new Set<string>();
  let plain = 0;
  const walk = (node: TextNode) => {
    for (const { type, attrs } of node.marks ?? []) if (type === "bracket") ids.add(String(attrs?.id));
    if (node.text) plain += node.text.split("[").length - 1;
    if (node.type === "reference") named.add(String(node.attrs?.clause));
    node.content?.forEach(walk);
  };
  walk(text);
  const found = { ids, plain, named };
  shown.set(text, found);
  return found;
}

export function countBrackets(text: TextNode): number {
  const { ids, plain } = bracketsIn(text);
  return ids.size + plain;
}
