import { useSignal } from "@preact/signals";
import type { Role } from "../../http/contract";
import { type Invited, invite, readPeople } from "../../http/people";
import { Field } from "../../parts/Field";
import { type Key, t } from "../../text";
import type { Desk } from "./desk";
import { explain, type Problem } from "./refusal";
import { isProblem, readSeat } from "./SeatFields";
import { SeatForm } from "./SeatForm";

/** A newcomer: address, name and seat. What comes of it is the link that lets him or her in. */
export function Inviting({ desk }: { desk: Desk }) {
  const problem = useSignal<Problem | null>(null);
  const role = useSignal<Role>("delegate");
  const submit = async (form: FormData) => {
    const seat = readSeat(form);
    if (isProblem(seat)) {
      problem.value = seat;
      return;
    }
    const [email, name] = [String(form.get("email")).trim(), String(form.get("name")).trim()];
    const process = desk.people.value.process.id;
    try {
      const done = await invite(process, { email, name, seat });
      desk.replace(await readPeople(process), { person: done.person, ...sayInvited(done, name || email) });
    } catch (error) {
      problem.value = explain(error);
    }
  };
  return (
    <SeatForm
      id="invite"
      ask={t("seating.add_ask")}
      act={t("seating.add")}
      people={desk.people.value}
      role={role}
      problem={problem.value}
      submit={submit}
      leave={() => {
        desk.form.value = null;
      }}
    >
      <Guest problem={problem.value} />
    </SeatForm>
  );
}

function Guest({ problem }: { problem: Problem | null }) {
  const wrong = (field: string) => (problem?.field === field ? problem.words : undefined);
  return (
    <>
      <Field
        id="invite-email"
        name="email"
        type="email"
        dir="ltr"
        autocomplete="off"
        label={t("signin.email")}
        wrong={wrong("email")}
      />
      <Field
        id="invite-name"
        name="name"
        autocomplete="off"
        label={t("seating.name")}
        hint={t("seating.name_hint")}
        wrong={wrong("name")}
      />
    </>
  );
}

function sayInvited({ link, expires_at, state }: Invited, person: string) {
  if (link && expires_at) {
    return { words: t("seating.link_made", { person }), link: { address: link, expires: expires_at } };
  }
  const why = state === "active" ? "active" : state === "suspended" ? "suspended" : "elsewhere";
  return { words: t(`seating.no_link_${why}` as Key, { person }) };
}
