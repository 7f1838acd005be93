/** The parts in which the words come to the browser; `web/words.ts` says which sentence is in which. */

export const allParts = [
  "house",
  "room",
  "desk",
  "refusals",
  "paper",
  "shelf",
  "intake",
  "people",
  "papers",
  "door",
  "others",
] as const;
export type Part = (typeof allParts)[number];

/** Return the parts that a page's HTML names; all when it names none. */
export function partsOf(named: string): readonly Part[] {
  const known = allParts.filter((part) => named.split(" ").includes(part));
  return known.length > 0 ? known : allParts;
}
