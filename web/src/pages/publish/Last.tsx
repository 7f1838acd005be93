import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { May, Publication } from "../../http/contract";
import { issueLanguage } from "../../http/paper";
import { Refusal } from "../../http/refusal";
import { Files } from "../../parts/Files";
import { useWatched } from "../../parts/progress";
import { sayRefusal } from "../../parts/refusals";
import { FullHash } from "../../parts/Words";
import { say, t } from "../../text";
import { formatFullDay, formatTime } from "../../text/dates";
import { languageName, listed } from "../../text/names";

/** One issue: its files as they are made, the hash of the text itself, and the languages that may follow. */
export function Last({ publication: given, fresh, may }: { publication: Publication; fresh: boolean; may: May }) {
  const first = useSignal(given);
  const { publication, retry } = useWatched(first.value);
  const told = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (fresh) told.current?.focus();
  }, [fresh, given.id]);
  const name = publication.symbol ? <bdi dir="ltr">{publication.symbol}</bdi> : t("publication.no_symbol");
  return (
    <aside aria-labelledby={`issue-${given.id}`}>
      <h2 class="sub" id={`issue-${given.id}`}>
        <a href={`/publications/${publication.id}`}>{name}</a>
      </h2>
      <p class="hint" ref={told} tabIndex={-1}>
        {say("last.frozen", {
          day: formatFullDay(publication.at),
          time: formatTime(publication.at),
          person: <bdi>{publication.by || t("role.secretariat")}</bdi>,
        })}
      </p>
      <Files publication={publication} {...(may.publish && { retry })} />
      {may.publish && <Further publication={publication} issued={first} />}
      <p class="hint">
        {t("last.text")}
        <br />
        <FullHash of={publication.hash} />
        <br />
        {t("last.printed")}
      </p>
    </aside>
  );
}

/** The languages that may follow under the same symbol, each issued by a press of its own. */
function Further({ publication, issued }: { publication: Publication; issued: { value: Publication } }) {
  const wrong = useSignal("");
  const issue = async (language: string) => {
    wrong.value = "";
    try {
      issued.value = await issueLanguage(publication.id, language);
    } catch (error) {
      wrong.value = explain(error, language);
    }
  };
  const waiting = publication.not_issued ?? [];
  if (waiting.length === 0) return null;
  return (
    <>
      <p class="acts">
        {waiting.map((code) => (
          <button key={code} type="button" onClick={() => issue(code)}>
            {t("last.issue", { language: languageName(code) })}
          </button>
        ))}
      </p>
      {wrong.value && (
        <p class="wrong" role="alert">
          {wrong.value}
        </p>
      )}
    </>
  );
}

function explain(error: unknown, language: string): string {
  if (!(error instanceof Refusal)) throw error;
  const named = { language: languageName(language) };
  if (error.code === "language_open") {
    const clauses = (error.detail.clauses ?? []) as { label: string }[];
    return t("last.language_open", {
      ...named,
      clauses: listed(clauses.map(({ label }) => label).filter(Boolean)).join(""),
    });
  }
  if (error.code === "already_issued" || error.code === "text_moved") return t(`last.${error.code}`, named);
  return sayRefusal(error.code);
}
