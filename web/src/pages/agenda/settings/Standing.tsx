import "../../../styles/acts.css";
import { later } from "../../../parts/later";
import { t } from "../../../text";
import { useRoom } from "../room";
import { chairOf } from "../structure/chair";
import { useServerNow } from "./clock";
import { isOpen, sayStanding } from "./state";

const Settings = later(() => import("../structure/forms").then((its) => its.Settings));

/** In the margin: how the text as a whole stands, and for the offices the way to its settings. */
export function DraftStanding() {
  const room = useRoom();
  const chair = chairOf(room);
  const now = useServerNow();
  const { draft, you } = room.agenda;
  return (
    <section aria-labelledby="draft">
      <h2 id="draft">{t("settings.title")}</h2>
      {chair.task.value?.form === "settings" ? (
        <Settings />
      ) : (
        <>
          <p class="say">{sayStanding(draft, now)}</p>
          {you.may.settings && (
            <p class="acts">
              <button type="button" onClick={() => chair.begin("settings")}>
                {t("settings.step")}
              </button>
            </p>
          )}
        </>
      )}
    </section>
  );
}

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
