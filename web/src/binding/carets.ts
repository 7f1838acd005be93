/** The carets and selections of others: a bar and a flag with the delegation, which rests as a tick when they pause. */

import type { Awareness } from "y-protocols/awareness";
import { readUser } from "../sync/presence";

/** Milliseconds after the last move at which the flag becomes a tick. */
const FLAG = 2_000;

/** Draws carets; it remembers when each one moved, so that drawing anew does not wave old flags. */
export class Carets {
  private readonly moved = new Map<number, { place: string; at: number }>();

  constructor(private readonly awareness: Awareness) {
    awareness.on("change", this.note);
  }

  /** Build the bar and flag of one person, for the cursor plugin. */
  readonly drawCaret = (user: Record<string, unknown>, client: number): HTMLElement => {
    const { delegation, name } = readUser(user);
    const caret = document.createElement("span");
    caret.className = "caret";
    caret.setAttribute("aria-hidden", "true");
    caret.dataset.by = delegation || name;
    // keeps the bar a line high where it stands alone
    caret.append("\u2060");
    const left = FLAG - (Date.now() - (this.moved.get(client)?.at ?? 0));
    if (left <= 0) caret.classList.add("resting");
    else setTimeout(() => caret.classList.add("resting"), left);
    requestAnimationFrame(() => lowerInLastLine(caret));
    return caret;
  };

  readonly drawSelection = (): { class: string } => ({ class: "sel" });

  destroy(): void {
    this.awareness.off("change", this.note);
    this.moved.clear();
  }

  private readonly note = ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>): void => {
    for (const client of removed) this.moved.delete(client);
    for (const client of [...added, ...updated]) {
      const place = JSON.stringify(this.awareness.getStates().get(client)?.cursor ?? null);
      if (this.moved.get(client)?.place !== place) this.moved.set(client, { place, at: Date.now() });
    }
  };
}

/** The flag stands above its line, so in the last of several lines it hangs below: there it covers no words. */
function lowerInLastLine(caret: HTMLElement): void {
  const block = caret.closest("p, li");
  if (!block) return;
  const [own, whole] = [caret.getBoundingClientRect(), block.getBoundingClientRect()];
  const isFirst = own.top - whole.top < own.height;
  caret.classList.toggle("low", !isFirst && whole.bottom - own.bottom < own.height);
}
