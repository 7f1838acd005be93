import "../../styles/margin.css";
import { YouSheet } from "../../parts/Bar";
import { later } from "../../parts/later";
import { Mark } from "../../parts/Mark";
import { ClauseName, nameClause } from "../../parts/naming";
import { say, t } from "../../text";
import { namesItself } from "../../text/names";
import { Ways } from "./AgendaBar";
import { ChairActs } from "./ChairActs";
import { Facts } from "./Facts";
import { People } from "./People";
import { useRoom } from "./room";
import { DraftStanding } from "./settings/Standing";
import { chairOf } from "./structure/chair";

const Proposals = later(() => import("./proposals/Proposals").then((its) => its.Proposals), ["others"]);

const History = later(() => import("./History").then((its) => its.History), ["desk"]);

/** The margin: the selected clause with the chair's acts, people, history. */
export function Margin() {
  const room = useRoom();
  const clause = room.chosen.value;
  const Pane = room.alone("chair", "history") ? "main" : "aside";
  if (!clause) {
    return (
      <Pane class="margin" id="margin" tabIndex={-1} aria-label={t("margin.label")}>
        <Beginning />
        <DraftStanding />
        <Yours />
      </Pane>
    );
  }
  const name = <ClauseName of={clause} />;
  return (
    <Pane class="margin" id="margin" tabIndex={-1} aria-label={t("margin.clause", { label: nameClause(clause) })}>
      <section>
        <div class="split">
          <h2>{namesItself(clause.label) ? name : say("margin.clause", { label: name })}</h2>
          <Mark of={clause.status} />
        </div>
        <Facts clause={clause} />
        <ChairActs clause={clause} />
      </section>
      {clause.proposals !== undefined && <Proposals key={clause.id} clause={clause} />}
      <People />
      <DraftStanding />
      <History key={`${clause.id}/${room.tongue.value}`} clause={clause} language={room.tongue.value} />
      <Yours />
    </Pane>
  );
}

/** The text has no clause: the form of the first one. */
function Beginning() {
  const chair = chairOf(useRoom());
  if (!chair.task.value && !chair.told.value) return null;
  return (
    <section>
      <ChairActs clause={undefined} />
    </section>
  );
}

/** In narrow windows: who one is, and the ways from the text that the bar has no room for. */
function Yours() {
  const { agenda } = useRoom();
  const { you } = agenda;
  return (
    <section class="yours">
      <YouSheet who={{ name: you.person.name, ...you }} place="margin" />
      <div class="ways">
        <Ways agenda={agenda} />
      </div>
    </section>
  );
}
