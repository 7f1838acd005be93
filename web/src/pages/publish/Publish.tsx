import { useSignal } from "@preact/signals";
import type { Agenda, Obstacle, Publication } from "../../http/contract";
import { Bar, Step } from "../../parts/Bar";
import { Words } from "../../parts/Words";
import { t } from "../../text";
import { Issue } from "./Issue";
import { Last } from "./Last";
import { Obstacles } from "./Obstacles";

interface Data {
  agenda: Agenda;
  obstacles: Obstacle[];
  last: Publication | null;
}

/** The secretariat's act: what stands in the way, what will be issued, and the files of the last issue. */
export function Publish({ data: { agenda, obstacles, last } }: { data: Data }) {
  const latest = useSignal(last);
  const fresh = useSignal(false);
  const issued = (publication: Publication) => {
    latest.value = publication;
    fresh.value = true;
  };
  return (
    <>
      <Bar who={{ name: agenda.you.person.name, ...agenda.you }}>
        <Words of={agenda.process.names} />
        <Step />
        <a href={`/agendas/${agenda.id}`}>
          <Words of={agenda.title} />
        </a>
        <Step />
        <b>{t("publish.step")}</b>
      </Bar>
      <div class="wide2">
        <main>
          <h1>{t("publish.title")}</h1>
          <p class="lead">{t("publish.lead")}</p>
          <Obstacles agenda={agenda} obstacles={obstacles} />
          <Issue agenda={agenda} obstacles={obstacles} last={latest.value} issued={issued} />
        </main>
        {latest.value && <Last publication={latest.value} fresh={fresh.value} />}
      </div>
    </>
  );
}
