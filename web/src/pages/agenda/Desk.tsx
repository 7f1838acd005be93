import "../../styles/tools.css";
import "../../styles/text.css";
import "../../styles/clause.css";
import "../../styles/bracket.css";
import "../../styles/caret.css";
import { later } from "../../parts/later";
import { t } from "../../text";
import { directionOf, ownName } from "../../text/names";
import { ClauseRow } from "./ClauseRow";
import { useGrowth, useRows } from "./drawing";
import { holdRow } from "./holding";
import { useRoom } from "./room";
import { ClosedNote } from "./settings/ClosedNote";
import { useWriting } from "./writing";

const KeptElsewhere = later(() => import("./kept").then((its) => its.KeptElsewhere), ["others"]);
const EmptyText = later(() => import("./beside").then((its) => its.EmptyText), ["desk"]);

const Tools = later(
  () => import("./beside").then((its) => its.Tools),
  ["desk"],
  () => <ToolSpace />,
);

/** Keeps the height of the tools until they are here. */
const ToolSpace = () => (useRoom().mayWrite.value ? <div class="space" /> : null);

/** The text: under the tools and the heads of the languages, one row a clause. */
export function Desk({ hidden }: { hidden: boolean }) {
  const room = useRoom();
  const writing = useWriting();
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
      <div class="page" ref={holdRow}>
        <ClosedNote />
        {writing.agenda.kept.value.length > 0 && <KeptElsewhere />}
        {room.rows.value.length === 0 && <EmptyText />}
        {rows}
      </div>
    </div>
  );
}
