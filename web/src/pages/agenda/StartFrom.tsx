import type { RefObject } from "preact";
import type { LiveText } from "../../binding";
import type { Clause } from "../../http/contract";
import { t } from "../../text";
import { languageName } from "../../text/names";
import { useFilling } from "./filling";
import { useRoom } from "./room";
import { hasWords } from "./rows";

interface Props {
  live: LiveText;
  clause: Clause;
  language: string;
  place: RefObject<HTMLElement | null>;
}

/** A translator begins with the words of the original, not with nothing. */
export function StartFrom({ live, clause, language, place }: Props) {
  const { original_language: original } = useRoom().agenda.draft;
  const filled = useFilling(place);
  const json = clause.texts[original]?.json;
  if (filled.value || language === original || !json || !hasWords(json)) return null;
  const start = () => {
    live.fill(json);
    live.focus();
  };
  return (
    <p class="acts">
      <button type="button" onClick={start}>
        {t("cell.start", { language: languageName(original) })}
      </button>
    </p>
  );
}
