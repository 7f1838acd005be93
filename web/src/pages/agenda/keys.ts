/** The keys of the page. They are matched by `code` where layouts differ; none is a single letter inside text. */
import { focusClause, focusNextPane } from "./panes";
import type { Room } from "./room";
import { type Command, ownCommands, readCommand } from "./structure/commands";
import { showCommands } from "./structure/open";
import { takeWaiting } from "./waiting";
import type { Writing } from "./writing";

export type Act =
  | { kind: "pane"; step: number }
  | { kind: "clause"; step: number }
  | { kind: "language"; step: number }
  | { kind: "edit" }
  | { kind: "back" }
  | { kind: "keys" }
  | { kind: "commands" };

/** What a key press asks for. `where` says whether it was made in text or a field, on a clause, or elsewhere. Pure. */
export function readKey(
  event: Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">,
  where: "text" | "clause" | "elsewhere",
  rightToLeft: boolean,
): Act | null {
  if (isCommandList(event)) return { kind: "commands" };
  if (event.ctrlKey || event.metaKey) return null;
  if (event.key === "F6") return { kind: "pane", step: event.shiftKey ? -1 : 1 };
  if (event.altKey && !event.shiftKey) return readArrow(event.key, rightToLeft);
  if (event.altKey || where === "text") return null;
  if (event.key === "Enter" && where === "clause") return { kind: "edit" };
  if (event.key === "Escape") return { kind: "back" };
  return event.key === "?" ? { kind: "keys" } : null;
}

const isCommandList = (event: Pick<KeyboardEvent, "code" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">): boolean =>
  event.code === "KeyK" && event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey;

function readArrow(key: string, rightToLeft: boolean): Act | null {
  const forward = rightToLeft ? -1 : 1;
  switch (key) {
    case "ArrowDown":
      return { kind: "clause", step: 1 };
    case "ArrowUp":
      return { kind: "clause", step: -1 };
    case "ArrowRight":
      return { kind: "language", step: forward };
    case "ArrowLeft":
      return { kind: "language", step: -forward };
    default:
      return null;
  }
}

/** Answer the keys that have been pressed, and listen on the page; return what stops it. */
export function listen(room: Room, writing: Writing, showKeys: () => void): () => void {
  const answer = (event: KeyboardEvent) => {
    if (document.querySelector("dialog[open]")) return false;
    const command = readCommand(event, ownCommands(room));
    const act = command ?? readKey(event, whereOf(event.target as HTMLElement), document.documentElement.dir === "rtl");
    return act !== null && perform(act, room, writing, showKeys);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.defaultPrevented && answer(event)) event.preventDefault();
  };
  for (const event of takeWaiting()) answer(event);
  document.addEventListener("keydown", onKeyDown);
  return () => document.removeEventListener("keydown", onKeyDown);
}

function whereOf(target: HTMLElement): "text" | "clause" | "elsewhere" {
  if (target.isContentEditable || target.matches("input, textarea, select")) return "text";
  return target.matches("[data-clause]") ? "clause" : "elsewhere";
}

/** Do it; false leaves the key to the browser. */
function perform(act: Act | Command, room: Room, writing: Writing, showKeys: () => void): boolean {
  if ("run" in act) {
    act.run(room);
    return true;
  }
  switch (act.kind) {
    case "pane":
      focusNextPane(act.step);
      return true;
    case "clause":
      focusClause(room.move(act.step)?.id ?? "");
      return true;
    case "language":
      return moveAcross(room, writing, act.step);
    case "edit":
      return edit(room, writing);
    case "back":
      room.comparing.value = null;
      return false;
    case "keys":
      showKeys();
      return true;
    case "commands":
      showCommands();
      return true;
  }
}

export function moveAcross(room: Room, writing: Writing, step: number): boolean {
  const columns = room.columns.peek();
  const target = columns[columns.indexOf(room.tongue.peek()) + step];
  if (target) room.tongue.value = target;
  if (target) edit(room, writing);
  return true;
}

export function edit(room: Room, writing: Writing): boolean {
  writing.attachments.enter(`${room.selected.peek()}/${room.tongue.peek()}`);
  return true;
}
