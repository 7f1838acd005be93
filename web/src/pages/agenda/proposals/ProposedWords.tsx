import type { Change } from "../../../http/contract";
import { t } from "../../../text";
import { shorten } from "./shortening";

/** A text with what a proposal puts in and takes out; long stretches that stay as they are, are cut short. */
export function ProposedWords({ changes }: { changes: readonly Change[] }) {
  return (
    <>
      {shorten(changes).map(({ op, text }, index) => {
        if (op === "equal") return text;
        const Tag = op === "insert" ? "ins" : "del";
        return (
          <Tag key={index}>
            <span class="hide">{t(`diff.${op}`)} </span>
            {text}
          </Tag>
        );
      })}
    </>
  );
}
