import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { signInAddress } from "../../parts/address";
import { type Key, t } from "../../text";
import { formatTime } from "../../text/dates";
import { KeyCaps, shownKeys } from "./KeyCaps";
import { notePlace } from "./keepplace";
import { placeOf } from "./panes";
import { whoIsHere } from "./presence";
import { type Pane, type Room, useRoom } from "./room";
import { type Line, readLine } from "./statusline";
import { useWriting } from "./writing";

/** The status line: what has become of the words typed here; in narrow windows also the way to the other panes. */
export function Foot({ showKeys }: { showKeys: () => void }) {
  return (
    <footer class="foot" id="foot" tabIndex={-1}>
      <StatusLine />
      <p class="keys">
        {shownKeys.map(({ keys, says }) => (
          <span key={says}>
            <KeyCaps of={keys} /> {t(says)}
          </span>
        ))}
        <button type="button" onClick={showKeys}>
          <kbd>?</kbd> {t("keys.all")}
        </button>
      </p>
      <Folds />
    </footer>
  );
}

function StatusLine() {
  const room = useRoom();
  const { agenda, attachments } = useWriting();
  const unsaved = [...attachments.texts.value.values()].reduce((sum, live) => sum + live.unsavedWords, 0);
  const late = useLate(agenda.saving.value.kind === "sending" ? agenda.saving.value.since : null);
  const isEmpty = room.rows.value.length === 0;
  const facts = { late, unsaved, mayWrite: room.mayWrite.value, isEmpty, signedOut: room.signedOut.value };
  const line = readLine(agenda.saving.value, agenda.connection.value, facts);
  useEffect(() => {
    const timer = setTimeout(() => {
      room.news.value = "";
    }, newsworthy);
    return () => clearTimeout(timer);
  }, [room.news.value]);
  const people = whoIsHere(agenda.present.value).length + 1;
  return (
    <p class="line">
      <Said line={line} />
      {line.kind !== "silent" && <> · </>}
      {room.news.value || t("people.count", { count: people })}
      <Spoken words={room.news.value || (line.spoken ? wordsOf(line) : "")} />
    </p>
  );
}

function Said({ line }: { line: Line }) {
  if (line.kind === "silent") return null;
  if (line.kind === "signed_out") return <SignedOut count={line.count} />;
  if (line.kind !== "unsaved") return <span class={line.kind === "saved" ? "now" : undefined}>{wordsOf(line)}</span>;
  return (
    <>
      <b class="warn">{t("line.unsaved")}</b> {t("line.wait", { count: line.count })}
    </>
  );
}

const SignedOut = ({ count }: { count: number }) => (
  <>
    <b class="warn">{t("line.signed_out")}</b> {t("line.copy", { count })}{" "}
    <a href={signInAddress()}>{t("signin.act")}</a>
  </>
);

function wordsOf(line: Line): string {
  switch (line.kind) {
    case "silent":
      return "";
    case "saved":
      return t("line.saved", { time: formatTime(line.at) });
    case "saving":
      return t("line.saving");
    case "reading":
      return t("line.reading");
    case "offline":
      return t("line.offline", { time: formatTime(line.since) });
    case "crowded":
      return t("refusal.too_many_sockets");
    case "signed_out":
      return `${t("line.signed_out")} ${t("line.copy", { count: line.count })}`;
    case "unsaved":
      return `${t("line.unsaved")} ${t("line.wait", { count: line.count })}`;
  }
}

const newsworthy = 10_000;
const patience = 1000;
const pause = 5000;

/** The one polite live region: at most every 5 s. */
function Spoken({ words }: { words: string }) {
  const spoken = useSignal("");
  const last = useSignal(0);
  useEffect(() => {
    const wait = Math.max(0, last.peek() + pause - Date.now());
    const timer = setTimeout(() => {
      if (spoken.peek() === words) return;
      spoken.value = words;
      last.value = Date.now();
    }, wait);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <span class="hide" role="status">
      {spoken.value}
    </span>
  );
}

/** True once words have been on their way for a second. */
function useLate(since: number | null): boolean {
  const late = useSignal(false);
  useEffect(() => {
    late.value = false;
    if (since === null) return;
    const timer = setTimeout(() => {
      late.value = true;
    }, patience);
    return () => clearTimeout(timer);
  }, [since === null]);
  return late.value;
}

function Folds() {
  const room = useRoom();
  const goBack = useTextPlace(room);
  const panes: Pane[] = ["text", "clauses", "chair", "history"];
  const name = (pane: Pane): Key => (pane === "chair" && !room.agenda.you.may.lock ? "pane.clause" : `pane.${pane}`);
  return (
    <nav class="folds" aria-label={t("pane.label")}>
      {panes.map((pane) => (
        <button key={pane} type="button" aria-pressed={room.pane.value === pane} onClick={() => turn(pane)}>
          {t(name(pane))}
        </button>
      ))}
    </nav>
  );
  function turn(pane: Pane): void {
    const isBack = pane === "text" && room.pane.peek() !== "text";
    room.pane.value = pane;
    if (isBack) goBack();
    else if (pane === "text") placeOf(room.selected.peek())?.scrollIntoView();
    else window.scrollTo({ top: 0 });
  }
}

/** Where the text stood when another pane took its place, by whatever way; if one has gone to another clause since, there. */
function useTextPlace(room: Room): () => void {
  const left = useRef({ pane: room.pane.peek(), selected: "", goBack: () => {} });
  const follow = () => {
    const { pane } = left.current;
    left.current.pane = room.pane.value;
    // the page is drawn anew in a later turn: as yet the text stands on it
    if (pane !== "text" || room.pane.value === "text") return;
    left.current = { pane: room.pane.value, selected: room.selected.peek(), goBack: notePlace() };
  };
  useEffect(() => effect(follow), []);
  return () => {
    const { selected, goBack } = left.current;
    if (selected === room.selected.peek()) goBack();
    else requestAnimationFrame(() => placeOf(room.selected.peek())?.scrollIntoView());
  };
}
