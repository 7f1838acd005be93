import { type Signal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { TextState } from "../../binding";
import type { Clause } from "../../http/contract";
import { say, t } from "../../text";
import { formatTime } from "../../text/dates";

type Kept = NonNullable<Extract<TextState, { kind: "live" }>["salvage"]>;

/** Words that were not taken: kept here and nowhere else, until their writer copies them or lets them go. */
export function KeptWords({ kept, clause, letGo }: { kept: Kept; clause: Clause; letGo: () => void }) {
  const copied = useSignal(false);
  const sure = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(kept.salvage.text);
    copied.value = true;
  };
  return (
    <section class="kept" aria-label={t("kept.label")}>
      <p class="say">
        <b>{describe(kept, clause)}</b> {t("kept.words", { count: kept.salvage.words })}
      </p>
      <p class="words">{say("kept.quote", { words: <bdi>{kept.salvage.text}</bdi> })}</p>
      {sure.value && <p class="say">{t("kept.sure")}</p>}
      <p class="acts">
        <button type="button" class="primary" onClick={copy}>
          {t(copied.value ? "kept.copied" : "kept.copy")}
        </button>
        <LettingGo sure={sure} letGo={letGo} />
      </p>
    </section>
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
  if (kept.code !== "locked") return t("kept.refused", { time });
  return clause.lock ? t("kept.locked", { person: clause.lock.by, time }) : t("kept.closed", { time });
}
