import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Import } from "../../http/intake";
import { formatNumber, t } from "../../text";
import { languageName } from "../../text/names";
import type { Importing } from "./intake";
import { LeftOverTable, OtherLabels, SignTable, TextlessTable } from "./Tables";

/** What came of a file, in words: sums first, then each place at which somebody has to look. */
export function Report({ importing, done }: { importing: Importing; done: Import }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), [done]);
  const { aligned, brackets } = done;
  return (
    <section class="report" aria-labelledby="done">
      <h2 id="done" ref={head} tabIndex={-1}>
        {sayDone(done)}
      </h2>
      <Sums done={done} />
      {aligned && <TextlessTable importing={importing} rows={aligned.without_text} language={done.language} />}
      {aligned && <LeftOverTable rows={aligned.left_over} language={done.language} />}
      <SignTable rows={brackets.left} language={done.language} />
      {aligned && <OtherLabels importing={importing} rows={aligned.labels} language={done.language} />}
      <p class="acts">
        <a class="button primary big" href={`/agendas/${done.agenda}`}>
          {t("importing.open")}
        </a>
        <button type="button" class="big" onClick={() => importing.again()}>
          {t("importing.another")}
        </button>
      </p>
    </section>
  );
}

/** Return the first sentence of the report. */
export function sayDone({ aligned, clauses, language }: Import): string {
  if (!aligned) return t("importing.done_new", { count: clauses });
  const { clauses: count, without_text: textless } = aligned;
  const named = { count, all: count + textless.length, language: languageName(language) };
  return t(textless.length > 0 ? "importing.done_some" : "importing.done_all", named);
}

function Sums({ done }: { done: Import }) {
  const { aligned, words, brackets, options, blanks, references, left_out: out } = done;
  const { objects, over_clauses: over } = brackets;
  return (
    <dl class="facts">
      {aligned && <Fact name={t("importing.clauses")}>{formatNumber(done.clauses)}</Fact>}
      {aligned && <Fact name={t("importing.by")}>{t("importing.by_are", aligned.by)}</Fact>}
      <Fact name={t("importing.words")}>{t("importing.words_are", words)}</Fact>
      <Fact name={t("importing.brackets")}>
        {over > 0 ? t("importing.brackets_over", { objects, over }) : formatNumber(objects)}
      </Fact>
      <Fact name={t("importing.options")}>{formatNumber(options)}</Fact>
      <Fact name={t("importing.blanks")}>{formatNumber(blanks)}</Fact>
      <Fact name={t("importing.references")}>{t("importing.references_are", references)}</Fact>
      {out > 0 && <Fact name={t("importing.left_out")}>{t("importing.left_out_are", { count: out })}</Fact>}
    </dl>
  );
}

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd class="num">{children}</dd>
  </div>
);
