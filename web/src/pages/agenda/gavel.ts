/** The gavel names the texts that the chair saw: for one clause, for a list, for all under a heading. */
import { lockClause, reopenClause } from "../../http/api";
import type { Clause, Moved, Seen } from "../../http/contract";
import { lockClauses, type MovedClauses, reopenClauses, type Scope } from "../../http/drafts";
import { t } from "../../text";
import { nameAmong } from "./numbers";
import type { Room } from "./room";
import { hasWords } from "./rows";
import { type Chosen, reached } from "./structure/Scope";

/** Return what the chair sees: the texts of the clause, the moved ones as they are now. Pure. */
export function gather(clause: Pick<Clause, "texts">, moved: Moved = {}): Seen {
  const texts = Object.entries(clause.texts).filter(([code, { json }]) => hasWords(json) || code in moved);
  return Object.fromEntries(
    texts.map(([code, text]) => {
      const { seq, hash } = moved[code] ?? text;
      return [code, { seq, hash }];
    }),
  );
}

/** What lies on the desk to be agreed: the clauses as they are, and those that are settled already. */
export interface Docket {
  open: Clause[];
  settled: number;
}

/** Return the clauses that a choice would lock: those not locked or withdrawn. */
export function makeDocket(room: Room, clause: Clause, chosen: Chosen): Docket {
  const all = reached(room.rows.value, clause, chosen).flatMap((id) => room.clause(id)?.value ?? []);
  const open = all.filter((one) => !one.lock && one.status !== "withdrawn");
  return { open, settled: all.length - open.length };
}

/** Lock one clause, or many in one decision. Resolves to what moved, or to nothing once it is done. */
export async function lockAll(
  room: Room,
  clauses: readonly Clause[],
  moved: MovedClauses,
): Promise<MovedClauses | null> {
  const [first] = clauses;
  if (!first) return null;
  if (clauses.length === 1) {
    const answer = await lockClause(first.id, gather(first, moved[first.id]));
    if ("moved" in answer) return { [first.id]: answer.moved };
    room.take(answer.clause);
    return null;
  }
  const seen = Object.fromEntries(clauses.map((one) => [one.id, gather(one, moved[one.id])]));
  const answer = await lockClauses(room.agenda.id, { clauses: clauses.map(({ id }) => id) }, seen);
  if ("moved" in answer) return answer.moved;
  for (const one of answer.clauses) room.take(one);
  return null;
}

/** Reopen one clause, or many in one decision, for a reason. */
export async function reopenAll(room: Room, clauses: readonly Clause[], reason: string): Promise<void> {
  const [first] = clauses;
  if (!first) return;
  if (clauses.length === 1) return room.take((await reopenClause(first.id, reason)).clause);
  const scope: Scope = { clauses: clauses.map(({ id }) => id) };
  for (const one of (await reopenClauses(room.agenda.id, scope, reason)).clauses) room.take(one);
}

/** Return the clauses that a choice would reopen: the locked ones. */
export function makeReopening(room: Room, clause: Clause, chosen: Chosen): Clause[] {
  const all = reached(room.rows.value, clause, chosen).flatMap((id) => room.clause(id)?.value ?? []);
  return all.filter((one) => one.lock);
}

export const sayLocked = (room: Room, clauses: readonly Clause[]): string => sayDone("locked", room, clauses);
export const sayReopened = (room: Room, clauses: readonly Clause[]): string => sayDone("reopened", room, clauses);

function sayDone(act: "locked" | "reopened", room: Room, clauses: readonly Clause[]): string {
  const [first] = clauses;
  if (clauses.length === 1 && first) return t(`gavel.${act}`, { label: nameAmong(room.rows.peek(), first) });
  return t(`gavel.${act}_many`, { count: clauses.length });
}
