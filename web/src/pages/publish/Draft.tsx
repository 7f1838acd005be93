import { useRef } from "preact/hooks";
import type { Agenda, Publication } from "../../http/contract";
import { publishIssue } from "../../http/paper";
import { t } from "../../text";
import { Confirm } from "./Confirm";
import { SymbolField, useSymbol } from "./SymbolField";

interface Props {
  agenda: Agenda;
  last: Publication | null;
  issued: (publication: Publication) => Promise<void>;
}

/** The text as it stands now, marked as a draft, with a symbol or without one. */
export function Draft({ agenda, last, issued }: Props) {
  const symbol = useSymbol("symbol");
  const box = useRef<HTMLDialogElement>(null);
  const named = symbol.typed.value.trim();
  const go = async () => {
    box.current?.close();
    try {
      await issued(await publishIssue(agenda.id, named ? { symbol: named } : {}));
    } catch (error) {
      symbol.refuse(error);
    }
  };
  const ask = () => {
    symbol.clear();
    box.current?.showModal();
  };
  return (
    <section aria-labelledby="draft">
      <h2 class="sub" id="draft">
        {t("publish.draft_section")}
      </h2>
      <dl class="facts">
        <SymbolField of={symbol} last={last} />
      </dl>
      <p class="acts">
        <button type="button" class={agenda.outcome ? undefined : "primary"} onClick={ask}>
          {t("publish.draft")}
        </button>
        <span class="hint">{t("publish.draft_may")}</span>
      </p>
      <Confirm box={box} agenda={agenda} symbol={named} go={go} />
    </section>
  );
}
