import "../../styles/panel.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Agenda, Obstacle, Outcome } from "../../http/contract";
import type { ConsultationEntry } from "../../http/drafts";
import { endorse } from "../../http/paper";
import { codeOf } from "../../http/refusal";
import { Mark } from "../../parts/Mark";
import { sayRefusal } from "../../parts/refusals";
import { Hash } from "../../parts/Words";
import { locale, say, t } from "../../text";
import { formatFullDay, formatTime } from "../../text/dates";
import { pick } from "../../text/names";
import { nameMeeting } from "./meeting";
import { goToFirst } from "./stops";

interface Props {
  agenda: Agenda;
  obstacles: Obstacle[];
  meetings: ConsultationEntry[];
  done: () => Promise<void>;
}

/** What a meeting did with the text; a chair records it here, for a named consultation, with the process's verb. */
export function Endorsement({ agenda, obstacles, meetings, done }: Props) {
  const asking = useSignal(false);
  const fresh = useSignal(false);
  const { outcome, you } = agenda;
  const begin = () => {
    if (obstacles.length > 0) goToFirst();
    else asking.value = true;
  };
  return (
    <section aria-labelledby="endorse" id="act" tabIndex={-1}>
      <h2 class="sub" id="endorse">
        {outcome && <Mark of="endorsed" words="" />}
        {t("endorse.section")}
      </h2>
      {outcome ? <Concluded outcome={outcome} fresh={fresh.value} /> : <p class="say">{t("endorse.none")}</p>}
      {you.may.endorse && !asking.value && (
        <p class="acts">
          <button type="button" class={obstacles.length === 0 && !outcome ? "primary" : undefined} onClick={begin}>
            {t(outcome ? "endorse.again_step" : "endorse.act_step")}
          </button>
          {obstacles.length > 0 && <span class="hint">{t("publish.waits")}</span>}
        </p>
      )}
      {asking.value && (
        <Recording
          agenda={agenda}
          meetings={meetings}
          leave={() => {
            asking.value = false;
          }}
          done={async () => {
            await done();
            asking.value = false;
            fresh.value = true;
          }}
        />
      )}
    </section>
  );
}

/** The act as it stands on the record. After it was recorded, the focus comes here. */
function Concluded({ outcome, fresh }: { outcome: Outcome; fresh: boolean }) {
  const place = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (fresh) place.current?.focus();
  }, [fresh, outcome.id]);
  const meeting = outcome.consultation;
  return (
    <>
      <p class="say" ref={place} tabIndex={-1}>
        {meeting
          ? say("endorse.by", { verb: <bdi>{sayVerb(outcome)}</bdi>, meeting: <bdi>{nameMeeting(meeting)}</bdi> })
          : say("endorse.bare", { verb: <bdi>{sayVerb(outcome)}</bdi> })}
      </p>
      <p class="hint">
        {say("endorse.recorded", {
          day: formatFullDay(outcome.at),
          time: formatTime(outcome.at),
          person: <bdi>{outcome.by || t("role.chair")}</bdi>,
          hash: <Hash of={outcome.hash} digits={16} group={8} />,
        })}
      </p>
    </>
  );
}

/** The verb begins a sentence. */
function sayVerb({ verb }: Outcome): string {
  const words = pick(verb);
  return words.charAt(0).toLocaleUpperCase(locale()) + words.slice(1);
}

interface RecordingProps {
  agenda: Agenda;
  meetings: ConsultationEntry[];
  leave: () => void;
  done: () => Promise<void>;
}

/** In place: which meeting, which verb, and what follows from it; press again, or not yet. */
function Recording({ agenda, meetings, leave, done }: RecordingProps) {
  const wrong = useSignal("");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("select")?.focus(), []);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const told = new FormData(event.currentTarget as HTMLFormElement);
    try {
      await endorse(agenda.id, String(told.get("meeting")), String(told.get("verb")));
      await done();
    } catch (error) {
      wrong.value = explain(codeOf(error));
    }
  };
  return (
    <form class="panel" ref={form} onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && leave()}>
      <p class="field">
        <label for="meeting">{t("endorse.meeting")}</label>
        <select class="box" id="meeting" name="meeting">
          {[...meetings].reverse().map((meeting) => (
            <option key={meeting.id} value={meeting.id} selected={meeting.id === agenda.consultation?.id}>
              {nameMeeting(meeting)}
            </option>
          ))}
        </select>
      </p>
      <p class="field">
        <label for="verb">{t("endorse.verb")}</label>
        <select class="box" id="verb" name="verb">
          {Object.entries(agenda.process.verbs ?? {}).map(([key, words]) => (
            <option key={key} value={key}>
              {pick(words)}
            </option>
          ))}
        </select>
      </p>
      <p class="hint">{t("endorse.then")}</p>
      {wrong.value && (
        <p class="wrong" role="alert">
          {wrong.value}
        </p>
      )}
      <p class="acts">
        <button type="submit" class="primary">
          {t("endorse.act")}
        </button>
        <button type="button" onClick={leave}>
          {t("act.not_yet")}
        </button>
      </p>
    </form>
  );
}

function explain(code: string): string {
  if (code === "obstacles") return t("publish.obstacles");
  return code === "already_endorsed" || code === "text_unsettled" ? t(`endorse.${code}`) : sayRefusal(code);
}
