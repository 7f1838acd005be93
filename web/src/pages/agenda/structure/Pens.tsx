import type { Clause } from "../../../http/contract";
import { type Acted, pauseClauses, resumeClauses } from "../../../http/drafts";
import { nameClause } from "../../../parts/naming";
import { t } from "../../../text";
import { useRoom } from "../room";
import { ActForm } from "./ActForm";
import { chairOf } from "./chair";
import { ReachField, reached, toScope, useReach } from "./Scope";

/** Pens down, or writing again, for a clause, all under it, a list, or the whole text. Nothing is agreed by it. */
export function Pens({ clause, down }: { clause: Clause; down: boolean }) {
  const room = useRoom();
  const rows = room.rows.value;
  const chosen = useReach(rows, clause);
  const verb = down ? "pause" : "resume";
  const submit = () =>
    chairOf(room).perform(async () => {
      const scope = toScope(room.rows.peek(), clause, chosen.peek());
      const act = down ? pauseClauses : resumeClauses;
      const done = await act(room.agenda.id, scope);
      for (const one of done.clauses) room.take({ ...one, children: [] });
      const all = "all" in scope;
      return { words: all ? t(`pens.${verb}_all_done`) : sayDone(verb, clause, done) };
    });
  return (
    <ActForm ask={t(`pens.${verb}_ask`)} act={t(`pens.${verb}_act`)} submit={submit} toAct>
      <ReachField clause={clause} chosen={chosen} whole />
      <p class="grey">{t(`pens.${verb}_then`, { count: reached(rows, clause, chosen.value).length })}</p>
    </ActForm>
  );
}

function sayDone(verb: "pause" | "resume", clause: Clause, { clauses }: Acted): string {
  if (clauses.length > 1) return t(`pens.${verb}_done_many`, { count: clauses.length });
  return t(`pens.${verb}_done`, { label: nameClause(clauses[0] ?? clause) });
}
