import "../../../styles/acts.css";
import { later } from "../../../parts/later";
import { t } from "../../../text";
import { useRoom } from "../room";
import { chairOf } from "../structure/chair";
import { useServerNow } from "./clock";
import { sayStanding } from "./state";

const Settings = later(() => import("../structure/forms").then((its) => its.Settings), ["refusals"]);

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
