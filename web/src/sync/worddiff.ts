/** Which words one text has and another has not. */

/** Beyond this many comparisons the words that differ are not compared one by one. */
const LIMIT = 4_000_000;

/** A word stands between spaces; where a script has none, each character is one. The end of a line counts as a word. */
const WORD =
  /\n|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+/gu;

/** Return the words that stand in `mine` and not in `theirs`; what stands apart is joined by an ellipsis. */
export function insertedWords(theirs: string, mine: string): string {
  const old = (theirs.match(WORD) ?? []) as string[];
  const found = [...mine.matchAll(WORD)];
  const kept = matchWords(
    old,
    found.map(([word]) => word),
  );
  const runs: string[] = [];
  for (let from = 0; from < found.length; from++) {
    if (kept.has(from)) continue;
    let to = from;
    while (to + 1 < found.length && !kept.has(to + 1)) to++;
    const last = found[to] as RegExpExecArray;
    runs.push(mine.slice(found[from]?.index, last.index + last[0].length).trim());
    from = to;
  }
  return runs.filter((run) => run !== "").join(" … ");
}

/** Return the places in `now` of a longest common subsequence with `old`. */
function matchWords(old: readonly string[], now: readonly string[]): Set<number> {
  const kept = new Set<number>();
  let [start, end] = [0, 0];
  while (start < old.length && start < now.length && old[start] === now[start]) kept.add(start++);
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) {
    kept.add(now.length - ++end);
  }
  const middle = now.slice(start, now.length - end);
  for (const place of matchMiddle(old.slice(start, old.length - end), middle)) kept.add(start + place);
  return kept;
}

function matchMiddle(old: readonly string[], now: readonly string[]): number[] {
  if (old.length * now.length > LIMIT) return [];
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const length = (row: number, column: number) => lengths[row * width + column] as number;
  for (let row = old.length - 1; row >= 0; row--) {
    for (let column = now.length - 1; column >= 0; column--) {
      lengths[row * width + column] =
        old[row] === now[column]
          ? length(row + 1, column + 1) + 1
          : Math.max(length(row + 1, column), length(row, column + 1));
    }
  }
  const places: number[] = [];
  for (let row = 0, column = 0; row < old.length && column < now.length; ) {
    if (old[row] === now[column]) {
      places.push(column++);
      row++;
    } else if (length(row + 1, column) >= length(row, column + 1)) row++;
    else column++;
  }
  return places;
}
