import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { endSeat, type Sitting } from "../../http/people";
import { endOf, readDay } from "../../parts/days";
import { Field } from "../../parts/Field";
import { describeSeat } from "../../parts/seat";
import { t } from "../../text";
import { formatFullDay } from "../../text/dates";
import type { Desk } from "./desk";
import { explain } from "./refusal";
import { exampleDay } from "./SeatFields";

interface Props {
  desk: Desk;
  person: Sitting;
  seat: string;
}

/** The end of a seat: on a day, now, or never (an empty field). */
export function Ending({ desk, person, seat }: Props) {
  const wrong = useSignal("");
  const field = useRef<HTMLFormElement>(null);
  useEffect(() => field.current?.querySelector("input")?.focus(), []);
  useEffect(() => {
    if (wrong.value) field.current?.querySelector("input")?.focus();
  }, [wrong.value]);
  const held = person.seats.find(({ id }) => id === seat);
  if (!held) return null;
  const end = async (until: number | null) => {
    try {
      const kept = await endSeat(seat, until);
      desk.keep(kept, { person: person.id, words: sayEnd(person.name, describeSeat(held), until) });
    } catch (error) {
      wrong.value = explain(error).words;
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget as HTMLFormElement).get("until")).trim();
    const day = typed ? readDay(typed) : undefined;
    wrong.value = day === null ? t("day.like", { day: exampleDay() }) : "";
    if (day !== null) void end(day ? endOf(day) : null);
  };
  const leave = () => desk.open({ kind: "person", person: person.id });
  return (
    <form
      ref={field}
      class="panel"
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => event.key === "Escape" && leave()}
    >
      <p class="ask">
        <b>{t("seating.end_ask", { person: person.name, seat: describeSeat(held) })}</b>
      </p>
      <Field
        id={`end-${seat}`}
        name="until"
        label={t("seating.until_field")}
        defaultValue={held.until === null ? "" : formatFullDay(held.until)}
        hint={t("seating.end_hint")}
        wrong={wrong.value || undefined}
      />
      <p class="acts">
        <button type="submit" class="primary">
          {t("seating.end")}
        </button>
        <button type="button" onClick={() => end(Date.now())}>
          {t("seating.end_now")}
        </button>
        <button type="button" onClick={leave}>
          {t("act.not_yet")}
        </button>
      </p>
    </form>
  );
}

function sayEnd(person: string, seat: string, until: number | null): string {
  if (until === null) return t("seating.end_lifted", { person, seat });
  const day = formatFullDay(until);
  return t(until <= Date.now() ? "seating.end_done_now" : "seating.end_done", { person, seat, day });
}
