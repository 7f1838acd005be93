/** Moving a clause: at once among its siblings, or to a place that was chosen. */
import type { Clause } from "../../../http/contract";
import { moveClause, type Place } from "../../../http/structure";
import { nameClause } from "../../../parts/naming";
import { t } from "../../../text";
import type { Room } from "../room";
import { chairOf } from "./chair";
import { placeBeside, siblingOf } from "./places";

/** Move a clause one step among its siblings, at once. */
export function moveBeside(room: Room, step: -1 | 1): void {
  const rows = room.rows.peek();
  const clause = room.chosen.peek();
  const neighbour = clause && siblingOf(rows, clause.id, step);
  const place = clause && placeBeside(rows, clause.id, step);
  if (!clause || !neighbour || !place) {
    chairOf(room).refuse(t(step < 0 ? "shape.is_first" : "shape.is_last"));
    return;
  }
  const said = step < 0 ? "shape.moved_before" : "shape.moved_after";
  void moveThere(room, clause, place, clause.label, t(said, names(nameClause(neighbour.clause), clause)));
}

/** Move a clause, say where it stands, and offer the way back. */
export function moveThere(room: Room, clause: Clause, place: Place, label: string, said: string): Promise<void> {
  return chairOf(room).shape(
    () => moveClause(clause.id, place, label === clause.label ? undefined : label),
    () => said,
    () => t("was.moved", { label: nameClause(clause) }),
  );
}

/** The two names in the sentence. */
export const names = (other: string, clause: Clause) => ({ label: nameClause(clause), other });
