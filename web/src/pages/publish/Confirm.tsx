import "../../styles/dialog.css";
import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { Agenda, Counts, Outcome } from "../../http/contract";
import { say, t } from "../../text";
import { formatFullDay, formatTime } from "../../text/dates";
import { languageName, listed } from "../../text/names";

interface Props {
  box: RefObject<HTMLDialogElement | null>;
  agenda: Agenda;
  symbol: string;
  /** What a meeting endorsed, and the languages of it that come out now; without it, the text as it stands. */
  final?: { outcome: Outcome; languages: readonly string[] };
  go: () => void;
}

/** The one dialog of the house: publishing cannot be taken back. The focus begins on "Not yet". */
export function Confirm({ box, agenda, symbol, final, go }: Props) {
  const notYet = useRef<HTMLButtonElement>(null);
  const named = { symbol: <bdi dir="ltr">{symbol}</bdi> };
  return (
    <dialog ref={box} aria-labelledby="confirm" aria-describedby="confirm-words">
      <h2 id="confirm">{symbol ? say(final ? "confirm.named" : "confirm.draft_named", named) : t("confirm.draft")}</h2>
      <p id="confirm-words">
        {final
          ? sayOutcome(final.outcome, final.languages)
          : t("confirm.draft_holds", { count: countStanding(agenda.counts) })}{" "}
        {t(final ? "confirm.final" : "confirm.marked")}
      </p>
      <p class="acts">
        <button type="button" class="primary" onClick={go}>
          {t(final ? "confirm.publish" : "confirm.issue")}
        </button>
        <button type="button" ref={notYet} autofocus onClick={() => box.current?.close()}>
          {t("act.not_yet")}
        </button>
      </p>
    </dialog>
  );
}

/** What comes out was frozen when the meeting acted on it. */
export const sayOutcome = ({ at }: Outcome, languages: readonly string[]): string =>
  t("confirm.outcome", {
    languages: listed(languages.map(languageName)).join(""),
    day: formatFullDay(at),
    time: formatTime(at),
  });

/** Return how many clauses have a text: of a withdrawn one a draft shows the number alone. */
export const countStanding = ({ withdrawn: _, ...standing }: Counts): number =>
  Object.values(standing).reduce((sum, count) => sum + count, 0);
