import { nameClause } from "../../parts/naming";
import { describeSeat } from "../../parts/seat";
import { say, t } from "../../text";
import { listed } from "../../text/names";
import { type Writer, whoWrites } from "./presence";
import { useRoom } from "./room";
import { useWriting } from "./writing";

/** Who is at work near here, by delegation; the reader stands last. */
export function People() {
  const { agenda } = useRoom();
  const writing = useWriting();
  const writers = whoWrites(writing.attachments.texts.value);
  return (
    <section aria-labelledby="people">
      <h2 id="people">{t("people.count", { count: writers.length + 1 })}</h2>
      <ul class="rows">
        {writers.map((writer) => (
          <Line key={writer.delegation + writer.name} writer={writer} />
        ))}
        <li>
          <bdi>{describeSeat(agenda.you)}</bdi>
          <br />
          <span class="grey">{t("people.you")}</span>
        </li>
      </ul>
    </section>
  );
}

function Line({ writer }: { writer: Writer }) {
  const room = useRoom();
  const places = writer.clauses.flatMap((id) => room.clause(id)?.value ?? []);
  const labels = places.map(nameClause);
  return (
    <li>
      <bdi>{writer.delegation || writer.name}</bdi>
      <br />
      <span class="grey">
        {say(labels.length > 0 ? "people.writing" : "people.here", {
          person: <bdi>{writer.name}</bdi>,
          labels: listed(labels).join(""),
        })}
      </span>
    </li>
  );
}
