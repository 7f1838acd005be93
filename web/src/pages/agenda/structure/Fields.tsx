import type { Names } from "../../../http/contract";
import { Field } from "../../../parts/Field";
import { type Key, t } from "../../../text";
import { directionOf, ownName } from "../../../text/names";

export const kinds = [
  "part",
  "chapter",
  "heading",
  "chapeau",
  "preambular",
  "operative",
  "understanding",
  "practice",
  "option",
  "narrative",
  "item",
  "formula",
] as const;

export const kindName = (kind: string): string =>
  (kinds as readonly string[]).includes(kind) ? t(`kind.${kind}` as Key) : kind;

export const KindField = ({ chosen, choose }: { chosen: string; choose: (kind: string) => void }) => (
  <p class="field">
    <label for="act-kind">{t("shape.kind_field")}</label>
    <select class="box" id="act-kind" value={chosen} onChange={({ currentTarget: { value } }) => choose(value)}>
      {kinds.map((kind) => (
        <option key={kind} value={kind}>
          {kindName(kind)}
        </option>
      ))}
    </select>
  </p>
);

interface TitlesProps {
  languages: readonly string[];
  titles: Names;
  change: (titles: Names) => void;
  wrong?: string;
}

/** The short title, one field a language, each in its own direction. */
export const TitleFields = ({ languages, titles, change, wrong }: TitlesProps) => (
  <fieldset class="titles">
    <legend>{t("shape.title_field")}</legend>
    {languages.map((code, index) => (
      <Field
        key={code}
        id={`act-title-${code}`}
        label={ownName(code)}
        lang={code}
        dir={directionOf(code)}
        value={titles[code] ?? ""}
        maxLength={200}
        autocomplete="off"
        {...(index === 0 && wrong && { wrong })}
        onInput={({ currentTarget: { value } }) => change({ ...titles, [code]: value })}
      />
    ))}
  </fieldset>
);

/** Return the titles without the empty ones. */
export const filled = (titles: Names): Names =>
  Object.fromEntries(Object.entries(titles).flatMap(([code, words]) => (words.trim() ? [[code, words.trim()]] : [])));
