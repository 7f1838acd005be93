/** Draws hundreds of rows and draws each anew only when its place has changed: what its clause says is its own affair. */
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Room } from "./room";
import { type Row, sameShape } from "./rows";

/** Rows that come at once behind the first ones: short enough that a key press never waits for them. */
const portion = 60;

/** Return the rows drawn by `draw`, which reads nothing but the row. */
export function useRows(rows: readonly Row[], draw: (row: Row) => VNode): VNode[] {
  const kept = useRef<ReadonlyMap<string, { row: Row; node: VNode }>>(new Map());
  const entries = rows.map((row) => {
    const known = kept.current.get(row.id);
    return known && sameShape(known.row, row) ? known : { row, node: draw(row) };
  });
  kept.current = new Map(entries.map((entry) => [entry.row.id, entry]));
  return entries.map(({ node }) => node);
}

/** Bring the rest of the rows onto the page, a portion at a time. */
export function useGrowth(room: Room): void {
  const missing = room.drawn.value < room.rows.value.length;
  useEffect(() => {
    if (!missing) return;
    const timer = setTimeout(() => {
      room.drawn.value += portion;
    });
    return () => clearTimeout(timer);
  }, [room.drawn.value, missing]);
}
