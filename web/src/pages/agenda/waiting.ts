/** Keys of the page that are pressed before those who answer them have come: kept, and answered in their order. */

const waiting: KeyboardEvent[] = [];

function keep(event: KeyboardEvent): void {
  const { key, code, altKey, shiftKey } = event;
  const where = event.target as HTMLElement;
  const control = event.ctrlKey || event.metaKey;
  const isAct = altKey ? shiftKey || key.startsWith("Arrow") : key === "F6";
  const onClause = key === "Enter" && where.matches("[data-clause]");
  if (control ? code === "KeyK" && !altKey : isAct || onClause) {
    event.preventDefault();
    waiting.push(event);
  }
}

/** Keep what is pressed from now on; return what ends it. */
export function keepWaiting(): () => void {
  document.addEventListener("keydown", keep);
  return takeWaiting as () => void;
}

/** Return what has been pressed. From now on keys are answered at once. */
export function takeWaiting(): KeyboardEvent[] {
  document.removeEventListener("keydown", keep);
  return waiting.splice(0);
}
