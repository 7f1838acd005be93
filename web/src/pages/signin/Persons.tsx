import { useSignal } from "@preact/signals";
import { enterAs } from "../../http/api";
import type { Demonstration, DemonstrationPerson } from "../../http/contract";
import { codeOf } from "../../http/refusal";
import { describeSeat } from "../../parts/seat";
import { type Key, t } from "../../text";
import { groupByRole } from "./persons";

/** On this machine only: come in as anyone of the demonstration, one press each. */
export function Persons({ demonstration }: { demonstration: Demonstration }) {
  const refused = useSignal(false);
  const enter = async (person: DemonstrationPerson) => {
    try {
      await enterAs(person.id);
      location.assign(`/agendas/${demonstration.agenda}`);
    } catch (error) {
      refused.value = codeOf(error) !== "";
    }
  };
  return (
    <aside aria-labelledby="demonstration">
      <h2 id="demonstration">{t("demo.title")}</h2>
      <p class="hint">{t("demo.words")}</p>
      {refused.value && (
        <p class="wrong" role="alert">
          {t("signin.silent")}
        </p>
      )}
      <div class="people">
        {groupByRole(demonstration.persons).map(({ role, persons }) => (
          <section key={role}>
            <h3>{t(`roles.${role}` as Key)}</h3>
            <ul>
              {persons.map((person) => (
                <li key={person.id}>
                  <button type="button" onClick={() => enter(person)}>
                    <bdi>{person.name}</bdi>
                    <span>{describeSeat(person)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </aside>
  );
}
