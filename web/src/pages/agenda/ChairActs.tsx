import { useEffect, useRef } from "preact/hooks";
import type { Clause } from "../../http/contract";
import { t } from "../../text";
import { useGavel } from "./gavel";
import { Locking } from "./Locking";
import { Reopening } from "./Reopening";
import { useRoom } from "./room";

/** The chair's acts on a clause: said in place, in two steps, never in a dialog. Empty for everybody else. */
export function ChairActs({ clause }: { clause: Clause }) {
  const room = useRoom();
  const gavel = useGavel(room, clause);
  const { may } = room.agenda.you;
  const step = gavel.step.value;
  const acts = useRef<HTMLParagraphElement>(null);
  const notYet = () => {
    gavel.rest();
    requestAnimationFrame(() => acts.current?.querySelector("button")?.focus());
  };
  return (
    <>
      <Told words={gavel.told.value} />
      {step.kind === "rest" && (
        <p class="acts" ref={acts}>
          {may.lock && !clause.lock && (
            <button type="button" class="primary" onClick={gavel.askLocking}>
              {t("gavel.lock_step")}
            </button>
          )}
          {may.reopen && clause.lock && (
            <button type="button" onClick={gavel.askReopening}>
              {t("gavel.reopen_step")}
            </button>
          )}
        </p>
      )}
      {step.kind === "locking" && <Locking {...step} lock={gavel.lock} notYet={notYet} />}
      {step.kind === "reopening" && <Reopening clause={clause} reopen={gavel.reopen} notYet={notYet} />}
    </>
  );
}

/** After an act the focus goes to the sentence that says what came of it. */
function Told({ words }: { words: string }) {
  const place = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (words) place.current?.focus();
  }, [words]);
  return words ? (
    <p class="acts" tabIndex={-1} ref={place}>
      <b>{words}</b>
    </p>
  ) : null;
}
