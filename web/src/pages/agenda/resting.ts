/** Where a writer waits when others close the text under the caret: on the clause, as long as nothing else is done. */
import { placeOf } from "./panes";

const editing: ReadonlySet<string> = new Set(["Enter", "Backspace", "Delete", "Dead", "Process", "Unidentified"]);
const modifiers: ReadonlySet<string> = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"]);

type Press = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "getModifierState">;

/** What a key press by someone who was just typing is: more of it, a step elsewhere, or neither. Pure. */
export function readPress(event: Press): "typing" | "moving" | "neither" {
  const isCommand = event.ctrlKey || event.altKey || event.metaKey;
  if (modifiers.has(event.key) || (isCommand && !event.getModifierState("AltGraph"))) return "neither";
  return [...event.key].length === 1 || editing.has(event.key) ? "typing" : "moving";
}

/**
 * Bring the writer's focus to the clause, and keep what is still typed from scrolling the page or doing anything else,
 * until a key moves on; `onLost` hears of each such key. Returns whether the writer still waits there.
 */
export function rest(clause: string, onLost: () => void): () => boolean {
  const row = placeOf(clause);
  row?.focus({ preventScroll: true });
  const ends = new AbortController();
  let isTyping = true;
  const press = (event: KeyboardEvent) => {
    const kind = readPress(event);
    isTyping &&= kind !== "moving";
    if (!isTyping || kind !== "typing") return;
    event.preventDefault();
    event.stopPropagation();
    onLost();
  };
  const leave = ({ target }: Event) => target !== row && ends.abort();
  const how = { capture: true, signal: ends.signal };
  row?.addEventListener("keydown", press, how);
  document.addEventListener("focusin", leave, how);
  document.addEventListener("pointerdown", () => ends.abort(), how);
  return () => {
    const waits = !ends.signal.aborted && document.activeElement === row;
    ends.abort();
    return waits;
  };
}
