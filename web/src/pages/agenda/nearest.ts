/** Which texts to keep attached when more are near than the limit allows. Pure. */

export interface Candidate {
  key: string;
  /** Pixels between the text and the middle of the window. */
  distance: number;
  /** It holds words that are not on disk, or the caret: never let go of it. */
  held: boolean;
}

/** Return the keys of the `limit` nearest; held ones come first, whatever their distance. */
export function chooseNearest(candidates: readonly Candidate[], limit: number): Set<string> {
  const order = [...candidates].sort(
    (one, other) => Number(other.held) - Number(one.held) || one.distance - other.distance,
  );
  return new Set(order.slice(0, limit).map(({ key }) => key));
}
