/** One life of a document: from a fresh shared document to the moment at which the server or the page ends it. */

import { HocuspocusProvider } from "@hocuspocus/provider";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import type { Hello, ServerMessage, Standing } from "../protocol/messages";
import type { Sent } from "./frames";
import type { Line } from "./line";
import { Outbox } from "./outbox";
import { countWords, salvageWords } from "./salvage";
import type { Salvage, Unsent } from "./states";

/** What a life tells its owner. */
export interface LifeEvents {
  greeted(hello: Hello): void;
  /** All that the server has is here. */
  joined(): void;
  told(standing: Standing): void;
  /** Some edits reached the disk at `at`, Unix milliseconds. */
  saved(at: number): void;
  edited(): void;
  lost(): void;
  /** The server will not have this document. */
  ended(end: End): void;
}

/** How a life ended. */
export interface End {
  readonly code: string;
  readonly detail: string;
  /** Whether a fresh document may be tried. */
  readonly again: boolean;
  /** The number of the text that was here when the server refused an edit. */
  readonly seq: number | null;
}

export interface Claim {
  readonly epoch: number | null;
  readonly schema: number;
}

export class Life {
  /** Made without garbage collection: what was deleted here must be readable if the deletion is refused. */
  readonly doc = new Y.Doc({ gc: false });
  readonly awareness = new Awareness(this.doc);
  readonly fragment: Y.XmlFragment;
  readonly outbox = new Outbox();
  private readonly provider: HocuspocusProvider;
  private readonly unlisten: () => void;
  private epoch: number | null;
  private isGreeted = false;
  private refusal: Omit<End, "again"> | null = null;
  private counted: { edits: number; words: number } = { edits: 0, words: 0 };
  private edits = 0;
  private isOver = false;

  constructor(
    line: Line,
    key: string,
    root: string,
    private readonly claim: Claim,
    private readonly hear: LifeEvents,
  ) {
    this.epoch = claim.epoch;
    this.fragment = this.doc.getXmlFragment(root);
    // nothing is said about this reader until the caret enters the text
    this.awareness.setLocalState(null);
    // before the provider listens, so that an edit is in the outbox when its frame goes out
    this.doc.on("update", this.keep);
    this.unlisten = line.listen(key, { sent: (sent) => this.count(sent), lost: (blame) => this.lose(blame) });
    this.provider = new HocuspocusProvider({
      websocketProvider: line.socket,
      name: key,
      document: this.doc,
      awareness: this.awareness,
      token: () => this.makeToken(),
      onStateless: ({ payload }) => this.read(payload),
      onSynced: () => this.isGreeted && hear.joined(),
      onAuthenticationFailed: ({ reason }) => this.end({ code: reason }, reason === "epoch"),
    });
    this.provider.on("close", () => line.socket.status === "connected" && this.close());
    this.provider.attach();
  }

  /** Words typed here that are not on the server's disk; at least 1 while anything is not. */
  get unsavedWords(): number {
    if (this.outbox.isEmpty) return 0;
    if (this.counted.edits !== this.edits) {
      this.counted = { edits: this.edits, words: this.salvage()?.words ?? 0 };
    }
    return Math.max(1, this.counted.words);
  }

  /** The words themselves; null when nothing was changed that a reader would see. */
  salvage(): Pick<Salvage, "text" | "words"> | null {
    const text = salvageWords(this.fragment, this.outbox.updates);
    return text === null ? null : { text, words: countWords(text) };
  }

  /** What is not saved, as it can be sent again; null when all is. */
  unsent(): Pick<Unsent, "epoch" | "update" | "since"> | null {
    if (this.outbox.isEmpty || this.epoch === null) return null;
    return { epoch: this.epoch, update: Y.mergeUpdates(this.outbox.updates), since: this.outbox.since };
  }

  /** Put in changes that another page made and did not get rid of; false when what they stand on is not here. */
  restore(update: Uint8Array): boolean {
    Y.applyUpdate(this.doc, update);
    return this.doc.store.pendingStructs === null && this.doc.store.pendingDs === null;
  }

  destroy(): void {
    this.isOver = true;
    this.unlisten();
    this.doc.off("update", this.keep);
    this.provider.destroy();
    this.doc.destroy();
  }

  /** A document that was given an epoch says so; an empty one may join any. */
  private makeToken(): string {
    return this.epoch === null ? "" : JSON.stringify({ epoch: this.epoch, schema: this.claim.schema });
  }

  private readonly keep = (update: Uint8Array, origin: unknown): void => {
    if (origin === this.provider) return;
    this.edits++;
    this.outbox.add(update, Date.now());
    this.hear.edited();
  };

  private count(sent: Sent): void {
    if (sent.kind === "token") {
      this.isGreeted = false;
      this.outbox.restart();
    } else if (sent.kind === "answer") this.outbox.sendAnswer();
    else this.outbox.sendUpdate(sent.update);
  }

  private read(payload: string): void {
    const message = JSON.parse(payload) as ServerMessage;
    if (message.type === "hello") this.greet(message);
    // what comes before `hello` belongs to an earlier session of this document
    else if (!this.isGreeted) return;
    else if (message.type === "saved") this.settle(message.received, message.at);
    else if (message.type === "standing") this.hear.told(message);
    else if (message.type === "refused") {
      this.refusal = { code: message.code, detail: message.detail ?? "", seq: message.seq ?? null };
    } else if (message.type === "resync") this.refusal = { code: "resync", detail: "", seq: null };
  }

  private greet(hello: Hello): void {
    this.isGreeted = true;
    this.epoch = hello.epoch;
    this.hear.greeted(hello);
    if (this.provider.isSynced && !this.isOver) this.hear.joined();
  }

  private settle(received: number, at: number): void {
    if (!this.outbox.settle(received)) return;
    this.edits++;
    this.hear.saved(at);
  }

  /** CLOSE: the last frame of the session. With a refusal before it, a fresh document may be opened. */
  private close(): void {
    this.end(this.refusal ?? { code: "closed" }, this.refusal !== null);
  }

  private lose(blame: string): void {
    if (this.refusal) this.close();
    else if (blame && !this.outbox.isEmpty) this.end({ code: blame }, true);
    else this.hear.lost();
  }

  /** The provider is in the middle of a frame when it says so, so the end comes just after. */
  private end(why: Pick<End, "code"> & Partial<End>, again: boolean): void {
    queueMicrotask(() => {
      if (this.isOver) return;
      this.isOver = true;
      this.hear.ended({ detail: "", seq: null, ...why, again });
    });
  }
}
