/** The words that changed between two short texts, by their longest common run of words. Pure. */

export interface Piece {
  op: "equal" | "insert" | "delete";
  text: string;
}

const split = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}\p{M}’'-]+|[^\s\p{L}\p{N}]/gu) ?? [];

/** Beyond this many comparisons the one text is simply put in the other's place. */
const limit = 4_000_000;

export function diffWords(before: string, after: string): Piece[] {
  const [old, fresh] = [split(before), split(after)];
  if (old.length * fresh.length > limit) return replaced(before, after);
  const common = measure(old, fresh);
  const pieces: Piece[] = [];
  for (let i = 0, j = 0; i < old.length || j < fresh.length; ) {
    if (i < old.length && old[i] === fresh[j]) {
      add(pieces, "equal", old[i++] ?? "");
      j++;
    } else if (i < old.length && (j === fresh.length || at(common, i + 1, j) >= at(common, i, j + 1))) {
      add(pieces, "delete", old[i++] ?? "");
    } else {
      add(pieces, "insert", fresh[j++] ?? "");
    }
  }
  return pieces;
}

const at = (table: readonly Uint16Array[], i: number, j: number): number => table[i]?.[j] ?? 0;

/** Return for each pair of places how many words both texts still share after them. */
function measure(old: readonly string[], fresh: readonly string[]): Uint16Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    const row = table[i] as Uint16Array;
    for (let j = fresh.length - 1; j >= 0; j--) {
      row[j] = old[i] === fresh[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  }
  return table;
}

const replaced = (before: string, after: string): Piece[] => [
  { op: "delete", text: before },
  { op: "insert", text: after },
];

function add(pieces: Piece[], op: Piece["op"], text: string): void {
  const last = pieces.at(-1);
  if (last?.op === op) last.text += text;
  else pieces.push({ op, text });
}
