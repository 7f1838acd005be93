/** The edits made here that are not known to be on the server's disk. */

interface Edit {
  readonly update: Uint8Array;
  readonly at: number;
  /** Which counted frame of this session carried it; 0 while none did. */
  frame: number;
}

/**
 * Keeps each edit until the server says that the frame which carried it is stored.
 *
 * The server counts the frames with edits of one session, from 1; a new session counts anew, and its first answer to
 * the server's question carries all that the server lacks.
 */
export class Outbox {
  private edits: Edit[] = [];
  private sent = 0;

  get isEmpty(): boolean {
    return this.edits.length === 0;
  }

  /** When the oldest edit was made, in Unix milliseconds; 0 when there is none. */
  get since(): number {
    return this.edits[0]?.at ?? 0;
  }

  get updates(): Uint8Array[] {
    return this.edits.map(({ update }) => update);
  }

  /** An edit was made. Call it before the edit can be sent. */
  add(update: Uint8Array, at: number): void {
    this.edits.push({ update, at, frame: 0 });
  }

  /** A session begins: nothing was sent in it. */
  restart(): void {
    this.sent = 0;
    for (const edit of this.edits) edit.frame = 0;
  }

  /** A frame with one edit goes out. */
  sendUpdate(update: Uint8Array): void {
    this.sent += 1;
    const edit = this.edits.find((one) => one.frame === 0 && equal(one.update, update));
    if (edit) edit.frame = this.sent;
  }

  /** A frame with all that the server lacks goes out. */
  sendAnswer(): void {
    this.sent += 1;
    for (const edit of this.edits) if (edit.frame === 0) edit.frame = this.sent;
  }

  /** The first `received` frames of the session are stored. True if that settles any edit. */
  settle(received: number): boolean {
    const before = this.edits.length;
    this.edits = this.edits.filter(({ frame }) => frame === 0 || frame > received);
    return this.edits.length < before;
  }

  /** Give all edits up and return them. */
  empty(): Uint8Array[] {
    const { updates } = this;
    this.edits = [];
    return updates;
  }
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((octet, index) => octet === other[index]);
}
