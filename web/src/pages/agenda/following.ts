/** The list of clauses follows the text: its current row is kept in view. */

interface Span {
  top: number;
  bottom: number;
}

/** Pixels round the current row in which its neighbours show. */
const air = 60;

/** Return by how many pixels to scroll `frame` so that `row` stands in it, with `around` beside it if there is room. Pure. */
export function reach(row: Span, frame: Span, around = air): number {
  const space = Math.max(0, Math.min(around, (frame.bottom - frame.top - (row.bottom - row.top)) / 2));
  if (row.top < frame.top) return row.top - space - frame.top;
  return row.bottom > frame.bottom ? row.bottom + space - frame.bottom : 0;
}

/** Scroll the list alone, by the shortest way, at once; never under the hand or the focus of who is at it. */
export function followCurrent(list: HTMLElement | null): void {
  if (!list || list.matches(":hover") || list.contains(document.activeElement)) return;
  const row = list.querySelector("[aria-current]");
  if (row) list.scrollTop += reach(row.getBoundingClientRect(), list.getBoundingClientRect());
}
