import type { Clause, Moved } from "../../http/contract";
import { DiffWords } from "../../parts/DiffWords";
import { readWords } from "../../parts/naming";
import { t } from "../../text";
import { directionOf, ownName } from "../../text/names";

/** What moved in a clause while the chair read it. `nothing` says that nothing was done, and what to do. */
export function MovedTexts({ clause, moved, nothing }: { clause: Clause; moved: Moved; nothing: string }) {
  return (
    <div class="kept" role="alert">
      <p class="say">
        <b>{t("gavel.moved")}</b> {nothing}
      </p>
      {Object.entries(moved).map(([code, { text }]) => (
        <div key={code}>
          <p class="grey">
            <bdi lang={code}>{ownName(code)}</bdi>
          </p>
          <p class="words" lang={code} dir={directionOf(code)}>
            <DiffWords before={wordsOf(clause, code)} after={text} />
          </p>
        </div>
      ))}
    </div>
  );
}

function wordsOf(clause: Clause, code: string): string {
  const text = clause.texts[code];
  return text ? readWords(text.json) : "";
}
