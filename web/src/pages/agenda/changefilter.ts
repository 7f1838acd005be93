/** Which changes of a comparison are shown: by whom, and of which kind. Pure. */
import type { Part, Tracked } from "./changes";

export type Kind = "words" | "brackets" | "punctuation";
export const kinds: readonly Kind[] = ["words", "brackets", "punctuation"];

export interface Hidden {
  authors: ReadonlySet<string>;
  kinds: ReadonlySet<Kind>;
}

export const nothingHidden: Hidden = { authors: new Set(), kinds: new Set() };

export const keyOf = ({ delegation, person, source, act }: Tracked): string =>
  delegation?.code ?? person?.id ?? source ?? act ?? "";

/** A change is of words if it touches a letter or a digit, of brackets if it sets or lifts one, else of punctuation. */
export function kindOf({ deleted, inserted }: Tracked): Kind {
  const both = deleted + inserted;
  if (/[\p{L}\p{N}]/u.test(both)) return "words";
  return /[[\]]/.test(both) ? "brackets" : "punctuation";
}

/** Return the parts with what is hidden drawn as it reads now. The numbers stay. */
export function hide(parts: readonly Part[], { authors, kinds: hiddenKinds }: Hidden): Part[] {
  return parts.map((part) => {
    if (part.kind === "equal" || !(authors.has(keyOf(part)) || hiddenKinds.has(kindOf(part)))) return part;
    return { kind: "equal", text: part.inserted.trimEnd() + part.closing + part.gap };
  });
}

/** Return how many changes there are of each, in the order of first appearance. */
export function tally<Key extends string>(parts: readonly Part[], read: (change: Tracked) => Key): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const part of parts) if (part.kind === "change") counts.set(read(part), (counts.get(read(part)) ?? 0) + 1);
  return counts;
}
