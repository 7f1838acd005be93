import { say, t } from "../../text";
import { pick } from "../../text/names";
import type { Part, Tracked } from "./changes";

/** The text with its changes: underlined, struck, and a raised tag with number and delegation. */
export function TrackedText({ parts }: { parts: readonly Part[] }) {
  return (
    <>{parts.map((part, index) => (part.kind === "equal" ? part.text : <ChangedWords key={index} change={part} />))}</>
  );
}

/** Who changed the words, else where they were imported from, else what carried them. */
export const authorOf = ({ delegation, person, source, act }: Tracked): string =>
  delegation ? pick(delegation.names) : (person?.name ?? source ?? (act ? t(`compare.act.${act}`) : ""));

function ChangedWords({ change }: { change: Tracked }) {
  const { deleted, inserted, number, closing, gap } = change;
  const author = authorOf(change);
  return (
    <>
      {deleted && (
        <del>
          <span class="hide">{t("diff.delete")} </span>
          {deleted.trimEnd()}
        </del>
      )}
      {deleted && inserted && " "}
      {inserted && (
        <ins>
          <span class="hide">{t("diff.insert")} </span>
          {inserted.trimEnd()}
        </ins>
      )}
      {closing}
      <sup class="who">
        {author ? say("diff.tag", { number, author: <bdi>{author}</bdi> }) : say("diff.bare", { number })}
      </sup>
      {gap}
    </>
  );
}
