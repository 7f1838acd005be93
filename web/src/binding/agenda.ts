/** The page's live side: one socket, and the texts that are attached on it now. */

import { signal } from "@preact/signals";
import { makeId } from "../editor/ids";
import type { Channel } from "../sync/channel";
import type { Kept } from "../sync/states";
import type {
  Connection,
  Drawn,
  KeptWords,
  LiveAgendaApi,
  LiveAgendaOptions,
  LiveOptions,
  LiveText,
  Saving,
  UnsentText,
  Whereabouts,
} from "./api";
import { AwaitedText } from "./awaited";
import type { Engine } from "./engine";
import { placeOf, type TextPlace } from "./places";
import { sumSavings } from "./saving";

/** Ask for the editor before the page knows its text. */
export const callEditor = (): void => void import("./engine").catch(() => undefined);

/** Loads the editor at once, in its own time: pages show texts without it. */
export class LiveAgenda implements LiveAgendaApi {
  readonly connection = signal<Connection>({ kind: "connecting" });
  readonly saving = signal<Saving>({ kind: "none" });
  readonly present = signal<readonly Whereabouts[]>([]);
  readonly kept = signal<readonly KeptWords[]>([]);
  private readonly texts = new Set<AwaitedText>();
  private channel: Channel | null = null;
  private engine: Engine | null = null;
  private loading: Promise<void> | null = null;
  private isClosed = false;

  constructor(private readonly options: LiveAgendaOptions = {}) {
    window.addEventListener("beforeunload", this.warn);
    void this.load();
  }

  open(place: HTMLElement, options: LiveOptions): LiveText {
    const text = new AwaitedText(
      place,
      (made, where) => this.attach(made, where, options),
      () => void this.load(),
      () => {
        this.texts.delete(text);
        this.sum();
      },
    );
    this.texts.add(text);
    if (this.engine) text.arrive();
    return text;
  }

  keep(words: KeptWords): void {
    this.kept.value = [...this.kept.peek().filter(({ id }) => id !== words.id), words];
  }

  letGo(id: string): void {
    this.kept.value = this.kept.peek().filter((words) => words.id !== id);
  }

  unsent(): UnsentText[] {
    return [...this.texts].flatMap((text) => text.unsent() ?? []);
  }

  async resend(text: UnsentText): Promise<void> {
    const kept = await (await this.needEngine()).resend(text);
    if (kept) this.keepRefused(text, kept);
  }

  async draw(place: HTMLElement, options: LiveOptions, json: unknown): Promise<Drawn> {
    return (await this.needEngine()).draw(place, options, json);
  }

  close(): void {
    this.isClosed = true;
    window.removeEventListener("beforeunload", this.warn);
    for (const text of [...this.texts]) text.destroy();
    this.channel?.close();
    this.engine?.close();
  }

  private attach(text: AwaitedText, place: HTMLElement, options: LiveOptions) {
    const { clause, language } = options;
    return (this.engine as Engine).open(place, options, {
      caret: (isIn) => this.channel?.stand(isIn ? { clause, language } : null),
      state: (state) => {
        text.state.value = state;
        options.onState?.(state);
        this.sum();
      },
      present: (present) => {
        text.present.value = present;
        options.onPresence?.(present);
      },
      unsent: () => this.options.onUnsent?.(),
      kept: (kept) => this.keepRefused(options, kept),
    });
  }

  private async needEngine(): Promise<Engine> {
    await this.load();
    if (!this.engine) throw new Error("the editor is not here");
    return this.engine;
  }

  private load(): Promise<void> {
    this.loading ??= this.fetch().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  private async fetch(): Promise<void> {
    if (this.engine) return;
    // the network may go while the editor is on its way; `reopen` tries again
    const loaded = await import("./engine").catch(() => null);
    if (this.isClosed) return;
    if (loaded) this.begin(new loaded.Engine({ ...this.options, onConnection: this.connect }));
    for (const text of [...this.texts]) {
      if (this.engine) text.arrive();
      else text.state.value = { kind: "refused", code: "unloaded", detail: "" };
    }
  }

  private begin(engine: Engine): void {
    const { follow } = this.options;
    this.engine = engine;
    const onPresent = (present: readonly Whereabouts[]) => {
      this.present.value = present;
    };
    if (follow) this.channel = engine.follow({ ...follow, onPresent });
  }

  private readonly connect = (connection: Connection): void => {
    this.connection.value = connection;
    this.options.onConnection?.(connection);
  };

  private keepRefused(place: TextPlace, kept: Kept): void {
    this.keep({ ...kept, ...placeOf(place), id: makeId() });
    this.options.onUnsent?.();
  }

  /** Words that are not on disk, or that were refused and are kept here only, would go with the page. */
  private readonly warn = (event: BeforeUnloadEvent): void => {
    if (this.kept.peek().length > 0 || [...this.texts].some((text) => !text.canDetach)) event.preventDefault();
  };

  private sum(): void {
    const states = [...this.texts].map((text) => text.state.peek());
    this.saving.value = sumSavings(states, this.saving.peek());
  }
}
