import "../styles/changes.css";
import { t } from "../text";
import { diffWords } from "./worddiff";

/** Two texts as one: new words underlined, gone words struck. */
export function DiffWords({ before, after }: { before: string; after: string }) {
  return (
    <>
      {diffWords(before, after).map(({ op, text }, index) => {
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
