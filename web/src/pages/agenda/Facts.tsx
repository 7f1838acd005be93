import type { Clause } from "../../http/contract";
import { say, t } from "../../text";
import { formatMoment } from "../../text/dates";
import { languageName, listed } from "../../text/names";
import { isPaused } from "./pens";
import { whoIsHere } from "./presence";
import { useRoom } from "./room";
import { hasWords, holdsOnly } from "./rows";
import { useWriting } from "./writing";

/** What is to know about a clause before the gavel falls, in short lines. */
export function Facts({ clause }: { clause: Clause }) {
  const { agenda } = useRoom();
  const writing = useWriting();
  const missing = holdsOnly(clause) ? [] : agenda.draft.languages.filter((code) => !hasText(clause, code));
  const writers = whoIsHere(writing.agenda.present.value).filter(({ clauses }) => clauses.includes(clause.id));
  return (
    <ul class="rows">
      {isPaused(clause) && <li>{t("facts.paused")}</li>}
      <li>{clause.brackets ? t("facts.brackets", { count: clause.brackets }) : t("facts.no_brackets")}</li>
      {missing.length > 0 && <li>{say("facts.missing", { languages: listed(missing.map(languageName)).join("") })}</li>}
      {clause.reopened && !clause.lock && (
        <li>
          {say("facts.reopened", {
            person: <bdi>{clause.reopened.by || t("role.chair")}</bdi>,
            moment: formatMoment(clause.reopened.at),
            reason: <bdi>{clause.reopened.reason}</bdi>,
          })}
        </li>
      )}
      {writers.length > 0 && <li class="grey">{t("facts.writing", { count: writers.length })}</li>}
    </ul>
  );
}

function hasText(clause: Clause, code: string): boolean {
  const text = clause.texts[code];
  return text ? hasWords(text.json) : clause.languages.includes(code);
}
