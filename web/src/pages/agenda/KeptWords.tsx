import { useSignal } from "@preact/signals";
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
        {sure.value ? (
          <>
            <button type="button" onClick={letGo}>
              {t("kept.let_go")}
            </button>
            <button type="button" onClick={() => (sure.value = false)}>
              {t("act.not_yet")}
            </button>
          </>
        ) : (
          <button type="button" class="link" onClick={() => (sure.value = true)}>
            {t("kept.let_go_step")}
          </button>
        )}
      </p>
    </section>
  );
}

function describe(kept: Kept, clause: Clause): string {
  const time = formatTime(clause.lock?.at ?? kept.at);
  if (kept.code !== "locked") return t("kept.refused", { time });
  return clause.lock ? t("kept.locked", { person: clause.lock.by, time }) : t("kept.closed", { time });
}
