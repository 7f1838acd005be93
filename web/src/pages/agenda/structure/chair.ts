/** What the chair and the secretariat are about: which form is open, what was said last, what can be undone. */
import { batch, signal } from "@preact/signals";
import { type Done, undoDecision } from "../../../http/structure";
import { t } from "../../../text";
import type { Room } from "../room";
import { sayWhyNot } from "./refusal";

export type Form =
  | "first"
  | "before"
  | "after"
  | "under"
  | "move"
  | "split"
  | "join"
  | "retitle"
  | "label"
  | "kind"
  | "withdraw"
  | "lock"
  | "reopen"
  | "pause"
  | "resume"
  | "settings";

/** A sentence that says what came of an act, and the decision that Undo would take back. */
export interface Told {
  words: string;
  /** The clause in whose panel it is said. */
  at?: string;
  undo?: { decision: string; words: string };
  refused?: boolean;
}

export interface Task {
  form: Form;
  clause: string;
}

export class Chair {
  readonly task = signal<Task | null>(null);
  readonly told = signal<Told | null>(null);
  /** Why the server did not take what the open form says. */
  readonly wrong = signal("");
  readonly busy = signal(false);
  private way: HTMLElement | null = null;

  constructor(readonly room: Room) {}

  /** Open a form for the selected clause, in the margin. */
  begin(form: Form): void {
    this.way ??= document.activeElement as HTMLElement | null;
    batch(() => {
      this.told.value = null;
      this.wrong.value = "";
      this.task.value = { form, clause: this.room.selected.peek() };
      this.reveal();
    });
  }

  /** Close the form; the focus goes back to where it was called from. */
  readonly notYet = (): void => {
    const { way } = this;
    this.rest();
    requestAnimationFrame(() => {
      const back =
        way?.isConnected && way.offsetParent ? way : document.querySelector<HTMLElement>(".margin .acts button");
      back?.focus();
    });
  };

  /** Do an act. The sentence that it resolves to is told; with null the form stays, because there is more to read. */
  async perform(work: () => Promise<Told | null>): Promise<void> {
    if (this.busy.peek()) return;
    this.busy.value = true;
    this.wrong.value = "";
    try {
      const told = await work();
      if (told) this.tell(told);
    } catch (error) {
      const words = sayWhyNot(error);
      if (this.task.peek()) this.wrong.value = words;
      else this.tell({ words, refused: true });
    } finally {
      this.busy.value = false;
    }
  }

  /** Do an act that shapes the text: afterwards the page shows the text as the server has it, with the sentence. */
  shape(act: () => Promise<Done>, say: (done: Done) => string, was: () => string): Promise<void> {
    return this.perform(async () => {
      const words = was();
      const done = await act();
      await this.room.refreshAll();
      return { words: say(done), undo: { decision: done.decision, words } };
    });
  }

  /** Take the told act back. */
  readonly undo = (): Promise<void> => {
    const last = this.told.peek()?.undo;
    return last ? this.takeBack(last.decision, last.words) : Promise.resolve();
  };

  takeBack(decision: string, words: string): Promise<void> {
    this.rest();
    return this.perform(async () => {
      await undoDecision(decision);
      await this.room.refreshAll();
      return { words: t("shape.undone", { act: words }) };
    });
  }

  /** Refuse here what the server would refuse, with what can be done instead. */
  refuse(words: string): void {
    this.rest();
    this.tell({ words, refused: true });
  }

  private tell(told: Told): void {
    batch(() => {
      this.rest();
      this.told.value = { ...told, at: this.room.selected.peek() };
      this.reveal();
    });
  }

  private rest(): void {
    this.way = null;
    this.task.value = null;
    this.wrong.value = "";
  }

  /** Where the margin is folded away, bring it out. */
  private reveal(): void {
    this.room.unfolded.value = true;
    if (this.room.narrow.peek()) this.room.pane.value = "chair";
  }
}

const chairs = new WeakMap<Room, Chair>();

/** Return the one chair's desk of a room. */
export function chairOf(room: Room): Chair {
  const known = chairs.get(room) ?? new Chair(room);
  chairs.set(room, known);
  return known;
}
