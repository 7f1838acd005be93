import { type Signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { KeptWords as Kept } from "../../binding";
import type { Clause } from "../../http/contract";
import { say, t } from "../../text";
import { formatTime } from "../../text/dates";
import { sendAsProposal } from "./proposals/sending";
import { useRoom } from "./room";
import { useWriting } from "./writing";

/** Words that were not taken: kept in this browser, until their writer proposes them, copies them or lets them go. */
export function KeptWords({ kept, clause, letGo }: { kept: Kept; clause: Clause; letGo: () => void }) {
  const copied = useSignal(false);
  const sure = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(kept.text);
    copied.value = true;
  };
  const canPropose = kept.seq !== null;
  return (
    <section class="kept" aria-label={t("kept.label")}>
      <p class="say">
        <b>{describe(kept, clause)}</b> {kept.text ? t("kept.words", { count: kept.words }) : t("kept.taken_away")}{" "}
        {!canPropose && t("kept.copy_only")}
      </p>
      {kept.text && <p class="words">{say("kept.quote", { words: <bdi>{kept.text}</bdi> })}</p>}
      {sure.value && <p class="say">{t("kept.sure")}</p>}
      <div class="acts">
        {canPropose && <Proposing kept={kept} clause={clause} />}
        {kept.text && (
          <button type="button" class={canPropose ? undefined : "primary"} onClick={copy}>
            {t(copied.value ? "kept.copied" : "kept.copy")}
          </button>
        )}
        <LettingGo sure={sure} letGo={letGo} />
      </div>
    </section>
  );
}

/** One press: what was typed is beside the clause, in its writer's name, for whoever is in the chair. */
function Proposing({ kept, clause }: { kept: Kept; clause: Clause }) {
  const room = useRoom();
  const writing = useWriting();
  const wrong = useSignal("");
  const busy = useSignal(false);
  const send = async () => {
    if (busy.peek()) return;
    busy.value = true;
    wrong.value = await sendAsProposal(room, writing, kept, clause);
    busy.value = false;
  };
  return (
    <>
      {wrong.value && (
        <p class="wrong" role="alert">
          {wrong.value}
        </p>
      )}
      <button type="button" class="primary" aria-disabled={busy.value} onClick={send}>
        {t("kept.propose")}
      </button>
    </>
  );
}

/** In two steps, because the words are nowhere else; the focus waits on the way back. */
function LettingGo({ sure, letGo }: { sure: Signal<boolean>; letGo: () => void }) {
  const way = useRef<HTMLButtonElement>(null);
  const turn = (value: boolean) => {
    sure.value = value;
    requestAnimationFrame(() => way.current?.focus());
  };
  if (!sure.value) {
    return (
      <button type="button" class="link" ref={way} onClick={() => turn(true)}>
        {t("kept.let_go_step")}
      </button>
    );
  }
  return (
    <>
      <button type="button" onClick={letGo}>
        {t("kept.let_go")}
      </button>
      <button type="button" ref={way} onClick={() => turn(false)}>
        {t("act.not_yet")}
      </button>
    </>
  );
}

function describe(kept: Kept, clause: Clause): string {
  const time = formatTime(clause.lock?.at ?? kept.at);
  if (kept.code === "seat_changed") return t("kept.seat_changed");
  if (kept.code === "drawn") return t("kept.drawn", { time: formatTime(kept.at) });
  if (kept.code !== "locked") return t("kept.refused", { time: formatTime(kept.at) });
  return clause.lock ? t("kept.locked", { person: clause.lock.by, time }) : t("kept.closed", { time });
}
