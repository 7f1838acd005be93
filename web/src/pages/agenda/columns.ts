/** Which languages stand side by side. Pure. */

const most = 3;

/** Return the draft's languages in the order of the columns: the reader's own first, then the original. */
export function orderLanguages(languages: readonly string[], original: string, own: string): string[] {
  const rank = (code: string): number => (code === own ? 0 : code === original ? 1 : 2);
  return [...languages].sort((one, other) => rank(one) - rank(other));
}

/** Return the columns to begin with: those of last time that still exist, else the first two. */
export function beginColumns(ordered: readonly string[], kept: readonly string[]): string[] {
  const known = ordered.filter((code) => kept.includes(code));
  return known.length > 0 ? known.slice(0, most) : ordered.slice(0, 2);
}

/** Return the columns after a press on one: at least one stays, at most three stand; the fourth takes the last one's place. */
export function toggleColumn(ordered: readonly string[], shown: readonly string[], code: string): string[] {
  if (shown.includes(code)) return shown.length > 1 ? shown.filter((one) => one !== code) : [...shown];
  const kept = shown.slice(0, most - 1);
  return ordered.filter((one) => one === code || kept.includes(one));
}
