import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { publish } from "../../http/api";
import type { Agenda, Obstacle, Publication } from "../../http/contract";
import { Refusal } from "../../http/refusal";
import { sayRefusal } from "../../parts/refusals";
import { say, t } from "../../text";
import { Confirm } from "./Confirm";
import { IssueFacts } from "./IssueFacts";
import { SymbolField } from "./SymbolField";

interface Props {
  agenda: Agenda;
  obstacles: Obstacle[];
  last: Publication | null;
  issued: (publication: Publication) => void;
}

/** What will be issued, under which symbol, and the two ways to issue it. */
export function Issue({ agenda, obstacles, last, issued }: Props) {
  const typed = useSignal("");
  const wrong = useSignal("");
  const box = useRef<HTMLDialogElement>(null);
  const symbol = typed.value.trim();
  const free = obstacles.length === 0;
  const complain = (words: string) => {
    wrong.value = words;
    document.getElementById("symbol")?.focus();
  };
  const go = async () => {
    box.current?.close();
    try {
      issued(await publish(agenda.id, symbol || null));
    } catch (error) {
      complain(explain(error, symbol));
    }
  };
  const ask = () => {
    wrong.value = "";
    box.current?.showModal();
  };
  return (
    <section aria-labelledby="issue">
      <h2 class="sub" id="issue">
        {t("publish.what")}
      </h2>
      <dl class="facts">
        <SymbolField typed={typed} wrong={wrong.value} last={last} />
        <IssueFacts agenda={agenda} />
      </dl>
      <Final symbol={symbol} free={free} ask={ask} missing={() => complain(t("publish.symbol_missing"))} />
      {!free && <Draft ask={ask} />}
      <Confirm box={box} agenda={agenda} symbol={symbol} final={free && symbol !== ""} go={go} />
    </section>
  );
}

interface FinalProps {
  symbol: string;
  free: boolean;
  ask: () => void;
  missing: () => void;
}

/** The button is never greyed out: while something stands in the way, pressing it leads there. */
function Final({ symbol, free, ask, missing }: FinalProps) {
  const press = () => {
    if (!free) document.querySelector<HTMLElement>(".todo a")?.focus();
    else if (symbol) ask();
    else missing();
  };
  return (
    <p class="acts">
      <button type="button" class={free ? "primary" : undefined} onClick={press}>
        <span>
          {symbol ? say("publish.final_named", { symbol: <bdi dir="ltr">{symbol}</bdi> }) : t("publish.final")}
        </span>
      </button>
      <span class="hint">{t(free ? "publish.free" : "publish.waits")}</span>
    </p>
  );
}

const Draft = ({ ask }: { ask: () => void }) => (
  <p class="acts">
    <button type="button" class="primary" onClick={ask}>
      {t("publish.draft")}
    </button>
    <span class="hint">{t("publish.draft_may")}</span>
  </p>
);

function explain(error: unknown, symbol: string): string {
  if (!(error instanceof Refusal)) throw error;
  const { code, detail } = error;
  if (code === "symbol_taken") {
    const next = typeof detail.next === "string" ? detail.next : "";
    return next ? t("publish.taken_next", { symbol, next }) : t("publish.taken", { symbol });
  }
  return code === "obstacles" ? t("publish.obstacles") : sayRefusal(code);
}
