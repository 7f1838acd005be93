import type { HeldSeat, Sitting } from "../../http/people";
import { describeSeat } from "../../parts/seat";
import { say, t } from "../../text";
import { formatFullDay } from "../../text/dates";
import { languageName, listed, pick } from "../../text/names";
import type { Desk } from "./desk";
import { PersonActs } from "./PersonActs";
import { judgeSeat } from "./roll";

interface Props {
  desk: Desk;
  person: Sitting;
  now: number;
  own: boolean;
}

/** One person: name and address, seats, whether he or she is in yet, and behind a button what can be done. */
export function PersonRow({ desk, person, now, own }: Props) {
  const form = desk.form.value;
  const open = form !== null && form.kind !== "invite" && form.person === person.id;
  const toggle = () => {
    if (open) desk.form.value = null;
    else desk.open({ kind: "person", person: person.id });
  };
  return (
    <li id={`person-${person.id}`}>
      <p class="who">
        <b>
          <bdi>{person.name}</bdi>
        </b>
        <bdi class="grey" dir="ltr">
          {person.email}
        </bdi>
      </p>
      <ul class="seats">
        {person.seats.map((seat) => (
          <li key={seat.id}>
            <SeatLine seat={seat} now={now} />
          </li>
        ))}
      </ul>
      <p class={person.state === "active" ? "grey" : undefined}>{sayState(person, now)}</p>
      <button
        type="button"
        aria-expanded={open}
        onClick={toggle}
        aria-label={t("seating.change_whom", { person: person.name })}
      >
        {t("seating.change")}
      </button>
      {open && <PersonActs desk={desk} person={person} now={now} own={own} />}
    </li>
  );
}

/** Return the state in words: in, invited until a day, suspended, not invited. */
export function sayState({ state, invitation }: Sitting, now: number): string {
  if (state === "invited" && invitation)
    return t("seating.invited_until", { day: formatFullDay(invitation.expires_at) });
  if (state === "not_invited" && invitation && invitation.expires_at <= now) {
    return t("seating.link_ended", { day: formatFullDay(invitation.expires_at) });
  }
  return t(`seating.state_${state}`);
}

/** A seat in words, with its days where it has any, and for whom it writes besides. */
export function SeatLine({ seat, now }: { seat: HeldSeat; now: number }) {
  const lasting = judgeSeat(seat, now);
  const languages = seat.role === "translator" && !pick(seat.title) ? seat.languages.map(languageName) : [];
  return (
    <span class={lasting === "ended" ? "grey" : undefined}>
      <bdi>{describeSeat(seat)}</bdi>
      {languages.length > 0 && <> ({listed(languages)})</>}
      {sayDays(seat, lasting)}
      {seat.speaks_for.length > 0 &&
        say("seating.writes_for", { delegations: <>{listed(seat.speaks_for.map(({ names }) => pick(names)))}</> })}
    </span>
  );
}

function sayDays({ from, until }: HeldSeat, lasting: string): string {
  if (lasting === "ended") return t("seating.ended", { day: formatFullDay(until ?? 0) });
  if (lasting === "later") {
    return until === null
      ? t("seating.from", { day: formatFullDay(from) })
      : t("seating.from_until", { day: formatFullDay(from), last: formatFullDay(until) });
  }
  return until === null ? "" : t("seating.until", { day: formatFullDay(until) });
}
