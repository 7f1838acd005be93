import "../../styles/shelf.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { AgendaEntry, Session } from "../../http/contract";
import type { ManagedProcess } from "../../http/people";
import { Bar } from "../../parts/Bar";
import { later } from "../../parts/later";
import { CountMarks, Share } from "../../parts/Mark";
import { describeSeat } from "../../parts/seat";
import { Words } from "../../parts/Words";
import { WorkingPaper } from "../../parts/WorkingPaper";
import { language, say, t } from "../../text";
import { formatMoment } from "../../text/dates";
import { directionOf, languageOf, listed, ownName } from "../../text/names";
import { arrangeShelves, type Shelf } from "./shelves";

interface Data {
  session: Session;
  agendas: AgendaEntry[];
  managed: ManagedProcess[];
}

export function Agendas({ data: { session, agendas, managed } }: { data: Data }) {
  return (
    <>
      <Bar who={{ name: session.person.name, ...session.seats[0] }} />
      <main class="shelf">
        <h1>{t("agendas.title")}</h1>
        <p class="lead">{agendas.length === 0 ? t("agendas.none") : t("agendas.lead", { count: agendas.length })}</p>
        {arrangeShelves(agendas, managed).map((shelf) => (
          <ShelfSection key={shelf.id} shelf={shelf} />
        ))}
      </main>
    </>
  );
}

const Beginning = later(() => import("./Beginning").then((its) => its.Beginning), ["refusals"]);

function ShelfSection({ shelf }: { shelf: Shelf }) {
  const beginning = useSignal(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { managed } = shelf;
  const leave = () => {
    beginning.value = false;
    opener.current?.focus();
  };
  return (
    <section aria-labelledby={shelf.id}>
      <div class="head">
        <h2 id={shelf.id}>
          <Words of={shelf.names} />
        </h2>
        {managed && (
          <p class="manage">
            <button
              type="button"
              class="link"
              ref={opener}
              aria-expanded={beginning.value}
              onClick={() => (beginning.value = !beginning.value)}
            >
              {t("agendas.begin_step")}
            </button>
            <a href={`/processes/${shelf.id}/people`}>{t("agendas.people")}</a>
          </p>
        )}
      </div>
      {managed && beginning.value && <Beginning process={managed} leave={leave} />}
      {shelf.agendas.length === 0 && <p class="empty">{t(managed ? "agendas.empty_yours" : "agendas.empty")}</p>}
      {shelf.agendas.map((agenda) => (
        <Entry key={agenda.id} agenda={agenda} />
      ))}
    </section>
  );
}

function Entry({ agenda }: { agenda: AgendaEntry }) {
  const code = languageOf(agenda.title);
  return (
    <article>
      <h3 lang={code} dir={code === language() ? undefined : directionOf(code)}>
        <a href={`/agendas/${agenda.id}`}>{agenda.title[code]}</a>
      </h3>
      <p class="sym">{listed(agenda.languages.map((one) => <Tongue key={one} of={one} />))}</p>
      <Share counts={agenda.counts} />
      <CountMarks counts={agenda.counts} />
      <p class="next">
        {say("agendas.changed", { moment: formatMoment(agenda.changed_at) })}{" "}
        {t("agendas.seat", { seat: describeSeat({ ...agenda, title: {} }) })}
      </p>
      {agenda.published && <Published of={agenda.published} />}
      <WorkingPaper agenda={agenda.id} />
    </article>
  );
}

/** The way to the text that a meeting endorsed. */
const Published = ({ of: { id, symbol } }: { of: NonNullable<AgendaEntry["published"]> }) => (
  <p>
    <a href={`/publications/${id}`}>
      {symbol ? say("agendas.published", { symbol: <bdi dir="ltr">{symbol}</bdi> }) : t("agendas.published_plain")}
    </a>
  </p>
);

const Tongue = ({ of }: { of: string }) => (
  <bdi lang={of} dir={directionOf(of)}>
    {ownName(of)}
  </bdi>
);
