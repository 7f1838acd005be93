/** A text that a page holds from the first moment, while the editor may still be on its way to the browser. */

import { signal } from "@preact/signals";
import type { CaretPlace, CommandName, LiveText, Presence, TextState, UnsentText } from "./api";

/** The text as the editor has it. */
export interface Inner extends Omit<LiveText, "state" | "present"> {
  unsent(): UnsentText | null;
}

export class AwaitedText implements LiveText {
  readonly state = signal<TextState>({ kind: "opening" });
  readonly present = signal<readonly Presence[]>([]);
  private inner: Inner | null = null;
  private wantsFocus = false;
  private isOver = false;

  /** `attach` makes the inner text; `again` asks for the editor once more after it could not be loaded. */
  constructor(
    private place: HTMLElement,
    private readonly attach: (text: AwaitedText, place: HTMLElement) => Inner,
    private readonly again: () => void,
    private readonly ended: () => void,
  ) {}

  get canDetach(): boolean {
    return this.inner?.canDetach ?? true;
  }

  get unsavedWords(): number {
    return this.inner?.unsavedWords ?? 0;
  }

  unsent(): UnsentText | null {
    return this.inner?.unsent() ?? null;
  }

  /** The editor is here. */
  arrive(): void {
    if (this.isOver || this.inner) return;
    this.inner = this.attach(this, this.place);
    if (this.wantsFocus) this.inner.focus();
  }

  focus(): void {
    this.wantsFocus = true;
    this.inner?.focus();
  }

  run(command: CommandName): boolean {
    return this.inner?.run(command) ?? false;
  }

  can(command: CommandName): boolean {
    return this.inner?.can(command) ?? false;
  }

  active(command: CommandName): boolean {
    return this.inner?.active(command) ?? false;
  }

  caret(): CaretPlace | null {
    return this.inner?.caret() ?? null;
  }

  refer(clause: string): boolean {
    return this.inner?.refer(clause) ?? false;
  }

  fill(json: unknown): boolean {
    return this.inner?.fill(json) ?? false;
  }

  redraw(): void {
    this.inner?.redraw();
  }

  moveTo(place: HTMLElement): void {
    this.place = place;
    this.inner?.moveTo(place);
  }

  reopen(epoch?: number): void {
    if (this.inner) this.inner.reopen(epoch);
    else this.again();
  }

  destroy(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.inner?.destroy();
    this.state.value = { kind: "closed" };
    this.ended();
  }
}
