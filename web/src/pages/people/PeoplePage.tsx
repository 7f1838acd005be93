import "../../styles/acts.css";
import "../../styles/panel.css";
import "../../styles/shelf.css";
import "../../styles/seating.css";
import { useMemo } from "preact/hooks";
import type { Session } from "../../http/contract";
import type { People } from "../../http/people";
import { Bar, Step } from "../../parts/Bar";
import { Words } from "../../parts/Words";
import { t } from "../../text";
import { Desk } from "./desk";
import { Inviting } from "./Inviting";
import { PersonRow } from "./PersonRow";
import { countPeople, findPeople, groupPeople } from "./roll";

/** Who takes part: by delegation, with seats and whether they are in yet; and the acts of the secretariat on both. */
export function PeoplePage({ data }: { data: { session: Session; people: People } }) {
  const { session, people } = data;
  const desk = useMemo(() => new Desk(people), [people]);
  const seat = session.seats.find(({ process }) => process === people.process.id);
  return (
    <>
      <Bar who={{ name: session.person.name, ...seat }}>
        <Words of={people.process.names} />
        <Step />
        <b>{t("seating.step")}</b>
      </Bar>
      <main class="shelf roll">
        <h1>{t("seating.title")}</h1>
        <p class="lead">
          <Counts desk={desk} />
        </p>
        <Top desk={desk} />
        <List desk={desk} own={session.person.id} />
      </main>
    </>
  );
}

function Counts({ desk }: { desk: Desk }) {
  const { all, invited, waiting, suspended } = countPeople(desk.people.value);
  const parts = [
    t("seating.count", { count: all }),
    invited ? t("seating.count_invited", { count: invited }) : "",
    waiting ? t("seating.count_waiting", { count: waiting }) : "",
    suspended ? t("seating.count_suspended", { count: suspended }) : "",
  ];
  return <>{parts.filter(Boolean).join(" ")}</>;
}

function Top({ desk }: { desk: Desk }) {
  const adding = desk.form.value?.kind === "invite";
  return (
    <>
      <div class="top">
        <p class="field">
          <label for="find">{t("seating.find")}</label>
          <input
            class="box"
            type="search"
            id="find"
            autocomplete="off"
            onInput={(event) => {
              desk.asked.value = event.currentTarget.value;
            }}
          />
        </p>
        {!adding && (
          <button type="button" class="primary big" onClick={() => desk.open({ kind: "invite" })}>
            {t("seating.add_step")}
          </button>
        )}
      </div>
      {adding && <Inviting desk={desk} />}
    </>
  );
}

function List({ desk, own }: { desk: Desk; own: string }) {
  const now = Date.now();
  const { persons } = desk.people.value;
  const told = desk.told.value?.person;
  const found = findPeople(persons, desk.asked.value);
  const shown = persons.filter((person) => person.id === told || found.includes(person));
  return (
    <>
      <p class="hint" role="status">
        {found.length === 0
          ? t(persons.length === 0 ? "seating.none" : "seating.nobody")
          : desk.asked.value && t("seating.found", { count: found.length })}
      </p>
      {groupPeople(shown, now, t("seating.offices")).map((group) => (
        <section key={group.id} aria-labelledby={`group-${group.id}`}>
          <h2 id={`group-${group.id}`}>
            <bdi>{group.name}</bdi>
          </h2>
          <ul>
            {group.persons.map((person) => (
              <PersonRow key={person.id} desk={desk} person={person} now={now} own={person.id === own} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
