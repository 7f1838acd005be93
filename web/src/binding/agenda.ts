/** The page's live side: one socket, and the texts that are attached on it now. */

import { type ReadonlySignal, signal } from "@preact/signals";
import { Line } from "../sync/line";
import type { Saving, TextState } from "../sync/states";
import type { Connection, LiveAgendaApi, LiveAgendaOptions, LiveOptions, LiveText } from "./api";
import { BoundText } from "./text";

export class LiveAgenda implements LiveAgendaApi {
  private readonly line: Line;
  private readonly states = new Map<BoundText, TextState>();
  private readonly together = signal<Saving>({ kind: "none" });

  constructor(options: LiveAgendaOptions = {}) {
    this.line = new Line(options);
    window.addEventListener("beforeunload", this.warn);
  }

  get connection(): ReadonlySignal<Connection> {
    return this.line.connection;
  }

  get saving(): ReadonlySignal<Saving> {
    return this.together;
  }

  open(place: HTMLElement, options: LiveOptions): LiveText {
    return new BoundText(this.line, place, options, (text, state) => {
      if (state.kind === "closed") this.states.delete(text);
      else this.states.set(text, state);
      this.together.value = sumSavings([...this.states.values()].map(readSaving), this.together.peek());
    });
  }

  close(): void {
    window.removeEventListener("beforeunload", this.warn);
    for (const text of [...this.states.keys()]) text.destroy();
    this.line.close();
  }

  /** Words that are not on disk, or that were refused and are kept here only, would go with the page. */
  private readonly warn = (event: BeforeUnloadEvent): void => {
    if ([...this.states.keys()].some((text) => text.holdsWords)) event.preventDefault();
  };
}

const readSaving = (state: TextState): Saving => ("saving" in state ? state.saving : { kind: "none" });

/** Return what all texts together say: words on their way before all, then the latest time at which any was saved. */
export function sumSavings(savings: readonly Saving[], before: Saving): Saving {
  const sending = savings.filter((saving) => saving.kind === "sending");
  if (sending.length > 0) {
    const since = Math.min(...sending.map((saving) => saving.since));
    return { kind: "sending", since, words: sending.reduce((sum, saving) => sum + saving.words, 0) };
  }
  const times = [...savings, before].map((saving) => (saving.kind === "saved" ? saving.at : 0));
  const at = Math.max(...times);
  return at > 0 ? { kind: "saved", at } : { kind: "none" };
}
