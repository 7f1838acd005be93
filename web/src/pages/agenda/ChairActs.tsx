import "../../styles/acts.css";
import { useEffect, useRef } from "preact/hooks";
import type { Clause } from "../../http/contract";
import { later } from "../../parts/later";
import { t } from "../../text";
import { isPaused } from "./pens";
import { useRoom } from "./room";
import { chairOf, type Form, type Told } from "./structure/chair";
import { commands } from "./structure/commands";
import { Menu } from "./structure/Menu";

const TaskForm = later(() => import("./structure/forms").then((its) => its.TaskForm), ["refusals"]);

/** The acts of the chair and the secretariat on a clause, each said in place. Empty for everybody else. */
export function ChairActs({ clause }: { clause: Clause | undefined }) {
  const chair = chairOf(useRoom());
  const { value: task } = chair.task;
  const id = clause?.id ?? "";
  const isOpen = task !== null && task.clause === id && task.form !== "settings";
  return (
    <>
      {chair.told.value?.at === id && !isOpen && <Said told={chair.told.value} undo={chair.undo} />}
      {isOpen && <TaskForm key={`${task.form}/${id}`} form={task.form} clause={clause} />}
      {!isOpen && clause && <Buttons clause={clause} />}
    </>
  );
}

function Buttons({ clause }: { clause: Clause }) {
  const room = useRoom();
  const { may } = room.agenda.you;
  const paused = isPaused(clause);
  const isOpen = !clause.lock && clause.status !== "withdrawn";
  return (
    <div class="acts">
      {may.lock && isOpen && <Opener form="lock" words={t("gavel.lock_step")} primary />}
      {may.reopen && clause.lock && <Opener form="reopen" words={t("gavel.reopen_step")} />}
      {may.pause && !paused && isOpen && <Opener form="pause" words={t("pause.step")} />}
      {may.pause && paused && <Opener form="resume" words={t("resume.step")} />}
      {may.structure && <Menu />}
    </div>
  );
}

function Opener({ form, words, primary }: { form: Form; words: string; primary?: boolean }) {
  const room = useRoom();
  const command = commands.find(({ id }) => id === form);
  return (
    <button type="button" class={primary ? "primary" : undefined} onClick={() => command?.run(room)}>
      {words}
    </button>
  );
}

/** After an act the focus goes to the sentence that says what came of it; Undo stands in it. */
function Said({ told, undo }: { told: Told; undo: () => void }) {
  const place = useRef<HTMLParagraphElement>(null);
  useEffect(() => place.current?.focus(), [told]);
  return (
    <p class={told.refused ? "told refused" : "told"} tabIndex={-1} ref={place}>
      <b>{told.words}</b>
      {told.undo && (
        <>
          {" "}
          <button type="button" class="link" onClick={undo}>
            {t("shape.undo")}
          </button>
        </>
      )}
    </p>
  );
}
