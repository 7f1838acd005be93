/** What the page knows of a clause and what is read of it anew: which of them is newer, and whether they differ. Pure. */
import type { Clause, TextNode } from "../../http/contract";

/**
 * Return the clause as it was read, with what the page heard since: where a text is newer on the page, it stays.
 * Whether it may be written in is always as it was read.
 */
export function mergeClause(known: Clause, read: Clause): Clause {
  const texts = Object.entries(read.texts).map(([code, text]) => {
    const here = known.texts[code];
    const isNewer = here && (here.epoch > text.epoch || (here.epoch === text.epoch && here.seq >= text.seq));
    return [code, isNewer ? { ...text, epoch: here.epoch, seq: here.seq, hash: here.hash, json: here.json } : text];
  });
  return { ...read, texts: Object.fromEntries(texts) };
}

/** Whether two readings of a clause say the same; the clauses below do not count. */
export function sameClause(one: Clause, other: Clause): boolean {
  return one === other || JSON.stringify(one, brief) === JSON.stringify(other, brief);
}

/** A text is known by its number and hash. */
const brief = (key: string, value: unknown): unknown => (key === "json" || key === "children" ? undefined : value);

/** What a text shows of brackets: the ids of the objects, and how many stand there as plain characters. */
interface Shown {
  ids: ReadonlySet<unknown>;
  plain: number;
}

const shown = new WeakMap<TextNode, Shown>();

export function bracketsIn(text: TextNode): Shown {
  const known = shown.get(text);
  if (known) return known;
  const ids = new Set<unknown>();
  let plain = 0;
  const walk = (node: TextNode) => {
    for (const { type, attrs } of node.marks ?? []) if (type === "bracket") ids.add(attrs?.id);
    if (node.text) plain += node.text.split("[").length - 1;
    node.content?.forEach(walk);
  };
  walk(text);
  const found = { ids, plain };
  shown.set(text, found);
  return found;
}

export function countBrackets(text: TextNode): number {
  const { ids, plain } = bracketsIn(text);
  return ids.size + plain;
}
