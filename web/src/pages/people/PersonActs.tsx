import { useSignal } from "@preact/signals";
import {
  invite,
  readPeople,
  renewInvitation,
  restorePerson,
  revokeInvitation,
  type Sitting,
  suspendPerson,
} from "../../http/people";
import { describeSeat } from "../../parts/seat";
import { t } from "../../text";
import type { Desk, Told } from "./desk";
import { Ending } from "./Ending";
import { Giving } from "./Giving";
import { LinkShown } from "./LinkShown";
import { explain } from "./refusal";
import { judgeSeat } from "./roll";

interface Props {
  desk: Desk;
  person: Sitting;
  now: number;
  own: boolean;
}

/** What can be done about one person, in place: the link, a further seat, the end of a seat, suspension. */
export function PersonActs({ desk, person, now, own }: Props) {
  const form = desk.form.value;
  const told = desk.told.value;
  if (form?.kind === "seat") return <Giving desk={desk} person={person} />;
  if (form?.kind === "end") return <Ending desk={desk} person={person} seat={form.seat} />;
  if (form?.kind === "suspend") return <Suspending desk={desk} person={person} />;
  return (
    <div class="panel">
      {told?.person === person.id && <LinkShown told={told} />}
      <p class="acts">
        <LinkActs desk={desk} person={person} />
        <button type="button" onClick={() => desk.open({ kind: "seat", person: person.id })}>
          {t("seating.further_step")}
        </button>
        {!own &&
          person.seats
            .filter((seat) => judgeSeat(seat, now) !== "ended")
            .map((seat) => (
              <button
                key={seat.id}
                type="button"
                onClick={() => desk.open({ kind: "end", person: person.id, seat: seat.id })}
              >
                {t("seating.end_step", { seat: describeSeat(seat) })}
              </button>
            ))}
        {!own && <Standing desk={desk} person={person} />}
      </p>
      {own && <p class="hint">{t("seating.own")}</p>}
    </div>
  );
}

/** Do an act, and say what it brought; the list is read anew, because its answer does not hold the person. */
function useAct(desk: Desk, person: Sitting) {
  const wrong = useSignal("");
  const act = async (run: () => Promise<Omit<Told, "person">>) => {
    wrong.value = "";
    try {
      const told = { person: person.id, ...(await run()) };
      desk.replace(await readPeople(desk.people.value.process.id), told);
    } catch (error) {
      wrong.value = explain(error).words;
    }
  };
  return { wrong, act };
}

const Wrong = ({ words }: { words: string }) =>
  words ? (
    <span class="wrong" role="alert">
      {words}
    </span>
  ) : null;

function LinkActs({ desk, person }: { desk: Desk; person: Sitting }) {
  const { wrong, act } = useAct(desk, person);
  const { invitation, state } = person;
  if (state === "active" || state === "suspended") return null;
  const renew = async () => {
    const process = desk.people.value.process.id;
    const made = invitation ? await renewInvitation(invitation.id) : await invite(process, { email: person.email });
    const link = made.link && made.expires_at ? { address: made.link, expires: made.expires_at } : undefined;
    return { words: t(link ? "seating.link_made" : "seating.no_link_elsewhere", { person: person.name }), link };
  };
  const revoke = async () => {
    if (invitation) await revokeInvitation(invitation.id);
    return { words: t("seating.link_revoked", { person: person.name }) };
  };
  return (
    <>
      <button type="button" onClick={() => act(renew)}>
        {t(invitation ? "seating.renew" : "seating.invite")}
      </button>
      {state === "invited" && (
        <button type="button" onClick={() => act(revoke)}>
          {t("seating.revoke")}
        </button>
      )}
      <Wrong words={wrong.value} />
    </>
  );
}

function Standing({ desk, person }: { desk: Desk; person: Sitting }) {
  const { wrong, act } = useAct(desk, person);
  if (person.state !== "suspended") {
    return (
      <button type="button" onClick={() => desk.open({ kind: "suspend", person: person.id })}>
        {t("seating.suspend_step")}
      </button>
    );
  }
  const restore = async () => {
    await restorePerson(person.id);
    return { words: t("seating.restored", { person: person.name }) };
  };
  return (
    <>
      <button type="button" onClick={() => act(restore)}>
        {t("seating.restore")}
      </button>
      <Wrong words={wrong.value} />
    </>
  );
}

function Suspending({ desk, person }: { desk: Desk; person: Sitting }) {
  const { wrong, act } = useAct(desk, person);
  const suspend = async () => {
    await suspendPerson(person.id);
    return { words: t("seating.suspended_done", { person: person.name }) };
  };
  return (
    <div class="panel">
      <p class="ask">
        <b>{t("seating.suspend_ask", { person: person.name })}</b>
      </p>
      <p class="hint">{t("seating.suspend_then")}</p>
      <p class="acts">
        <button type="button" class="primary" onClick={() => act(suspend)}>
          {t("seating.suspend")}
        </button>
        <button type="button" onClick={() => desk.open({ kind: "person", person: person.id })}>
          {t("act.not_yet")}
        </button>
        <Wrong words={wrong.value} />
      </p>
    </div>
  );
}
