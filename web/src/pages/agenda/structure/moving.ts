/** Moving a clause: at once among its siblings, or to a place that was chosen. */
import type { Clause } from "../../../http/contract";
import { moveClause, type Place } from "../../../http/structure";
import { t } from "../../../text";
import { nameIn } from "../numbers";
import type { Room } from "../room";
import { chairOf } from "./chair";
import { placeBeside, siblingOf } from "./places";

/** Move a clause one step among its siblings, at once. */
export function moveBeside(room: Room, step: -1 | 1): void {
  const rows = room.rows.peek();
  const chair = chairOf(room);
  const clause = room.chosen.peek();
  const neighbour = clause && siblingOf(rows, clause.id, step);
  const place = clause && placeBeside(rows, clause.id, step);
  if (!clause || !neighbour || !place) {
    chair.refuse(t(step < 0 ? "shape.is_first" : "shape.is_last"));
    return;
  }
  const names = { label: nameIn(room, clause.id), other: nameIn(room, neighbour.id) };
  const said = t(step < 0 ? "shape.moved_before" : "shape.moved_after", names);
  void moveThere(room, clause, place, clause.label, said);
}

/** Move a clause, say where it stands, and offer the way back. */
export function moveThere(room: Room, clause: Clause, place: Place, label: string, said: string): Promise<void> {
  const chair = chairOf(room);
  return chair.shape(
    () => moveClause(clause.id, place, label === clause.label ? undefined : label),
    () => said,
    () => t("was.moved", { label: nameIn(room, clause.id) }),
  );
}
