import type { Agenda } from "../../http/contract";
import { Bar, Step } from "../../parts/Bar";
import { later } from "../../parts/later";
import { Words } from "../../parts/Words";
import { t } from "../../text";
import { directionOf, ownName } from "../../text/names";
import { keepPlace } from "./keepplace";
import { useRoom } from "./room";

export function AgendaBar() {
  const { agenda } = useRoom();
  const { process, title, publication, you } = agenda;
  return (
    <Bar end={<Ends />} who={{ name: you.person.name, ...you }}>
      <Words of={process.names} />
      <Step />
      <h1>
        <Words of={title} />
      </h1>
      {publication && (
        <a class="sym num" href={`/publications/${publication.id}`}>
          <bdi dir="ltr">{publication.symbol ?? t("agenda.publication")}</bdi>
        </a>
      )}
    </Bar>
  );
}

const Paper = later(async () => (await import("../../parts/WorkingPaper")).WorkingPaper, ["paper"]);

/** Ways from the text to what is made of it; in narrow windows they stand at the end of the margin. */
export function Ways({ agenda, class: look }: { agenda: Agenda; class?: string }) {
  const { may } = agenda.you;
  return (
    <>
      <Paper agenda={agenda.id} class={look} />
      {may.people && (
        <a class={look} href={`/processes/${agenda.process.id}/people`}>
          {t("agenda.people")}
        </a>
      )}
      {(may.publish || may.endorse) && (
        <a class={look} href={`/agendas/${agenda.id}/publish`}>
          {t(may.publish ? "agenda.publish" : "agenda.endorse")}
        </a>
      )}
      {may.import && (
        <a class={look} href={`/agendas/${agenda.id}/import`}>
          {t("agenda.import")}
        </a>
      )}
    </>
  );
}

function Ends() {
  const room = useRoom();
  const { agenda } = room;
  return (
    <>
      <TextLanguages />
      <Ways agenda={agenda} class="wide" />
      <button
        type="button"
        class="plain fold"
        aria-expanded={room.unfolded.value}
        aria-controls="margin"
        onClick={() => {
          room.unfolded.value = !room.unfolded.value;
        }}
      >
        {t(agenda.you.may.lock ? "pane.chair" : "pane.clause")}
      </button>
    </>
  );
}

/** Which languages of the text stand side by side; in narrow windows, which one. */
function TextLanguages() {
  const room = useRoom();
  return (
    <fieldset class="langs" aria-label={t("agenda.languages")}>
      {room.ordered.value.map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          dir={directionOf(code)}
          aria-pressed={room.columns.value.includes(code)}
          onClick={() => keepPlace(() => room.toggle(code))}
        >
          {ownName(code)}
        </button>
      ))}
    </fieldset>
  );
}
