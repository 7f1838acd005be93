import "../../styles/bar.css";
import "../../styles/door.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { acceptInvitation, type InvitationSeen } from "../../http/people";
import { codeOf } from "../../http/refusal";
import { Field } from "../../parts/Field";
import { describeSeat } from "../../parts/seat";
import { Tongues } from "../../parts/Tongues";
import { Words } from "../../parts/Words";
import { say, t } from "../../text";
import { formatFullDay, formatTime } from "../../text/dates";
import { checkEntry, type Dead, dead, explain, type Problem } from "./link";

interface Data {
  secret: string;
  seen?: InvitationSeen;
  dead?: Dead;
}

/** The door for whoever was sent a link: who invites to what, a password of one's own, and in. */
export function InvitationPage({ data }: { data: Data }) {
  const ended = useSignal(data.dead);
  return (
    <div class="door alone">
      <main>
        <p class="house">
          <bdi lang="en">Adref</bdi>
        </p>
        {ended.value || !data.seen ? (
          <Ended why={ended.value ?? "silent"} />
        ) : (
          <Welcome
            secret={data.secret}
            seen={data.seen}
            end={(why) => {
              ended.value = why;
            }}
          />
        )}
      </main>
      <footer>
        <Tongues />
      </footer>
    </div>
  );
}

function Ended({ why }: { why: Dead }) {
  return (
    <>
      <h1 tabIndex={-1}>{t(`invited.${why}_title`)}</h1>
      <p class="lead">{t(`invited.${why}_words`)}</p>
      {why === "used" && (
        <p class="acts">
          <a class="button big" href="/signin">
            {t("signin.act")}
          </a>
        </p>
      )}
    </>
  );
}

function Welcome({ secret, seen, end }: { secret: string; seen: InvitationSeen; end: (why: Dead) => void }) {
  const { person, process, seat, expires_at } = seen;
  return (
    <>
      <h1>{say("invited.to", { process: <Words of={process} /> })}</h1>
      <p class="lead">
        {seat
          ? say("invited.seat", { person: <bdi>{person.name}</bdi>, seat: <bdi>{describeSeat(seat)}</bdi> })
          : say("invited.greeting", { person: <bdi>{person.name}</bdi> })}{" "}
        {say("invited.account", { email: <bdi dir="ltr">{person.email}</bdi> })}
      </p>
      <Entry secret={secret} person={person} end={end} />
      <p class="hint">{t("invited.holds", { day: formatFullDay(expires_at), time: formatTime(expires_at) })}</p>
    </>
  );
}

interface EntryProps {
  secret: string;
  person: InvitationSeen["person"];
  end: (why: Dead) => void;
}

function Entry({ secret, person, end }: EntryProps) {
  const problem = useSignal<Problem | null>(null);
  const shown = useSignal(false);
  const wrong = (field: Problem["field"]) => (problem.value?.field === field ? t(problem.value.key) : undefined);
  useEffect(() => {
    if (problem.value) document.getElementById(problem.value.field)?.focus();
  }, [problem.value]);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const [name, password] = [String(form.get("name")), String(form.get("password"))];
    problem.value = checkEntry(name, password);
    if (problem.value) return;
    try {
      await acceptInvitation(secret, password, name.trim() === person.name ? undefined : name.trim());
      location.replace("/agendas");
    } catch (error) {
      const code = codeOf(error);
      problem.value = explain(code);
      if (!problem.value) end(dead(code));
    }
  };
  return (
    <form noValidate onSubmit={submit}>
      {/* the password belongs to this address: a browser that keeps passwords reads it here */}
      <input type="email" name="email" autocomplete="username" value={person.email} hidden readOnly />
      <Field
        id="name"
        label={t("seating.name")}
        autocomplete="name"
        defaultValue={person.name}
        hint={t("invited.name_hint")}
        wrong={wrong("name")}
      />
      <Field
        id="password"
        label={t("invited.password")}
        type={(shown.value ? "text" : "password") as "password"}
        dir="ltr"
        autocomplete="new-password"
        hint={t("invited.rule")}
        wrong={wrong("password")}
      />
      <p class="choice">
        <label>
          <input
            type="checkbox"
            checked={shown.value}
            onChange={(event) => {
              shown.value = event.currentTarget.checked;
            }}
          />{" "}
          {t("invited.show")}
        </label>
      </p>
      <p class="acts">
        <button type="submit" class="primary big">
          {t("invited.act")}
        </button>
      </p>
    </form>
  );
}
