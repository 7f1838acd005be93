import type { Signal } from "@preact/signals";
import type { Publication } from "../../http/contract";
import { say, t } from "../../text";

/** The symbol under which the text is issued; under it the last one, or what is wrong with this one. */
export function SymbolField({
  typed,
  wrong,
  last,
}: {
  typed: Signal<string>;
  wrong: string;
  last: Publication | null;
}) {
  return (
    <div>
      <dt>
        <label for="symbol">{t("publish.symbol")}</label>
      </dt>
      <dd>
        <input
          class="box"
          id="symbol"
          dir="ltr"
          autocomplete="off"
          value={typed.value}
          aria-invalid={wrong ? "true" : undefined}
          aria-describedby="symbol-note"
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
        <p class={wrong ? "wrong" : "hint"} id="symbol-note">
          {wrong || <LastSymbol last={last} />}
        </p>
      </dd>
    </div>
  );
}

function LastSymbol({ last }: { last: Publication | null }) {
  if (!last?.symbol) return <>{t("publish.no_last")}</>;
  return <>{say("publish.last_symbol", { symbol: <bdi dir="ltr">{last.symbol}</bdi> })}</>;
}
