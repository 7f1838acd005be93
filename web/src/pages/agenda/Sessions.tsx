import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { compareVersions } from "../../http/api";
import type { Clause, Version } from "../../http/contract";
import { say, t } from "../../text";
import { formatRecent, formatTime } from "../../text/dates";
import { directionOf, pick } from "../../text/names";
import { authorKey } from "./changes";
import { findSessions, type Session } from "./sessionlist";

interface Props {
  clause: Clause;
  language: string;
  versions: readonly Version[];
  compare: (from: string) => void;
}

const calm = 800;

/** What was written since the last act on the text, by whom and when. A press shows it in the text. */
export function Sessions({ clause, language, versions, compare }: Props) {
  const sessions = useSignal<Session[]>([]);
  const base = versions.find(({ cause }) => cause !== "calm") ?? versions.at(-1);
  const seq = clause.texts[language]?.seq;
  useEffect(() => {
    if (!base || seq === base.seq) {
      sessions.value = [];
      return;
    }
    const timer = setTimeout(async () => {
      const compared = await compareVersions(clause.id, language, base.id, "now").catch(() => null);
      if (compared) sessions.value = findSessions(compared.changes);
    }, calm);
    return () => clearTimeout(timer);
  }, [clause.id, language, base?.id, seq]);
  return (
    <>
      {sessions.value.map((session) => (
        <li key={`${authorKey(session)}/${session.from}`}>
          <button type="button" class="link" onClick={() => base && compare(base.id)}>
            <Said session={session} language={language} />
          </button>
          <br />
          <span class="grey">
            {session.person
              ? say("history.entry", { who: <bdi>{session.person.name}</bdi>, when: when(session) })
              : when(session)}
          </span>
        </li>
      ))}
    </>
  );
}

function Said({ session, language }: { session: Session; language: string }) {
  const { delegation, person, source, op, added, gone, words } = session;
  const name = delegation ? pick(delegation.names) : (person?.name ?? source);
  const who = <bdi>{name ?? t("history.somebody")}</bdi>;
  const quoted = (
    <bdi lang={language} dir={directionOf(language)}>
      {words}
    </bdi>
  );
  if (words) return <>{say(op === "insert" ? "history.adds" : "history.deletes", { who, words: quoted })}</>;
  if (added > 0 && gone > 0) return <>{say("history.replaces", { who, gone, count: added })}</>;
  if (added === 0 && gone === 0) return <>{say("history.signs", { who })}</>;
  if (gone > 0) return <>{say("history.deletes_many", { who, count: gone })}</>;
  return <>{say("history.adds_many", { who, count: added })}</>;
}

function when({ from, until }: Session): string {
  return formatTime(from) === formatTime(until)
    ? formatRecent(until)
    : t("history.span", { from: formatRecent(from), until: formatTime(until) });
}
