import { useSignal } from "@preact/signals";
import { listObstacles, readAgenda } from "../../http/api";
import type { Agenda, Obstacle, Publication } from "../../http/contract";
import type { ConsultationEntry } from "../../http/drafts";
import { Bar, Step } from "../../parts/Bar";
import { Words } from "../../parts/Words";
import { t } from "../../text";
import { Draft } from "./Draft";
import { Endorsement } from "./Endorsement";
import { Final } from "./Final";
import { Issued } from "./Issued";
import { Obstacles } from "./Obstacles";

interface Data {
  agenda: Agenda;
  obstacles: Obstacle[];
  meetings: ConsultationEntry[];
  publications: Publication[];
}

/** What stands in the way, the act of a meeting, its publication by the secretariat, and what was issued. */
export function Publish({ data }: { data: Data }) {
  const now = useSignal(data);
  const fresh = useSignal("");
  const { agenda, obstacles, meetings, publications } = now.value;
  const { may } = agenda.you;
  const reload = async () => {
    const [next, left] = await Promise.all([readAgenda(agenda.id), listObstacles(agenda.id)]);
    now.value = { ...now.value, agenda: next, obstacles: left };
  };
  const issued = async (publication: Publication) => {
    const others = publications.filter(({ id }) => id !== publication.id);
    now.value = { ...now.value, publications: [publication, ...others] };
    fresh.value = publication.id;
    await reload();
  };
  return (
    <>
      <PublishBar agenda={agenda} />
      <div class="wide2">
        <main>
          <h1>{t(may.publish ? "publish.title" : "endorse.title")}</h1>
          <p class="lead">{t(may.publish ? "publish.lead" : "endorse.lead")}</p>
          <Obstacles agenda={agenda} obstacles={obstacles} />
          <Endorsement agenda={agenda} obstacles={obstacles} meetings={meetings} done={reload} />
          {may.publish && <Final agenda={agenda} obstacles={obstacles} issued={issued} reload={reload} />}
          {may.publish && <Draft agenda={agenda} last={publications[0] ?? null} issued={issued} />}
        </main>
        <Issued publications={publications} fresh={fresh.value} may={may} />
      </div>
    </>
  );
}

function PublishBar({ agenda }: { agenda: Agenda }) {
  const { process, title, you } = agenda;
  return (
    <Bar who={{ name: you.person.name, ...you }}>
      <Words of={process.names} />
      <Step />
      <a href={`/agendas/${agenda.id}`}>
        <Words of={title} />
      </a>
      <Step />
      <b>{t(you.may.publish ? "publish.step" : "endorse.step")}</b>
    </Bar>
  );
}
