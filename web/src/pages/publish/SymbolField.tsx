import { type Signal, useSignal } from "@preact/signals";
import type { Publication } from "../../http/contract";
import { Refusal } from "../../http/refusal";
import { sayRefusal } from "../../parts/refusals";
import { say, t } from "../../text";

/** A symbol as it is typed, what is wrong with it, and the next free one if it is taken. */
export interface Typed {
  id: string;
  typed: Signal<string>;
  wrong: Signal<string>;
  next: Signal<string>;
  complain: (words: string) => void;
  refuse: (error: unknown) => void;
  clear: () => void;
}

export function useSymbol(id: string): Typed {
  const [typed, wrong, next] = [useSignal(""), useSignal(""), useSignal("")];
  const complain = (words: string) => {
    wrong.value = words;
    document.getElementById(id)?.focus();
  };
  const refuse = (error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    const free = error.code === "symbol_taken" ? error.detail.next : "";
    next.value = typeof free === "string" ? free : "";
    complain(explain(error, typed.value.trim(), next.value));
  };
  const clear = () => {
    wrong.value = "";
    next.value = "";
  };
  return { id, typed, wrong, next, complain, refuse, clear };
}

function explain({ code }: Refusal, symbol: string, next: string): string {
  if (code === "symbol_taken") return next ? t("publish.taken_next", { symbol, next }) : t("publish.taken", { symbol });
  if (code === "symbol_unusable") return t("publish.symbol_unusable");
  if (code === "symbol_missing") return t("publish.symbol_missing");
  if (code === "already_published") return t("publish.already");
  return code === "nothing_to_publish" ? t("publish.nothing") : sayRefusal(code);
}

/** The symbol under which the text is issued; under it the last one, or what is wrong with this one. */
export function SymbolField({ of, last }: { of: Typed; last?: Publication | null }) {
  const { id, typed, wrong, next } = of;
  const take = () => {
    typed.value = next.value;
    of.clear();
    document.getElementById(id)?.focus();
  };
  return (
    <div>
      <dt>
        <label for={id}>{t("publish.symbol")}</label>
      </dt>
      <dd>
        <input
          class="box"
          id={id}
          dir="ltr"
          autocomplete="off"
          value={typed.value}
          aria-invalid={wrong.value ? "true" : undefined}
          aria-describedby={`${id}-note`}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
        <p class={wrong.value ? "wrong" : "hint"} id={`${id}-note`} role={wrong.value ? "alert" : undefined}>
          {wrong.value || <Note last={last} />}
        </p>
        {next.value && (
          <button type="button" onClick={take}>
            <span>{say("publish.use", { symbol: <bdi dir="ltr">{next.value}</bdi> })}</span>
          </button>
        )}
      </dd>
    </div>
  );
}

function Note({ last }: { last: Publication | null | undefined }) {
  if (last === undefined) return <>{t("publish.symbol_like")}</>;
  if (!last?.symbol) return <>{t("publish.no_last")}</>;
  return <>{say("publish.last_symbol", { symbol: <bdi dir="ltr">{last.symbol}</bdi> })}</>;
}
