import "../../styles/book.css";
import type { Publication } from "../../http/contract";
import { Bar } from "../../parts/Bar";
import { Files } from "../../parts/Files";
import { useWatched } from "../../parts/progress";
import { Tongues } from "../../parts/Tongues";
import { FullHash } from "../../parts/Words";
import { language, say, t } from "../../text";
import { formatFullDay, formatTime } from "../../text/dates";
import { directionOf, languageOf } from "../../text/names";

/** The public page of an issue: what it is, its files, and how anyone can check them. */
export function PublicationPage({ data }: { data: Publication }) {
  const { publication } = useWatched(data);
  const code = languageOf(publication.title);
  return (
    <>
      <Bar end={<Tongues />} />
      <div class="book">
        <main>
          <header class="mast">
            <p class="sym">
              <bdi dir="ltr">{publication.symbol ?? t("publication.no_symbol")}</bdi>
              <span>{formatFullDay(publication.at)}</span>
            </p>
            <h1 lang={code} dir={code === language() ? undefined : directionOf(code)}>
              {publication.title[code]}
            </h1>
            <p class="lead">
              {say(publication.draft ? "publication.draft" : "publication.final", {
                day: formatFullDay(publication.at),
                time: formatTime(publication.at),
                person: <bdi>{publication.by}</bdi>,
              })}
            </p>
          </header>
          <Files publication={publication} />
        </main>
        <Proof publication={publication} />
      </div>
    </>
  );
}

function Proof({ publication }: { publication: Publication }) {
  return (
    <aside class="proof" aria-labelledby="proof">
      <h2 id="proof">{t(publication.draft ? "publication.draft_mark" : "publication.final_mark")}</h2>
      <p>{t("publication.proof")}</p>
      <p>
        <FullHash of={publication.hash} />
      </p>
      <p class="grey">{t("publication.check")}</p>
    </aside>
  );
}
