/** What was typed and is not on the server's disk outlives a reload of the page: sealed, in the browser. Rules U. */
import { effect } from "@preact/signals";
import type { KeptWords, UnsentText } from "../../binding";
import { readUnsentKey } from "../../http/api";
import { openSafe, type Safe } from "../../keeping";
import type { Room } from "./room";
import type { Writing } from "./writing";

/** Milliseconds: what is on its way for no longer is not worth a place in the store. */
const patience = 300;

/** The words of one text: on their way, or not taken. `acting` says in which seat and for whom they were written. */
interface Thing {
  agenda: string;
  acting: string;
  unsent?: Omit<UnsentText, "update"> & { update: string };
  kept?: KeptWords;
}

export class Safekeeping {
  private safe: Safe | null = null;
  private isOpening = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What earlier pages left and is being sent. */
  private readonly left = new Map<string, Thing>();
  /** The ids under which texts are kept: they say nothing of them. */
  private readonly ids = new Map<string, string>();
  private readonly ends: (() => void)[];

  constructor(
    private readonly room: Room,
    private readonly writing: Writing,
  ) {
    const hide = () => document.visibilityState === "hidden" && this.save(0);
    const leave = () => this.save(0);
    document.addEventListener("visibilitychange", hide);
    addEventListener("beforeunload", leave);
    this.ends = [
      effect(() => this.follow()),
      effect(() => {
        if (writing.agenda.connection.value.kind === "connected") void this.open();
      }),
      () => document.removeEventListener("visibilitychange", hide),
      () => removeEventListener("beforeunload", leave),
    ];
  }

  close(): void {
    clearTimeout(this.timer);
    for (const end of this.ends) end();
  }

  private follow(): void {
    void this.writing.unsent.value;
    void this.writing.agenda.kept.value;
    this.saveSoon();
  }

  /** With each connection: pages may have gone meanwhile, and left something. */
  private async open(): Promise<void> {
    if (this.isOpening) return;
    this.isOpening = true;
    await this.adopt().catch(() => undefined);
    this.isOpening = false;
    this.saveSoon();
  }

  private async adopt(): Promise<void> {
    const { id, you } = this.room.agenda;
    this.safe ??= await openSafe(you.person.id, await readUnsentKey());
    const found = await this.safe?.adopt((thing) => (thing as Thing | null)?.agenda === id);
    for (const [key, thing] of found ?? []) this.putBack(key, thing as Thing);
  }

  private putBack(id: string, thing: Thing): void {
    const { agenda } = this.writing;
    if (thing.kept) agenda.keep({ ...thing.kept, id });
    if (!thing.unsent) return;
    const unsent = { ...thing.unsent, update: readOctets(thing.unsent.update) };
    if (thing.acting !== this.acting) {
      agenda.keep(keepAside(id, unsent));
      return;
    }
    this.left.set(id, thing);
    void agenda.resend(unsent).then(() => {
      this.left.delete(id);
      this.saveSoon();
    });
  }

  /** What cannot be sent now is kept at once: its writer may leave with the next breath. */
  private saveSoon(): void {
    const least = this.writing.agenda.connection.peek().kind === "connected" ? patience : 0;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      if (!this.save(least)) this.saveSoon();
    }, least);
  }

  /** Keep what waits for so many milliseconds; false when something waits for less. */
  private save(least: number): boolean {
    const { agenda } = this.writing;
    const unsent = agenda.unsent();
    const old = unsent.filter(({ since }) => since <= Date.now() - least);
    const things = new Map<string, Thing>(this.left);
    for (const text of old) things.set(this.name(text), this.wrap({ unsent: { ...text, update: spell(text.update) } }));
    for (const kept of agenda.kept.peek()) things.set(kept.id, this.wrap({ kept }));
    void this.safe?.keep(things);
    return old.length === unsent.length;
  }

  private wrap(words: Pick<Thing, "kept" | "unsent">): Thing {
    return { agenda: this.room.agenda.id, acting: this.acting, ...words };
  }

  private get acting(): string {
    const { seat, delegation } = this.room.agenda.you;
    return `${seat}/${delegation?.id ?? ""}`;
  }

  private name({ clause, language }: UnsentText): string {
    const key = `${clause}/${language}`;
    const known = this.ids.get(key) ?? crypto.randomUUID();
    this.ids.set(key, known);
    return known;
  }
}

/** They were written in another seat, or for another delegation: their writer says what becomes of them. */
function keepAside(id: string, { clause, language, draft, text, words, document }: UnsentText): KeptWords {
  return { id, clause, language, draft, text, words, document, code: "seat_changed", at: Date.now(), seq: null };
}

const spell = (octets: Uint8Array): string => btoa(Array.from(octets, (one) => String.fromCharCode(one)).join(""));
const readOctets = (spelt: string): Uint8Array => Uint8Array.from(atob(spelt), (one) => one.charCodeAt(0));
