import "../../styles/mark.css";
import type { Agenda, Obstacle } from "../../http/contract";
import { Mark } from "../../parts/Mark";
import { ClauseName } from "../../parts/naming";
import { Label } from "../../parts/Words";
import { type Key, say, t } from "../../text";
import { languageName, listed } from "../../text/names";
import { countStops, indexClauses } from "./stops";

/** What stands in the way of a final text: one line a status, every clause a link. */
export function Obstacles({ agenda, obstacles }: { agenda: Agenda; obstacles: Obstacle[] }) {
  const { clauses, languages } = countStops(obstacles);
  return (
    <section aria-labelledby="stops">
      <h2 class="sub" id="stops">
        {obstacles.length > 0 && <Mark of="stop" as="warn" />}
        {obstacles.length === 0
          ? t("stops.none")
          : clauses === 0
            ? t("stops.languages", { count: languages })
            : t(languages > 0 ? "stops.both" : "stops.clauses", { count: clauses, languages })}
      </h2>
      <ul class="todo">
        {obstacles.map((obstacle) => (
          <Line key={obstacle.kind + (obstacle.language ?? "")} agenda={agenda} obstacle={obstacle} />
        ))}
      </ul>
    </section>
  );
}

function Line({ agenda, obstacle }: { agenda: Agenda; obstacle: Obstacle }) {
  const { kind, language, clauses } = obstacle;
  const known = indexClauses(agenda.clauses);
  const order = [...known.keys()];
  const inOrder = [...clauses].sort((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
  const links = inOrder.map(({ id, label }) => {
    const clause = known.get(id);
    const link = (
      <a key={id} href={`/agendas/${agenda.id}#${id}`}>
        {clause ? <ClauseName of={clause} /> : <Label of={label} />}
      </a>
    );
    const count = kind === "bracketed" ? clause?.brackets : 0;
    return count ? <span key={id}>{say("stops.with_brackets", { clause: link, count })}</span> : link;
  });
  if (kind !== "no_text") {
    return (
      <li>
        <Mark of={kind} words={t(`count.${kind}` as Key, { count: clauses.length })} />
        <p>{listed(links)}</p>
      </li>
    );
  }
  const name = languageName(language ?? "");
  return (
    <li>
      <Mark of="stop" words={name} />
      <p>{say("stops.no_text", { clauses: <>{listed(links)}</>, count: clauses.length, language: name })}</p>
    </li>
  );
}
