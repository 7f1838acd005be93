import { t } from "../../../text";
import { useRoom } from "../room";
import { useServerNow } from "./clock";
import { isOpen, sayStanding } from "./state";

/** Above the text, while nobody can write in it: why, and until when. */
export function ClosedNote() {
  const room = useRoom();
  const now = useServerNow();
  const { draft } = room.agenda;
  if (isOpen(draft, now)) return <PausedNote />;
  return (
    <p class="closed" role="note">
      {sayStanding(draft, now)}
    </p>
  );
}

/** Pens down for the whole text is said once, on top. */
function PausedNote() {
  const room = useRoom();
  const open = room.rows.value.flatMap(({ id }) => Object.values(room.clause(id)?.value.texts ?? {}));
  const known = open.filter(({ status }) => status !== "locked");
  const all = known.length > 0 && known.every(({ status }) => status === "paused");
  return all ? (
    <p class="closed" role="note">
      {t("reason.paused")}
    </p>
  ) : null;
}
