/** One text on the line through all its lives: what state it is in, and the words that the server did not take. */

import { type Hello, PROTOCOL, type Standing } from "../protocol/messages";
import { type Claim, Life } from "./life";
import type { Line } from "./line";
import { countWords } from "./salvage";
import type { Kept, Saving, TextState } from "./states";

/** A server that refuses fresh documents one after the other is not asked for ever. */
const PATIENCE = { lives: 4, within: 15_000 };

export interface TextOptions {
  /** `clause/language`, with `@draft` for any draft but main. */
  readonly key: string;
  readonly root: string;
  readonly epoch: number;
  readonly schema: number;
  /** A fresh document has all that the server has: show it. */
  readonly onOpen: (life: Life) => void;
  /** The document ends: take it from the screen. Called before it is destroyed. */
  readonly onEnd: () => void;
  /** What the reader sees of the document now, to go with the words that are kept. */
  readonly snapshot: () => unknown;
  readonly onState: (state: TextState) => void;
}

export class SyncText {
  private current: TextState = { kind: "opening" };
  private life: Life | null = null;
  private isShown = false;
  private standing: Pick<Standing, "status" | "may_write" | "reason"> | null = null;
  private savedAt = 0;
  private offlineSince = 0;
  private kept: Kept | null = null;
  private births: number[] = [];

  constructor(
    private readonly line: Line,
    private readonly options: TextOptions,
  ) {
    this.open(options.epoch);
  }

  get mayWrite(): boolean {
    return this.isShown && (this.standing?.may_write ?? false);
  }

  get canDetach(): boolean {
    return this.life?.outbox.isEmpty ?? true;
  }

  get unsavedWords(): number {
    return this.life?.unsavedWords ?? 0;
  }

  /** True while leaving the page would lose words. */
  get holdsWords(): boolean {
    return !this.canDetach || this.kept !== null;
  }

  letGo(): void {
    this.kept = null;
    const state = this.current;
    if ("salvage" in state) this.move({ ...state, salvage: null });
  }

  /** Open again after a refusal. */
  reopen(epoch?: number): void {
    if (this.current.kind !== "refused") return;
    this.births = [];
    this.open(epoch ?? null);
  }

  destroy(): void {
    this.bury();
    this.move({ kind: "closed" });
  }

  private open(epoch: number | null): void {
    const claim: Claim = { epoch, schema: this.options.schema };
    this.births.push(Date.now());
    this.move({ kind: "opening" });
    this.life = new Life(this.line, this.options.key, this.options.root, claim, {
      greeted: (hello) => this.greet(hello),
      joined: () => this.join(),
      told: (standing) => this.stand(standing),
      saved: (at) => this.save(at),
      edited: () => this.edit(),
      lost: () => this.lose(),
      ended: (code, detail, again) => this.end(code, detail, again),
    });
  }

  private greet(hello: Hello): void {
    if (hello.protocol > PROTOCOL) this.end("protocol", "", false);
    else if (hello.schema !== this.options.schema) this.end("schema", "", false);
    else this.standing = hello;
  }

  private join(): void {
    if (!this.life || !this.standing) return;
    this.offlineSince = 0;
    if (!this.isShown) {
      this.isShown = true;
      this.options.onOpen(this.life);
    }
    this.show();
  }

  private stand(standing: Standing): void {
    this.standing = standing;
    this.show();
  }

  private save(at: number): void {
    this.savedAt = at;
    this.show();
  }

  /** While edits are on their way one more changes nothing that is shown, unless the count of waiting words is shown. */
  private edit(): void {
    const state = this.current;
    if (state.kind === "offline" || (state.kind === "live" && state.saving.kind !== "sending")) this.show();
  }

  private lose(): void {
    this.offlineSince ||= Date.now();
    this.show();
  }

  private end(code: string, detail: string, again: boolean): void {
    this.keepWords(code);
    this.bury();
    const now = Date.now();
    this.births = this.births.filter((at) => now - at < PATIENCE.within);
    if (again && this.births.length < PATIENCE.lives) this.open(null);
    else this.move({ kind: "refused", code, detail, salvage: this.kept });
  }

  /** Keep what was typed and not taken, behind what is kept already. */
  private keepWords(code: string): void {
    const text = this.life?.unsavedText() ?? "";
    if (text === "") return;
    const whole = this.kept ? `${this.kept.salvage.text}\n${text}` : text;
    const salvage = { text: whole, words: countWords(whole), document: this.options.snapshot() };
    this.kept = { code, at: Date.now(), salvage };
  }

  private bury(): void {
    if (this.isShown) this.options.onEnd();
    this.isShown = false;
    this.standing = null;
    this.savedAt = 0;
    this.offlineSince = 0;
    this.life?.destroy();
    this.life = null;
  }

  private show(): void {
    if (this.offlineSince) {
      this.move({ kind: "offline", since: this.offlineSince, saving: this.describeSaving(), salvage: this.kept });
    } else if (this.isShown && this.standing) {
      const { status, may_write: mayWrite, reason } = this.standing;
      this.move({ kind: "live", mayWrite, status, reason, saving: this.describeSaving(), salvage: this.kept });
    }
  }

  private describeSaving(): Saving {
    if (!this.canDetach) return { kind: "sending", since: this.life?.outbox.since ?? 0, words: this.unsavedWords };
    return this.savedAt ? { kind: "saved", at: this.savedAt } : { kind: "none" };
  }

  private move(state: TextState): void {
    this.current = state;
    this.options.onState(state);
  }
}
