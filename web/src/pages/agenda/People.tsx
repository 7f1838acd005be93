import "../../styles/people.css";
import { useSignal } from "@preact/signals";
import { nameClause } from "../../parts/naming";
import { describeSeat } from "../../parts/seat";
import { type Key, say, t } from "../../text";
import { listed } from "../../text/names";
import { byDelegation, chooseShown, type Writer, whoIsHere } from "./presence";
import { useRoom } from "./room";
import { useWriting } from "./writing";

/** Of more people than these only those who write are shown, until all are asked for. */
const few = 8;

/** Everyone who has the text open, by delegation, with the clause that they write in; the reader stands last. */
export function People() {
  const { agenda } = useRoom();
  const writing = useWriting();
  const all = useSignal(false);
  const everyone = whoIsHere(writing.agenda.present.value);
  const shown = all.value ? everyone : chooseShown(everyone, few);
  return (
    <section class="people" aria-labelledby="people">
      <h2 id="people">{t("people.count", { count: everyone.length + 1 })}</h2>
      <ul class="rows">
        {byDelegation(shown).map(({ delegation, role, persons }) => (
          <li key={delegation || role}>
            <bdi>{delegation || t(`role.${role}` as Key)}</bdi>
            {persons.map((person) => (
              <Line key={person.name} person={person} />
            ))}
          </li>
        ))}
        <li>
          <bdi>{describeSeat(agenda.you)}</bdi>
          <span class="grey">{t("people.you")}</span>
        </li>
      </ul>
      {everyone.length > few && (
        <button type="button" class="link" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {t(all.value ? "people.fewer" : "people.all", { count: everyone.length + 1 })}
        </button>
      )}
    </section>
  );
}

function Line({ person: { name, clauses } }: { person: Writer }) {
  const room = useRoom();
  const labels = clauses.flatMap((id) => room.clause(id)?.value ?? []).map(nameClause);
  return (
    <span class="grey">
      {say(labels.length > 0 ? "people.writing" : "people.here", {
        person: <bdi>{name}</bdi>,
        labels: listed(labels).join(""),
      })}
    </span>
  );
}
