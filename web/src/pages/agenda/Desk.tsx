import "../../styles/text.css";
import "../../styles/clause.css";
import "../../styles/bracket.css";
import "../../styles/caret.css";
import { t } from "../../text";
import { directionOf, ownName } from "../../text/names";
import { ClauseRow } from "./ClauseRow";
import { useGrowth, useRows } from "./drawing";
import { useRoom } from "./room";
import { ClosedNote } from "./settings/ClosedNote";
import { Tools } from "./Tools";

/** The text: under the tools and the heads of the languages, one row a clause. */
export function Desk({ hidden }: { hidden: boolean }) {
  const room = useRoom();
  const columns = room.columns.value.length;
  const rows = useRows(room.rows.value.slice(0, room.drawn.value), (row) => <ClauseRow key={row.id} row={row} />);
  useGrowth(room);
  return (
    <div hidden={hidden} data-columns={columns} style={{ "--columns": columns }}>
      <div class="tools">
        <Tools />
        <div class="heads">
          {room.columns.value.map((code) => (
            <p key={code}>
              <b lang={code} dir={directionOf(code)}>
                {ownName(code)}
              </b>{" "}
              {t(code === room.agenda.draft.original_language ? "agenda.original" : "agenda.translation")}
            </p>
          ))}
        </div>
      </div>
      <div class="page">
        <ClosedNote />
        {room.rows.value.length === 0 && <Empty />}
        {rows}
      </div>
    </div>
  );
}

/** No clause yet: whoever may import is shown where. */
function Empty() {
  const { agenda } = useRoom();
  if (!agenda.you.may.import) return <p class="grey">{t("agenda.empty")}</p>;
  return (
    <p>
      <a class="button primary big" href={`/agendas/${agenda.id}/import`}>
        {t("agenda.import_step")}
      </a>
    </p>
  );
}
