/** Every act of the chair and the secretariat with its key. The menu, the command list, the keys and their list read it. */
import { listDecisions } from "../../../http/structure";
import { nameClause } from "../../../parts/naming";
import { type Key, t } from "../../../text";
import { isPaused } from "../pens";
import type { Room } from "../room";
import { type Chair, chairOf, type Form } from "./chair";
import { siblingOf } from "./places";

type Right = "structure" | "lock" | "reopen" | "pause" | "settings";

export interface Command {
  id: string;
  says: Key;
  /** As shown. */
  keys: readonly string[];
  /** As pressed: `event.code`, with Alt and Shift held. */
  code: string;
  right: Right;
  run(room: Room): void;
}

const opening = (form: Form, right: Right, code: string, cap: string): Command => ({
  id: form,
  says: `command.${form}` as Key,
  keys: ["Alt", "Shift", cap],
  code,
  right,
  run: (room) => void begin(room, form),
});

const moving = (id: "up" | "down", code: string, cap: string): Command => ({
  id,
  says: `command.${id}`,
  keys: ["Alt", "Shift", cap],
  code,
  right: "structure",
  run: (room) => void move(room, id === "up" ? -1 : 1),
});

export const shaping: readonly Command[] = [
  opening("before", "structure", "KeyB", "B"),
  opening("after", "structure", "KeyN", "N"),
  opening("under", "structure", "KeyU", "U"),
  moving("up", "ArrowUp", "↑"),
  moving("down", "ArrowDown", "↓"),
  opening("move", "structure", "KeyM", "M"),
  opening("split", "structure", "KeyS", "S"),
  opening("join", "structure", "KeyJ", "J"),
  opening("retitle", "structure", "KeyT", "T"),
  opening("label", "structure", "KeyL", "L"),
  opening("kind", "structure", "KeyK", "K"),
  opening("withdraw", "structure", "KeyW", "W"),
  {
    id: "undo",
    says: "command.undo",
    keys: ["Alt", "Shift", "Z"],
    code: "KeyZ",
    right: "structure",
    run: (room) => void undoLast(chairOf(room)),
  },
];

export const commands: readonly Command[] = [
  opening("lock", "lock", "KeyG", "G"),
  opening("reopen", "reopen", "KeyO", "O"),
  opening("pause", "pause", "KeyP", "P"),
  opening("resume", "pause", "KeyR", "R"),
  ...shaping,
  opening("settings", "settings", "KeyD", "D"),
];

/** Return the commands that the reader's seat has. */
export const ownCommands = (room: Room): Command[] => commands.filter(({ right }) => room.agenda.you.may[right]);

/** Return the command of a key press, if the seat has it. Pure. */
export function readCommand(
  event: Pick<KeyboardEvent, "code" | "altKey" | "shiftKey" | "ctrlKey" | "metaKey">,
  own: readonly Command[],
): Command | undefined {
  if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return undefined;
  return own.find(({ code }) => code === event.code);
}

/** Into a text that has no clause, each of them inserts the first one. */
const sides: readonly Form[] = ["before", "after", "under"];

/** What is agreed or paused may be moved and numbered, and nothing more. */
const touchesWords: readonly Form[] = ["split", "join", "retitle", "kind", "withdraw"];

/** Move the clause by one place. What that takes comes with the first such move. */
const move = (room: Room, step: -1 | 1): Promise<void> =>
  import("./moving").then(
    ({ moveBeside }) => moveBeside(room, step),
    () => chairOf(room).refuse(t("refusal.unreachable")),
  );

/** Open an act's form, or say at once why it cannot be done here and what can be done instead. */
async function begin(room: Room, form: Form): Promise<void> {
  const chair = chairOf(room);
  // an act names the texts that were seen, in every language
  if (!room.isWhole && !(await room.complete())) return chair.refuse(t("refusal.unreachable"));
  const clause = room.chosen.peek();
  if (!clause) return sides.includes(form) ? chair.begin("first") : undefined;
  const label = nameClause(clause);
  const heading = room.rows.peek().find(({ id }) => id === clause.id)?.heading;
  if (touchesWords.includes(form) && clause.lock) chair.refuse(t("refusal.clause_locked_named", { label }));
  else if (touchesWords.includes(form) && isPaused(clause)) chair.refuse(t("refusal.clause_paused_named", { label }));
  else if (form === "join" && !siblingOf(room.rows.peek(), clause.id, 1)) chair.refuse(t("shape.no_next", { label }));
  else if (form === "lock" && clause.lock && !heading) chair.refuse(t("refusal.already_locked"));
  else chair.begin(form);
}

/** Take back the last act that shaped the text, whoever did it. */
export function undoLast(chair: Chair): Promise<void> {
  const own = chair.told.peek()?.undo;
  if (own) return chair.undo();
  return chair.perform(async () => {
    const last = (await listDecisions(chair.room.agenda.id)).find(({ undoable }) => undoable);
    if (!last) return { words: t("undo.nothing"), refused: true };
    queueMicrotask(() => chair.takeBack(last.id, sayAct(last)));
    return null;
  });
}

const acts: Readonly<Record<string, Key>> = {
  insert: "was.inserted",
  move: "was.moved",
  split: "was.split",
  join: "was.joined",
  retitle: "was.retitled",
  set_label: "was.labelled",
  set_kind: "was.kind_set",
  withdraw: "was.withdrawn",
};

/** Whether a decision shaped the text. Others are told where the versions and the locks are. */
export const isShaping = (act: string): boolean => act in acts;

/** Return what a decision did, in words: `clause 12 moved`. */
export function sayAct({
  act,
  clauses,
}: {
  act: string;
  clauses: { label: string; title: Record<string, string> }[];
}): string {
  const [first, second] = clauses.map((clause) => nameClause({ ...clause, texts: {} }));
  return t(acts[act] ?? "was.changed", { label: first ?? "", other: second ?? "" });
}
