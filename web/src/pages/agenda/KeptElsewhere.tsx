import { nameClause } from "../../parts/naming";
import { t } from "../../text";
import { ownName } from "../../text/names";
import { jumpTo } from "./panes";
import { useRoom } from "./room";
import { useWriting } from "./writing";

/** Above the text, while words are kept beside clauses that the reader may not have in view: where they are. */
export function KeptElsewhere() {
  const room = useRoom();
  const { agenda } = useWriting();
  const away = agenda.kept.value.filter(({ clause }) => clause !== room.selected.value && room.clause(clause));
  if (away.length === 0) return null;
  const go = (clause: string, language: string) => {
    if (!room.columns.peek().includes(language)) room.toggle(language);
    jumpTo(room, clause);
  };
  return (
    <div class="kept away" role="note">
      <p class="say">
        <b>{t("kept.elsewhere")}</b>
      </p>
      <ul>
        {away.map(({ id, clause, language }) => {
          const label = nameClause(room.clause(clause)?.value ?? { label: "", title: {}, texts: {} });
          return (
            <li key={id}>
              <button type="button" class="link" onClick={() => go(clause, language)}>
                {t("kept.place", { label, language: ownName(language) })}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
