/** Finds the words in a document that were written here and have not reached the server. */

import * as Y from "yjs";
import { insertedWords } from "./worddiff";

/** Ranges of clocks by client, sorted by nothing: a text has few. */
type Ranges = ReadonlyMap<number, readonly (readonly [from: number, to: number])[]>;

interface Both {
  /** The text without the unsent edits. */
  readonly theirs: string;
  /** The text with them. */
  readonly mine: string;
}

/**
 * Return the words that `unsent` puts into the document, which has them in it and was made without `gc`; empty when
 * it only takes words away, null when it changes none.
 */
export function salvageWords(fragment: Y.XmlFragment, unsent: readonly Uint8Array[]): string | null {
  if (unsent.length === 0) return null;
  const { theirs, mine } = readBoth(fragment, unsent);
  return bare(theirs) === bare(mine) ? null : insertedWords(theirs, mine);
}

const bare = (text: string): string => text.replace(/\s/gu, "");

/** Count words as a reader would: what stands between spaces. */
export function countWords(text: string): number {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Read the document twice in one walk: what the unsent edits put in or took out differs. */
function readBoth(fragment: Y.XmlFragment, unsent: readonly Uint8Array[]): Both {
  const { inserted, deleted } = readRanges(unsent);
  const parts = { theirs: [] as string[], mine: [] as string[] };
  const walk = (item: Y.Item | null, inTheirs: boolean, inMine: boolean): void => {
    for (let at = item; at; at = at.right) {
      for (const piece of cut(at, inserted, deleted)) {
        const theirs = inTheirs && !piece.isInserted && (!at.deleted || piece.isDeleted);
        const mine = inMine && !at.deleted;
        if (typeof piece.text === "string") {
          if (theirs) parts.theirs.push(piece.text);
          if (mine) parts.mine.push(piece.text);
        } else if (piece.text) {
          walk(piece.text._start, theirs, mine);
          const end = piece.text instanceof Y.XmlElement ? "\n" : "";
          if (theirs) parts.theirs.push(end);
          if (mine) parts.mine.push(end);
        }
      }
    }
  };
  walk(fragment._start, true, true);
  return { theirs: parts.theirs.join(""), mine: parts.mine.join("") };
}

interface Piece {
  readonly text: string | Y.AbstractType<unknown> | null;
  readonly isInserted: boolean;
  readonly isDeleted: boolean;
}

/** Yjs joins neighbouring items, so one item can be partly unsent: cut it where the ranges begin and end. */
function* cut(item: Y.Item, inserted: Ranges, deleted: Ranges): Generator<Piece> {
  const { client, clock } = item.id;
  const text = item.content instanceof Y.ContentString ? item.content.str : null;
  if (text === null) {
    const type = item.content instanceof Y.ContentType ? item.content.type : null;
    yield { text: type, isInserted: holds(inserted, client, clock), isDeleted: holds(deleted, client, clock) };
    return;
  }
  const edges = [...(inserted.get(client) ?? []), ...(deleted.get(client) ?? [])].flat();
  const cuts = [...new Set(edges.map((edge) => edge - clock).filter((at) => at > 0 && at < text.length))];
  const places = [0, ...cuts.sort((one, other) => one - other), text.length];
  for (let index = 0; index + 1 < places.length; index++) {
    const start = places[index] as number;
    const at = clock + start;
    yield {
      text: text.slice(start, places[index + 1]),
      isInserted: holds(inserted, client, at),
      isDeleted: holds(deleted, client, at),
    };
  }
}

function readRanges(updates: readonly Uint8Array[]): { inserted: Ranges; deleted: Ranges } {
  const inserted = new Map<number, [number, number][]>();
  const deleted = new Map<number, [number, number][]>();
  const put = (ranges: Map<number, [number, number][]>, client: number, from: number, length: number) => {
    const last = ranges.get(client)?.at(-1);
    if (last && last[1] === from) last[1] = from + length;
    else ranges.set(client, [...(ranges.get(client) ?? []), [from, from + length]]);
  };
  for (const update of updates) {
    const { structs, ds } = Y.decodeUpdate(update);
    for (const { id, length } of structs) put(inserted, id.client, id.clock, length);
    for (const [client, items] of ds.clients) for (const { clock, len } of items) put(deleted, client, clock, len);
  }
  return { inserted, deleted };
}

function holds(ranges: Ranges, client: number, clock: number): boolean {
  return ranges.get(client)?.some(([from, to]) => from <= clock && clock < to) ?? false;
}
