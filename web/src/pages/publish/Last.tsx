import { useEffect, useRef } from "preact/hooks";
import type { Publication } from "../../http/contract";
import { Files } from "../../parts/Files";
import { useWatched } from "../../parts/progress";
import { FullHash } from "../../parts/Words";
import { say, t } from "../../text";
import { formatFullDay, formatTime } from "../../text/dates";

/** The last issue: its files as they are made, and the hash of the text itself. */
export function Last({ publication: first, fresh }: { publication: Publication; fresh: boolean }) {
  const { publication, retry } = useWatched(first);
  const told = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (fresh) told.current?.focus();
  }, [fresh, first.id]);
  const name = publication.symbol ? <bdi dir="ltr">{publication.symbol}</bdi> : t("publication.no_symbol");
  return (
    <aside aria-labelledby="last">
      <h2 class="sub" id="last">
        <a href={`/publications/${publication.id}`}>{name}</a>
      </h2>
      <p class="hint" ref={told} tabIndex={-1}>
        {say("last.frozen", {
          day: formatFullDay(publication.at),
          time: formatTime(publication.at),
          person: <bdi>{publication.by}</bdi>,
        })}
      </p>
      <Files publication={publication} retry={retry} />
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
