import "../../styles/dialog.css";
import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { Agenda } from "../../http/contract";
import { say, t } from "../../text";

interface Props {
  box: RefObject<HTMLDialogElement | null>;
  agenda: Agenda;
  symbol: string;
  final: boolean;
  go: () => void;
}

/** The one dialog of the house: publishing cannot be taken back. The focus begins on "Not yet". */
export function Confirm({ box, agenda, symbol, final, go }: Props) {
  const notYet = useRef<HTMLButtonElement>(null);
  const clauses = Object.values(agenda.counts).reduce((sum, count) => sum + count, 0);
  const named = { symbol: <bdi dir="ltr">{symbol}</bdi> };
  return (
    <dialog ref={box} aria-labelledby="confirm" aria-describedby="confirm-words">
      <h2 id="confirm">{symbol ? say(final ? "confirm.named" : "confirm.draft_named", named) : t("confirm.draft")}</h2>
      <p id="confirm-words">
        {t("confirm.frozen", { count: clauses })} {t(final ? "confirm.final" : "confirm.marked")}
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
