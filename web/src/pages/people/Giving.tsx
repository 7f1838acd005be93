import { useSignal } from "@preact/signals";
import type { Role } from "../../http/contract";
import { giveSeat, type Sitting } from "../../http/people";
import { t } from "../../text";
import type { Desk } from "./desk";
import { explain, type Problem } from "./refusal";
import { isProblem, readSeat } from "./SeatFields";
import { SeatForm } from "./SeatForm";

/** A further seat for a person who sits in the process already. */
export function Giving({ desk, person }: { desk: Desk; person: Sitting }) {
  const problem = useSignal<Problem | null>(null);
  const role = useSignal<Role>("delegate");
  const submit = async (form: FormData) => {
    const seat = readSeat(form);
    if (isProblem(seat)) {
      problem.value = seat;
      return;
    }
    try {
      const kept = await giveSeat(desk.people.value.process.id, person.id, seat);
      desk.keep(kept, { person: person.id, words: t("seating.given", { person: person.name }) });
    } catch (error) {
      problem.value = explain(error);
    }
  };
  return (
    <SeatForm
      id={`seat-${person.id}`}
      ask={t("seating.further_ask", { person: person.name })}
      act={t("seating.give")}
      people={desk.people.value}
      role={role}
      problem={problem.value}
      submit={submit}
      leave={() => desk.open({ kind: "person", person: person.id })}
    />
  );
}
