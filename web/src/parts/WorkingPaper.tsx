import "../styles/paper.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Publication } from "../http/contract";
import { makePaper, readPaper } from "../http/paper";
import { codeOf } from "../http/refusal";
import { say, t } from "../text";
import { formatRecent } from "../text/dates";
import { directionOf, ownName } from "../text/names";
import { closeOnEscape, closeOnLeave } from "./Bar";
import { measureProgress, useWatched } from "./progress";
import { isUnprintable, Unprintable } from "./Unprintable";

/** Tonight's text for the capital: the text of this minute as PDF, in each language, for whoever may read it. */
export function WorkingPaper({ agenda, class: look = "" }: { agenda: string; class?: string }) {
  const paper = useSignal<Publication | null>(null);
  const refused = useSignal("");
  const ask = async (event: Event) => {
    if (!(event.currentTarget as HTMLDetailsElement).open) return;
    refused.value = "";
    try {
      paper.value = await makePaper(agenda);
    } catch (error) {
      refused.value = codeOf(error) === "nothing_to_publish" ? t("paper.empty") : t("paper.refused");
    }
  };
  return (
    <details class={`you paper ${look}`} onToggle={ask} onKeyDown={closeOnEscape} onFocusOut={closeOnLeave}>
      <summary>{t("paper.step")}</summary>
      <div class="sheet">
        {refused.value && (
          <p class="wrong" role="alert">
            {refused.value}
          </p>
        )}
        {paper.value ? <Paper key={paper.value.id} first={paper.value} /> : !refused.value && <p>{t("paper.asked")}</p>}
      </div>
    </details>
  );
}

function Paper({ first }: { first: Publication }) {
  const { publication } = useWatched(first, readPaper);
  const pdfs = publication.languages.flatMap(({ language, files }) =>
    files.filter(({ form }) => form === "pdf").map((file) => ({ language, file })),
  );
  return (
    <>
      <p>{t("paper.moment", { moment: formatRecent(publication.at) })}</p>
      <Making publication={publication} />
      <ul>
        {pdfs.map(({ language, file }) => {
          const name = (
            <bdi lang={language} dir={directionOf(language)}>
              {ownName(language)}
            </bdi>
          );
          return (
            <li key={language}>
              {file.state === "done" ? (
                <a href={file.url} target="_blank" rel="noopener">
                  {say("paper.file", { language: name, count: file.pages ?? 0 })}
                </a>
              ) : (
                <>
                  {name}{" "}
                  <span class={file.state === "failed" ? "warn" : "grey"}>
                    {isUnprintable(file) ? (
                      <Unprintable agenda={publication.agenda} language={language} file={file} />
                    ) : (
                      t(`paper.${file.state}`)
                    )}
                  </span>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** A line and a number, once it has taken a second. */
function Making({ publication }: { publication: Publication }) {
  const long = useSignal(false);
  const { all, ready, running } = measureProgress(publication);
  useEffect(() => {
    const timer = setTimeout(() => {
      long.value = true;
    }, 1000);
    return () => clearTimeout(timer);
  }, []);
  if (!running || !long.value) return null;
  return (
    <>
      <p class="hint" role="status">
        {t("files.making", { ready, all })}
      </p>
      <progress max={all} value={ready} aria-label={t("files.progress")} />
    </>
  );
}
