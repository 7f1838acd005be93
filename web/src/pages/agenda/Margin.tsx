import "../../styles/margin.css";
import { YouSheet } from "../../parts/Bar";
import { Mark } from "../../parts/Mark";
import { ClauseName, nameClause } from "../../parts/naming";
import { say, t } from "../../text";
import { ChairActs } from "./ChairActs";
import { Facts } from "./Facts";
import { History } from "./History";
import { People } from "./People";
import { useRoom } from "./room";
import { DraftStanding } from "./settings/Standing";

/** The margin: the selected clause with the chair's acts, people, history. */
export function Margin() {
  const room = useRoom();
  const clause = room.chosen.value;
  const { you } = room.agenda;
  const Pane = room.alone("chair", "history") ? "main" : "aside";
  if (!clause) return <aside class="margin" id="margin" tabIndex={-1} aria-label={t("margin.label")} />;
  return (
    <Pane class="margin" id="margin" tabIndex={-1} aria-label={t("margin.clause", { label: nameClause(clause) })}>
      <section>
        <div class="split">
          <h2>{say("margin.clause", { label: <ClauseName of={clause} /> })}</h2>
          <Mark of={clause.status} />
        </div>
        <Facts clause={clause} />
        <ChairActs clause={clause} />
      </section>
      <People />
      <DraftStanding />
      <History key={`${clause.id}/${room.tongue.value}`} clause={clause} language={room.tongue.value} />
      <section class="yours">
        <YouSheet who={{ name: you.person.name, ...you }} place="margin" />
        {you.may.publish && (
          <p class="acts">
            <a href={`/agendas/${room.agenda.id}/publish`}>{t("agenda.publish")}</a>
          </p>
        )}
      </section>
    </Pane>
  );
}
