import { useEffect, useRef } from "preact/hooks";
import { say, t } from "../../text";
import { languageName } from "../../text/names";
import { nameLong } from "./clauses";
import type { Importing } from "./intake";
import { UnderWay } from "./UnderWay";

/** Which file, in which language, and what becomes of it. What was refused stands by the button and has the focus. */
export function Choosing({ importing }: { importing: Importing }) {
  const wrong = useRef<HTMLDivElement>(null);
  const { value: refused } = importing.wrong;
  useEffect(() => {
    if (refused.length > 0) wrong.current?.focus();
  }, [refused]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void importing.send();
  };
  const agenda = importing.agenda.value;
  return (
    <form noValidate onSubmit={submit}>
      <p class="hint">{t("importing.lead")}</p>
      <FileField importing={importing} />
      <p class="field">
        <label for="language">{t("importing.language")}</label>
        <select
          class="box"
          id="language"
          value={importing.language.value}
          onChange={({ currentTarget: { value } }) => (importing.language.value = value)}
        >
          {agenda.draft.languages.map((code) => (
            <option key={code} value={code}>
              {languageName(code)}
            </option>
          ))}
        </select>
      </p>
      {agenda.clauses.length > 0 && <Way importing={importing} />}
      {refused.length > 0 && (
        <div class="refused" ref={wrong} role="alert" tabIndex={-1}>
          {refused.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
      <UnderWay importing={importing} />
      <p class="acts">
        <button type="submit" class="primary big" aria-disabled={importing.running.value !== null}>
          {t("importing.act")}
        </button>
        <a href={`/agendas/${agenda.id}`}>{t("importing.back")}</a>
      </p>
    </form>
  );
}

/** The browser's own button speaks the browser's language: the field stays, and its label is what one sees. */
function FileField({ importing }: { importing: Importing }) {
  const { value: file } = importing.file;
  const size = Math.max(1, Math.round((file?.size ?? 0) / 1000));
  return (
    <div class="field file">
      <input
        class="hide"
        type="file"
        id="file"
        accept=".md,.markdown,.txt,.json,text/markdown,text/plain,application/json"
        aria-describedby="file-chosen file-kinds"
        onChange={({ currentTarget }) => importing.choose(currentTarget.files?.[0] ?? null)}
        onClick={({ currentTarget }) => {
          // the same file, mended, is chosen anew
          currentTarget.value = "";
        }}
      />
      <label for="file" class="button big">
        {t("importing.choose")}
      </label>
      <span id="file-chosen">
        {file ? say("importing.chosen", { name: <bdi>{file.name}</bdi>, size }) : t("importing.none")}
      </span>
      <span class="hint" id="file-kinds">
        {t("importing.kinds")}
      </span>
    </div>
  );
}

function Way({ importing }: { importing: Importing }) {
  const { align } = importing;
  return (
    <>
      <fieldset class="choice">
        <legend>{t("importing.way")}</legend>
        <label>
          <input type="radio" name="way" checked={!align.value} onChange={() => (align.value = false)} />
          <span>{t("importing.way_new")}</span>
        </label>
        <label>
          <input
            type="radio"
            name="way"
            checked={align.value}
            aria-describedby="way-hint"
            onChange={() => (align.value = true)}
          />
          <span>{t("importing.way_align")}</span>
        </label>
        <p class="hint" id="way-hint">
          {t("importing.way_align_hint")}
        </p>
      </fieldset>
      {align.value && <Which importing={importing} />}
    </>
  );
}

/** The whole text, or one clause with all that stands under it. */
function Which({ importing }: { importing: Importing }) {
  const parents = importing.standing.value.filter(({ clause }) => clause.children.length > 0);
  return (
    <p class="field">
      <label for="under">{t("importing.under")}</label>
      <select
        class="box"
        id="under"
        value={importing.under.value}
        onChange={({ currentTarget: { value } }) => (importing.under.value = value)}
      >
        <option value="">{t("importing.whole")}</option>
        {parents.map(({ clause, depth }) => (
          <option key={clause.id} value={clause.id}>
            {"\u2003".repeat(depth)}
            {nameLong(clause)}
          </option>
        ))}
      </select>
    </p>
  );
}
