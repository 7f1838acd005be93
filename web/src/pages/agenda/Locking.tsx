import { useEffect, useRef } from "preact/hooks";
import type { Clause, Moved, Seen } from "../../http/contract";
import { DiffWords } from "../../parts/DiffWords";
import { nameClause, readWords } from "../../parts/naming";
import { Hash } from "../../parts/Words";
import { t } from "../../text";
import { directionOf, ownName } from "../../text/names";
import { hasWords } from "./rows";

interface Props {
  clause: Clause;
  moved?: Moved;
  lock: (seen: Seen) => void;
  notYet: () => void;
}

/** What will be locked, language by language, by the hash of the text that the chair sees; then the second press. */
export function Locking({ clause, moved, lock, notYet }: Props) {
  const act = useRef<HTMLButtonElement>(null);
  useEffect(() => act.current?.focus(), []);
  const seen = gather(clause, moved);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    lock(seen);
  };
  return (
    <form onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && notYet()}>
      <p class="acts">
        <b>{t("gavel.ask", { label: nameClause(clause) })}</b>
      </p>
      {moved && <MovedTexts clause={clause} moved={moved} />}
      <ul class="rows">
        {Object.entries(seen).map(([code, { hash }]) => (
          <li key={code}>
            <bdi lang={code}>{ownName(code)}</bdi> <Hash of={hash} />
          </li>
        ))}
        {clause.brackets > 0 && <li>{t("gavel.brackets", { count: clause.brackets })}</li>}
        <li class="grey">{t("gavel.then")}</li>
      </ul>
      <p class="acts">
        <button type="submit" class="primary" ref={act}>
          {t("gavel.lock")}
        </button>
        <button type="button" onClick={notYet}>
          {t("act.not_yet")}
        </button>
      </p>
    </form>
  );
}

/** Return what the chair sees: the texts of the clause, the moved ones as they are now. Pure. */
export function gather(clause: Clause, moved: Moved = {}): Seen {
  const texts = Object.entries(clause.texts).filter(([code, { json }]) => hasWords(json) || code in moved);
  return Object.fromEntries(
    texts.map(([code, text]) => {
      const { seq, hash } = moved[code] ?? text;
      return [code, { seq, hash }];
    }),
  );
}

function MovedTexts({ clause, moved }: { clause: Clause; moved: Moved }) {
  return (
    <div class="kept" role="alert">
      <p class="say">
        <b>{t("gavel.moved")}</b> {t("gavel.moved_read")}
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
