/** Where the focus can go on this page, and moving it there. */
import type { Room } from "./room";

const panes = ["outline", "desk", "margin", "foot"];

export const placeOf = (clause: string): HTMLElement | null => document.getElementById(`clause-${clause}`);

/** Put the focus on a clause and bring it into view: a jump, then the bar shows where. */
export function focusClause(clause: string): void {
  const place = placeOf(clause);
  place?.focus({ preventScroll: true });
  place?.scrollIntoView({ block: "nearest" });
}

/** Select a clause and go to it, as its link in the list does. */
export function jumpTo(room: Room, clause: string): void {
  room.comparing.value = null;
  room.pane.value = "text";
  room.select(clause);
  room.drawn.value = Number.POSITIVE_INFINITY;
  history.replaceState(null, "", `#${clause}`);
  requestAnimationFrame(() => {
    placeOf(clause)?.focus({ preventScroll: true });
    bring(clause);
    // what stood far away is laid out only now, and may be higher than was guessed
    requestAnimationFrame(() => bring(clause));
  });
}

const bring = (clause: string): void => placeOf(clause)?.scrollIntoView({ block: "start" });

/** Return the pane after the one that holds the focus, `step` panes away, round and round. Pure. */
export function nextPane(current: number, step: number): number {
  return (Math.max(current, step > 0 ? -1 : 0) + step + panes.length) % panes.length;
}

export function focusNextPane(step: number): void {
  const places = panes.map((id) => document.getElementById(id));
  const current = places.findIndex((place) => place?.contains(document.activeElement));
  const target = places[nextPane(current, step)];
  const inside = target?.querySelector<HTMLElement>('[aria-current="true"][tabindex], a[tabindex="0"]');
  (inside ?? target)?.focus();
}
