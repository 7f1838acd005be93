/** One text on the line through all its lives: what state it is in, and the words that the server did not take. */

import { type Hello, PROTOCOL, type Standing } from "../protocol/messages";
import { type Claim, type End, Life } from "./life";
import type { Line } from "./line";
import type { Kept, Saving, TextState, Unsent } from "./states";

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
  /** An edit was made, or some are on disk: what is unsent is not what it was. */
  readonly onUnsent: () => void;
  /** The server did not take this: it is in no text any more. */
  readonly onKept: (kept: Kept) => void;
}

export class SyncText {
  private current: TextState = { kind: "opening" };
  private life: Life | null = null;
  private isShown = false;
  private standing: Pick<Standing, "status" | "may_write" | "reason"> | null = null;
  private savedAt = 0;
  private offlineSince = 0;
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

  /** What was typed here and is not on disk; null when all is. */
  unsent(): Unsent | null {
    const unsent = this.life?.unsent();
    const salvage = this.life?.salvage() ?? { text: "", words: 0 };
    return unsent ? { ...unsent, ...salvage, document: this.options.snapshot() } : null;
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
      ended: (end) => this.end(end),
    });
  }

  private greet(hello: Hello): void {
    if (hello.protocol > PROTOCOL) this.end({ code: "protocol", detail: "", again: false, seq: null });
    else if (hello.schema !== this.options.schema) this.end({ code: "schema", detail: "", again: false, seq: null });
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
    this.options.onUnsent();
  }

  /** While edits are on their way one more changes nothing that is shown, unless the count of waiting words is shown. */
  private edit(): void {
    const state = this.current;
    if (state.kind === "offline" || (state.kind === "live" && state.saving.kind !== "sending")) this.show();
    this.options.onUnsent();
  }

  private lose(): void {
    this.offlineSince ||= Date.now();
    this.show();
  }

  private end({ code, detail, again, seq }: End): void {
    this.keepWords(code, seq);
    this.bury();
    const now = Date.now();
    this.births = this.births.filter((at) => now - at < PATIENCE.within);
    if (again && this.births.length < PATIENCE.lives) this.open(null);
    else this.move({ kind: "refused", code, detail });
  }

  /** Hand over what was typed and not taken. */
  private keepWords(code: string, seq: number | null): void {
    const salvage = this.life?.salvage();
    if (salvage) this.options.onKept({ code, at: Date.now(), seq, ...salvage, document: this.options.snapshot() });
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
      this.move({ kind: "offline", since: this.offlineSince, saving: this.describeSaving() });
    } else if (this.isShown && this.standing) {
      const { status, may_write: mayWrite, reason } = this.standing;
      this.move({ kind: "live", mayWrite, status, reason, saving: this.describeSaving() });
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
