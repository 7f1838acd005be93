import { type DecisionEntry, listShaping } from "../../http/structure";
import { say, t } from "../../text";
import { formatRecent } from "../../text/dates";
import { pick } from "../../text/names";
import { useRoom } from "./room";
import { chairOf } from "./structure/chair";
import { isShaping, sayAct } from "./structure/commands";

/** Return what has shaped a clause, newest first: inserted, moved, split. An undoing stands with what it undid. */
export async function readShaping(agenda: string, clause: string): Promise<DecisionEntry[]> {
  return (await listShaping(agenda, clause)).filter(({ act }) => isShaping(act));
}

/** One act on the place, the name or the kind of a clause. Who shapes the text may undo it while nothing builds on it. */
export function ShapingEntry({ entry, compare }: { entry: DecisionEntry; compare: (() => void) | undefined }) {
  const chair = chairOf(useRoom());
  const { delegation, person, at, undoable, undone_by: undone } = entry;
  const act = sayAct(entry);
  const words = undone ? t("history.undone", { act }) : act;
  const who = delegation ? pick(delegation.names) : person?.name;
  const when = formatRecent(at);
  return (
    <li>
      {compare ? (
        <button
          type="button"
          class="link did"
          onClick={compare}
          aria-label={t("history.compare_with", { name: words })}
        >
          {words}
        </button>
      ) : (
        <span class="did">{words}</span>
      )}
      {undoable && (
        <>
          {" "}
          <button
            type="button"
            class="link"
            aria-label={t("history.undo", { act })}
            onClick={() => chair.takeBack(entry.id, act)}
          >
            {t("shape.undo")}
          </button>
        </>
      )}
      <br />
      <span class="grey">{who ? say("history.entry", { who: <bdi>{who}</bdi>, when }) : when}</span>
    </li>
  );
}
