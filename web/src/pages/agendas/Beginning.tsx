import "../../styles/panel.css";
import "../../styles/beginning.css";
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { beginText } from "../../http/intake";
import type { ManagedProcess } from "../../http/people";
import { Field } from "../../parts/Field";
import { t } from "../../text";
import { directionOf, languageName, ownName } from "../../text/names";
import { explain, isProblem, type Part, type Problem, readText } from "./begun";

interface Props {
  process: ManagedProcess;
  leave: () => void;
}

/** In place: what the text is called, in which languages, under which symbols; then to the page that imports. */
export function Beginning({ process, leave }: Props) {
  const chosen = useSignal<string[]>(process.languages);
  const problem = useSignal<Problem | null>(null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>(".titles input")?.focus(), []);
  useEffect(() => {
    const part = problem.value?.part;
    if (part) form.current?.querySelector<HTMLElement>(`[data-part="${part}"] :is(input, select)`)?.focus();
  }, [problem.value]);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const text = readText(new FormData(event.currentTarget as HTMLFormElement), chosen.value);
    problem.value = isProblem(text) ? text : null;
    if (isProblem(text)) return;
    try {
      const { agenda } = await beginText(process.id, text);
      location.assign(`/agendas/${agenda}/import`);
    } catch (error) {
      problem.value = explain(error);
    }
  };
  return (
    <form
      ref={form}
      class="panel beginning"
      noValidate
      aria-labelledby={`begin-${process.id}`}
      onSubmit={submit}
      onKeyDown={(event) => event.key === "Escape" && leave()}
    >
      <p id={`begin-${process.id}`}>
        <b>{t("beginning.ask")}</b>
      </p>
      <Fields process={process} chosen={chosen} problem={problem.value} />
      <p class="hint">{t("beginning.then")}</p>
      {problem.value && !problem.value.part && (
        <p class="wrong" role="alert">
          {problem.value.words}
        </p>
      )}
      <p class="acts">
        <button type="submit" class="primary big">
          {t("beginning.act")}
        </button>
        <button type="button" class="big" onClick={leave}>
          {t("act.not_yet")}
        </button>
      </p>
    </form>
  );
}

interface FieldsProps {
  process: ManagedProcess;
  chosen: Signal<string[]>;
  problem: Problem | null;
}

function Fields({ process, chosen, problem }: FieldsProps) {
  const wrong = (part: Part) => (problem?.part === part ? problem.words : undefined);
  return (
    <>
      <Languages all={process.languages} chosen={chosen} wrong={wrong("languages")} />
      <Titles of={process.id} languages={chosen.value} wrong={wrong("title")} />
      <p class="field">
        <label for={`original-${process.id}`}>{t("beginning.original")}</label>
        <select class="box" id={`original-${process.id}`} name="original">
          {chosen.value.map((code) => (
            <option key={code} value={code}>
              {languageName(code)}
            </option>
          ))}
        </select>
      </p>
      <div data-part="symbol">
        <Field
          id={`symbol-${process.id}`}
          name="symbol"
          dir="ltr"
          autocomplete="off"
          label={t("beginning.symbol")}
          hint={t("beginning.symbol_hint")}
          wrong={wrong("symbol")}
        />
      </div>
    </>
  );
}

interface LanguagesProps {
  all: readonly string[];
  chosen: Signal<string[]>;
  wrong: string | undefined;
}

function Languages({ all, chosen, wrong }: LanguagesProps) {
  const toggle = (code: string, on: boolean) => {
    chosen.value = all.filter((one) => (one === code ? on : chosen.value.includes(one)));
  };
  return (
    <fieldset class="choice row" data-part="languages">
      <legend>{t("beginning.languages")}</legend>
      {all.map((code) => (
        <label key={code}>
          <input
            type="checkbox"
            checked={chosen.value.includes(code)}
            onChange={({ currentTarget: { checked } }) => toggle(code, checked)}
          />
          <span>{languageName(code)}</span>
        </label>
      ))}
      {wrong && (
        <span class="wrong" role="alert">
          {wrong}
        </span>
      )}
    </fieldset>
  );
}

/** The title, one field a language, each in its own direction. */
function Titles({ of, languages, wrong }: { of: string; languages: readonly string[]; wrong: string | undefined }) {
  return (
    <fieldset class="titles" data-part="title">
      <legend>{t("beginning.title")}</legend>
      {languages.map((code, index) => (
        <Field
          key={code}
          id={`title-${of}-${code}`}
          name={`title-${code}`}
          label={ownName(code)}
          lang={code}
          dir={directionOf(code)}
          autocomplete="off"
          maxLength={500}
          {...(index === 0 && wrong && { wrong })}
        />
      ))}
      <p class="hint">{t("beginning.title_hint")}</p>
    </fieldset>
  );
}
