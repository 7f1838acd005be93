import "../styles/acts.css";
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { readSession } from "../http/api";
import type { Seat } from "../http/contract";
import { chooseSeat } from "../http/drafts";
import { t } from "../text";
import { pick } from "../text/names";
import { describeSeat } from "./seat";

const seats = signal<Seat[]>([]);
const refused = signal(false);
const asked = signal(false);

/** The reader's own seats, read once a page; empty until they are here. */
function useSeats(): Seat[] {
  useEffect(() => {
    if (asked.peek()) return;
    asked.value = true;
    readSession().then(
      (session) => {
        seats.value = session.seats;
      },
      () => undefined,
    );
  }, []);
  return seats.value;
}

/** Return the name of the delegation for which a scribe writes now, or nothing. Pure. */
export function spokenFor(all: readonly Seat[]): string {
  const chosen = all.filter((seat) => seat.chosen !== false && (seat.speaks_for ?? []).length > 0);
  const [name] = chosen.flatMap((seat) => seat.speaks_for?.find(({ id }) => id === seat.speaking_for) ?? []);
  return name ? pick(name.names) : "";
}

/** Return the seats among which one can choose: those in a process where one has several. Pure. */
export const choices = (all: readonly Seat[]): Seat[] =>
  all.filter((seat) => all.filter(({ process }) => process === seat.process).length > 1);

/** Behind the name in the bar: for whom a scribe writes. */
export function SpeakingFor() {
  const delegation = spokenFor(useSeats());
  return delegation ? <b>{t("acting.bar_for", { delegation })}</b> : null;
}

/** As whom one acts, where there is a choice: in which seat, and for a scribe, for which delegation. */
export function Acting({ place }: { place: string }) {
  const all = useSeats();
  const scribes = all.filter((seat) => seat.chosen !== false && (seat.speaks_for ?? []).length > 0);
  return (
    <>
      {choices(all).length > 0 && (
        <fieldset class="choice">
          <legend>{t("acting.label")}</legend>
          {choices(all).map((seat) => (
            <label key={seat.id}>
              <input
                type="radio"
                name={`${place}-seat-${seat.process}`}
                checked={seat.chosen ?? false}
                onChange={() => choose(seat.id)}
              />{" "}
              {describeSeat(seat)}
            </label>
          ))}
        </fieldset>
      )}
      {scribes.map((seat) => (
        <Scribe key={seat.id} seat={seat} place={place} />
      ))}
      {refused.value && (
        <p class="wrong" role="alert">
          {t("acting.refused")}
        </p>
      )}
    </>
  );
}

function Scribe({ seat, place }: { seat: Seat; place: string }) {
  const own = seat.delegation ? pick(seat.delegation.names) : t("acting.own");
  const options = [
    { id: null, name: own },
    ...(seat.speaks_for ?? []).map(({ id, names }) => ({ id, name: pick(names) })),
  ];
  return (
    <fieldset class="choice">
      <legend>{t("acting.for")}</legend>
      {options.map(({ id, name }) => (
        <label key={id}>
          <input
            type="radio"
            name={`${place}-for-${seat.id}`}
            checked={(seat.speaking_for ?? null) === (id ?? null)}
            onChange={() => choose(seat.id, id ?? null)}
          />{" "}
          <bdi>{name}</bdi>
        </label>
      ))}
    </fieldset>
  );
}

/** Act otherwise from now on. The page is drawn anew, because every right on it may be another. */
async function choose(seat: string, delegation?: string | null): Promise<void> {
  refused.value = false;
  await chooseSeat(seat, delegation).then(
    () => location.reload(),
    () => {
      refused.value = true;
    },
  );
}
