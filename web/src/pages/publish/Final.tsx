import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Agenda, Obstacle, Outcome, Publication } from "../../http/contract";
import { publishIssue } from "../../http/paper";
import { Refusal } from "../../http/refusal";
import { say, t } from "../../text";
import { directionOf, languageName, ownName } from "../../text/names";
import { Confirm } from "./Confirm";
import { IssueFacts } from "./IssueFacts";
import { SymbolField, useSymbol } from "./SymbolField";
import { goToFirst } from "./stops";

interface Props {
  agenda: Agenda;
  obstacles: Obstacle[];
  issued: (publication: Publication) => Promise<void>;
  reload: () => Promise<void>;
}

/** The endorsed text under its symbol. While there is none, the button leads to what is missing. */
export function Final({ agenda, obstacles, issued, reload }: Props) {
  const { outcome } = agenda;
  const missing = () => {
    if (obstacles.length > 0) goToFirst();
    else document.getElementById("act")?.focus();
  };
  return (
    <section aria-labelledby="final">
      <h2 class="sub" id="final">
        {t("publish.final_section")}
      </h2>
      {outcome?.publication ? (
        <p class="say">
          {say("publish.out", {
            symbol: (
              <a href={`/publications/${outcome.publication.id}`}>
                <bdi dir="ltr">{outcome.publication.symbol}</bdi>
              </a>
            ),
          })}
        </p>
      ) : outcome ? (
        <Issue agenda={agenda} outcome={outcome} issued={issued} reload={reload} />
      ) : (
        <>
          <dl class="facts">
            <IssueFacts agenda={agenda} />
          </dl>
          <p class="acts">
            <button type="button" onClick={missing}>
              {t("publish.final")}
            </button>
            <span class="hint">{t(obstacles.length > 0 ? "publish.waits" : "publish.waits_act")}</span>
          </p>
        </>
      )}
    </section>
  );
}

function Issue({ agenda, outcome, issued, reload }: Omit<Props, "obstacles"> & { outcome: Outcome }) {
  const symbol = useSymbol("final-symbol");
  const languages = useSignal<string[]>(outcome.languages);
  const box = useRef<HTMLDialogElement>(null);
  const named = symbol.typed.value.trim();
  const go = async () => {
    box.current?.close();
    try {
      await issued(await publishIssue(agenda.id, { symbol: named, outcome: outcome.id, languages: languages.value }));
    } catch (error) {
      symbol.refuse(error);
      if (error instanceof Refusal && error.code === "already_published") await reload();
    }
  };
  const press = () => {
    if (!named) symbol.complain(t("publish.symbol_missing"));
    else if (languages.value.length === 0) symbol.complain(t("publish.language_missing"));
    else {
      symbol.clear();
      box.current?.showModal();
    }
  };
  return (
    <>
      <dl class="facts">
        <SymbolField of={symbol} />
        <IssueFacts agenda={agenda} languages={<Choice of={outcome} chosen={languages} agenda={agenda} />} />
      </dl>
      <p class="acts">
        <button type="button" class="primary" onClick={press}>
          <span>
            {named ? say("publish.final_named", { symbol: <bdi dir="ltr">{named}</bdi> }) : t("publish.final")}
          </span>
        </button>
      </p>
      <Confirm box={box} agenda={agenda} symbol={named} final={{ outcome, languages: languages.value }} go={go} />
    </>
  );
}

/** Which languages come out now; the others may follow under the same symbol. */
function Choice({ of, chosen, agenda }: { of: Outcome; chosen: { value: string[] }; agenda: Agenda }) {
  const toggle = (code: string, on: boolean) => {
    chosen.value = of.languages.filter((one) => (one === code ? on : chosen.value.includes(one)));
  };
  return (
    <fieldset class="choice">
      <legend class="hide">{t("publish.languages")}</legend>
      {of.languages.map((code) => (
        <label key={code}>
          <input
            type="checkbox"
            checked={chosen.value.includes(code)}
            onChange={(event) => toggle(code, event.currentTarget.checked)}
          />{" "}
          <bdi lang={code} dir={directionOf(code)} title={languageName(code)}>
            {ownName(code)}
          </bdi>
          {code === agenda.draft.original_language && t("publish.original")}
        </label>
      ))}
      <span class="hint">{t("publish.later")}</span>
    </fieldset>
  );
}
