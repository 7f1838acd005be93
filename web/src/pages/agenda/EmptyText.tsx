import { t } from "../../text";
import { useRoom } from "./room";
import { chairOf } from "./structure/chair";

/** No clause yet: how the text can begin, to those who may begin it. */
export function EmptyText() {
  const room = useRoom();
  const { id, you } = room.agenda;
  const { may } = you;
  if (!may.import && !may.structure) return <p class="grey">{t("shape.empty")}</p>;
  return (
    <section aria-labelledby="empty">
      <h2 id="empty">{t(may.import ? "shape.empty_yours" : "shape.empty_chair")}</h2>
      <p class="acts">
        {may.import && (
          <a class="button primary big" href={`/agendas/${id}/import`}>
            {t("shape.import_step")}
          </a>
        )}
        {may.structure && (
          <button type="button" class="big" onClick={() => chairOf(room).begin("first")}>
            {t("shape.first_step")}
          </button>
        )}
      </p>
    </section>
  );
}
