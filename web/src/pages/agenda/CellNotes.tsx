import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { LiveText, TextState } from "../../binding";
import type { Clause } from "../../http/contract";
import { sayRefusal } from "../../parts/refusals";
import { knows, t } from "../../text";
import { formatTime } from "../../text/dates";
import { KeptWords } from "./KeptWords";
import { focusClause } from "./panes";
import { useRoom } from "./room";

interface Props {
  live: LiveText;
  clause: Clause;
  language: string;
  current: boolean;
}

/** What is to be said under a text: it is opening, not connected, closed to this reader, or words were not taken. */
export function CellNotes({ live, clause, language, current }: Props) {
  const state = live.state.value;
  const kept = "salvage" in state ? state.salvage : null;
  const letGo = () => {
    live.letGo();
    focusClause(clause.id);
  };
  return (
    <>
      {kept && <KeptWords kept={kept} clause={clause} letGo={letGo} />}
      <StateNote state={state} live={live} clause={clause} language={language} current={current} />
    </>
  );
}

function StateNote({ state, live, clause, language, current }: Props & { state: TextState }) {
  const room = useRoom();
  const tongue = room.tongue.value;
  const opened = useRef(false);
  opened.current ||= state.kind === "live";
  switch (state.kind) {
    case "opening":
      return <Opening />;
    case "live":
      return current && language === tongue && !state.mayWrite ? <ReadOnly reason={state.reason} /> : null;
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
function ReadOnly({ reason }: { reason: string }) {
  if (reason === "locked") return null;
  const key = `reason.${reason}`;
  return <p class="say grey">{t(knows(key) ? key : "reason.other")}</p>;
}

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
