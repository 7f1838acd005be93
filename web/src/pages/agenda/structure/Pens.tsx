import type { Clause } from "../../../http/contract";
import { type Acted, pauseClauses, resumeClauses } from "../../../http/drafts";
import { t } from "../../../text";
import { nameIn } from "../numbers";
import { type Room, useRoom } from "../room";
import { ActForm } from "./ActForm";
import { chairOf } from "./chair";
import { ReachField, reached, takeTyped, toScope, useReach } from "./Scope";

/** Pens down, or writing again, for a clause, all under it, a list, or the whole text. Nothing is agreed by it. */
export function Pens({ clause, down }: { clause: Clause; down: boolean }) {
  const room = useRoom();
  const rows = room.rows.value;
  const chair = chairOf(room);
  const reaching = useReach(rows, clause);
  const verb = down ? "pause" : "resume";
  const submit = () => {
    if (!takeTyped(room.rows.peek(), clause, reaching)) return;
    void chair.perform(async () => {
      const scope = toScope(room.rows.peek(), clause, reaching.chosen.peek());
      const act = down ? pauseClauses : resumeClauses;
      const done = await act(room.agenda.id, scope);
      for (const one of done.clauses) room.take({ ...one, children: [] });
      const all = "all" in scope;
      return { words: all ? t(`pens.${verb}_all_done`) : sayDone(verb, room, done, clause) };
    });
  };
  return (
    <ActForm ask={t(`pens.${verb}_ask`)} act={t(`pens.${verb}_act`)} submit={submit} toAct>
      <ReachField clause={clause} reaching={reaching} whole />
      <p class="grey">{t(`pens.${verb}_then`, { count: reached(rows, clause, reaching.chosen.value).length })}</p>
    </ActForm>
  );
}

function sayDone(verb: "pause" | "resume", room: Room, { clauses }: Acted, clause: Clause): string {
  if (clauses.length > 1) return t(`pens.${verb}_done_many`, { count: clauses.length });
  return t(`pens.${verb}_done`, { label: nameIn(room, (clauses[0] ?? clause).id) });
}
