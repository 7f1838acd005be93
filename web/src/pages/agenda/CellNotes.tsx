import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type LiveText, makeId } from "../../binding";
import type { Clause, Role } from "../../http/contract";
import { sayRefusal } from "../../parts/refusals";
import { knows, t } from "../../text";
import { formatTime } from "../../text/dates";
import { useRoom } from "./room";
import { useWriting } from "./writing";

interface Props {
  live: LiveText;
  clause: Clause;
  language: string;
  current: boolean;
}

/** What is to be said under a text: it is opening, not connected, or closed to this reader. */
export function CellNotes({ live, clause, language, current }: Props) {
  const state = live.state.value;
  const room = useRoom();
  const tongue = room.tongue.value;
  const opened = useRef(false);
  opened.current ||= state.kind === "live";
  switch (state.kind) {
    case "opening":
      return <Opening />;
    case "live":
      if (!current || language !== tongue || state.mayWrite) return null;
      return <ReadOnly reason={state.reason} clause={clause} language={language} />;
    case "offline": {
      const words = state.saving.kind === "sending" ? state.saving.words : 0;
      const asked = current && (words > 0 || language === tongue);
      if (room.signedOut.value) return words > 0 ? <SignedOut words={words} /> : null;
      return asked ? <Offline since={state.since} words={words} opened={opened.current} /> : null;
    }
    case "refused":
      return <Unopened code={state.code} live={live} clause={clause} language={language} />;
    case "closed":
      return null;
  }
}

/** Said only when opening takes more than a second. */
function Opening() {
  const late = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      late.value = true;
    }, 1000);
    return () => clearTimeout(timer);
  }, []);
  return late.value ? <p class="say grey">{t("cell.opening")}</p> : null;
}

/** Who was writing goes on writing; who had not begun sees the stored text until there is a connection. */
function Offline({ since, words, opened }: { since: number; words: number; opened: boolean }) {
  const rest = opened ? t("cell.offline_write") : t("cell.offline_read");
  return (
    <p class="say">
      <b>{t("cell.offline", { time: formatTime(since) })}</b>{" "}
      {words > 0 ? t("cell.offline_words", { count: words }) : rest}
    </p>
  );
}

/** These words go nowhere any more: their writer takes them along. */
const SignedOut = ({ words }: { words: number }) => (
  <p class="say">
    <b>{t("line.signed_out")}</b> {t("line.copy", { count: words })}
  </p>
);

/** Why a reader may not write here. A lock is said by the clause itself. */
function ReadOnly({ reason, clause, language }: { reason: string; clause: Clause; language: string }) {
  const { drawing } = useWriting();
  const { role } = useRoom().agenda.you;
  if (reason === "locked" || drawing.value?.clause === clause.id) return null;
  const key = `reason.${reason}`;
  const propose = () => {
    drawing.value = { key: makeId(), clause: clause.id, language };
  };
  return (
    <>
      <p class="say grey">{t(knows(key) ? key : "reason.other")}</p>
      {reason === "proposals_only" && !bystanders.has(role) && (
        <p class="acts">
          <button type="button" onClick={propose}>
            {t("cell.propose")}
          </button>
        </p>
      )}
    </>
  );
}

/** Those who may not propose words for a clause (rule A-13). */
const bystanders: ReadonlySet<Role> = new Set<Role>(["observer", "translator"]);

function Unopened({
  code,
  live,
  clause,
  language,
}: {
  code: string;
  live: LiveText;
  clause: Clause;
  language: string;
}) {
  const room = useRoom();
  const again = async () => {
    const fresh = await room.refresh(clause.id);
    live.reopen(fresh?.texts[language]?.epoch);
  };
  return (
    <p class="say">
      <b>{t("cell.unopened")}</b> {sayRefusal(code)} {t("cell.as_stored")}{" "}
      <button type="button" class="link" onClick={again}>
        {t("cell.again")}
      </button>
    </p>
  );
}
