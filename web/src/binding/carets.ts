/** The carets and selections of others: a bar and a flag with the delegation, which rests as a tick when they pause. */

import type { Awareness } from "y-protocols/awareness";
import type { Transaction } from "yjs";
import { readUser } from "../sync/presence";

/** Milliseconds after the last move at which the flag becomes a tick. */
const FLAG = 2_000;

/** One caret on the screen, when its person last moved or typed (Unix milliseconds), and what takes the flag down. */
interface Drawn {
  caret: HTMLElement;
  at: number;
  timer?: ReturnType<typeof setTimeout>;
}

/**
 * Draws carets, and raises a flag whenever its person moves or types. The editor goes on using a caret that was drawn,
 * and who types before the same word sends no new place: so both are followed here.
 */
export class Carets {
  private readonly places = new Map<number, string>();
  private readonly drawn = new Map<number, Drawn>();

  constructor(private readonly awareness: Awareness) {
    awareness.on("change", this.note);
    awareness.doc.on("afterTransaction", this.hear);
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
    const at = this.drawn.get(client)?.at ?? Date.now();
    this.forget(client);
    const drawn = { caret, at };
    this.drawn.set(client, drawn);
    lowerLater(drawn);
    return caret;
  };

  readonly drawSelection = (): { class: string } => ({ class: "sel" });

  destroy(): void {
    this.awareness.off("change", this.note);
    this.awareness.doc.off("afterTransaction", this.hear);
    for (const client of [...this.drawn.keys()]) this.forget(client);
    this.places.clear();
  }

  private readonly note = ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>): void => {
    for (const client of removed) {
      this.places.delete(client);
      this.forget(client);
    }
    for (const client of [...added, ...updated]) {
      const place = JSON.stringify(this.awareness.getStates().get(client)?.cursor ?? null);
      if (this.places.get(client) !== place) this.raise(client);
      this.places.set(client, place);
    }
  };

  private readonly hear = ({ local, beforeState, afterState }: Transaction): void => {
    if (local) return;
    for (const client of this.drawn.keys()) {
      if ((afterState.get(client) ?? 0) > (beforeState.get(client) ?? 0)) this.raise(client);
    }
  };

  private raise(client: number): void {
    const drawn = this.drawn.get(client);
    if (!drawn) return;
    drawn.at = Date.now();
    drawn.caret.classList.remove("resting");
    lowerLater(drawn);
  }

  private forget(client: number): void {
    clearTimeout(this.drawn.get(client)?.timer);
    this.drawn.delete(client);
  }
}

function lowerLater(drawn: Drawn): void {
  const { caret, at } = drawn;
  const left = FLAG - (Date.now() - at);
  clearTimeout(drawn.timer);
  if (left <= 0) caret.classList.add("resting");
  else drawn.timer = setTimeout(() => caret.classList.add("resting"), left);
  requestAnimationFrame(() => lowerInLastLine(caret));
}

/** The flag stands above its line, so in the last of several lines it hangs below: there it covers no words. */
function lowerInLastLine(caret: HTMLElement): void {
  const block = caret.closest("p, li");
  if (!block) return;
  const [own, whole] = [caret.getBoundingClientRect(), block.getBoundingClientRect()];
  const isFirst = own.top - whole.top < own.height;
  caret.classList.toggle("low", !isFirst && whole.bottom - own.bottom < own.height);
}
