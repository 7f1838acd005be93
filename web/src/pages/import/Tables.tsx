import type { ComponentChildren } from "preact";
import type { LeftOver, LeftSign, OtherLabel, Textless } from "../../http/intake";
import { ClauseName } from "../../parts/naming";
import { Label } from "../../parts/Words";
import { formatNumber, type Key, t } from "../../text";
import { directionOf, languageName } from "../../text/names";
import type { Importing } from "./intake";

interface Props<Row> {
  rows: readonly Row[];
  language: string;
}
type Known<Row> = Props<Row> & { importing: Importing };

/** Square brackets that no other closes: words like any, until somebody looks. */
export const SignTable = ({ rows, language }: Props<LeftSign>) => (
  <Places
    title={t("importing.signs", { count: rows.length })}
    hint={t("importing.signs_hint")}
    heads={["importing.line", "importing.number", "importing.around"]}
    rows={rows.map(({ line, label, words }) => [
      formatNumber(line),
      <Label of={label} />,
      <Quoted of={words} language={language} />,
    ])}
  />
);

/** Clauses for which the file has nothing, with their words in another language. */
export const TextlessTable = ({ rows, language, importing }: Known<Textless>) => (
  <Places
    title={t("importing.textless", { count: rows.length, language: languageName(language) })}
    heads={["importing.clause", "importing.its_words"]}
    rows={rows.map(({ id, label, words }) => [
      <ClauseLink id={id} label={label} importing={importing} />,
      <bdi>{words}</bdi>,
    ])}
  />
);

/** Words of the file that belong to no clause. */
export const LeftOverTable = ({ rows, language }: Props<LeftOver>) => (
  <Places
    title={t("importing.left_over", { count: rows.length })}
    heads={["importing.line", "importing.number", "importing.its_words"]}
    rows={rows.map(({ line, label, words }) => [
      formatNumber(line),
      <Label of={label} />,
      <Quoted of={words} language={language} />,
    ])}
  />
);

/** Numbers that the file prints in other words than the text. */
export const OtherLabels = ({ rows, language, importing }: Known<OtherLabel>) => (
  <Places
    title={t("importing.labels", { count: rows.length })}
    heads={["importing.clause", "importing.printed"]}
    rows={rows.map(({ id, label, printed }) => [
      <ClauseLink id={id} label={label} importing={importing} />,
      <Quoted of={printed || "—"} language={language} />,
    ])}
  />
);

interface PlacesProps {
  title: string;
  hint?: string;
  heads: readonly Key[];
  rows: readonly ComponentChildren[][];
}

/** A table of places under the sentence that counts them; nothing where there are none. */
function Places({ title, hint, heads, rows }: PlacesProps) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3 class="sub">{title}</h3>
      {hint && <p class="hint">{hint}</p>}
      <table class="list places">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) => (
                <td key={heads[column]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const Quoted = ({ of, language }: { of: string; language: string }) => (
  <bdi class="quoted" lang={language} dir={directionOf(language)}>
    {of}
  </bdi>
);

function ClauseLink({ id, label, importing }: { id: string; label: string; importing: Importing }) {
  const clause = importing.known.value.get(id);
  return (
    <a href={`/agendas/${importing.agenda.value.id}#${id}`}>
      {clause ? <ClauseName of={clause} /> : <Label of={label} />}
    </a>
  );
}
