/** What the agenda page knows and what can be done on it: one room a page. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { readClause } from "../../http/api";
import type { Agenda, Clause, Counts } from "../../http/contract";
import { columnsPlace, readTexts } from "../../http/reading";
import { codeOf } from "../../http/refusal";
import { nameClause } from "../../parts/naming";
import { recall, remember } from "../../parts/remembered";
import { language, t } from "../../text";
import { beginColumns, orderLanguages, toggleColumn } from "./columns";
import { Further, type TextNews } from "./further";
import { keepPlace } from "./keepplace";
import { mergeClause, sameClause } from "./merging";
import { flatten, neighbour, type Row, recount } from "./rows";

export type Pane = "text" | "clauses" | "chair" | "history";
export interface Comparing {
  clause: string;
  language: string;
  from: string;
  to: string;
}

/** Rows drawn before anything else, and how many behind the clause that is asked for. */
const first = 40;
const beyond = 20;

export class Room {
  readonly counts: Signal<Counts>;
  /** What is shown: without clauses whose making was undone, unless words of the reader are kept there. */
  readonly rows: ReadonlySignal<Row[]>;
  /** Clauses with words that were not taken. */
  readonly spared = signal<ReadonlySet<string>>(new Set());
  readonly selected: Signal<string>;
  readonly chosen: ReadonlySignal<Clause | undefined>;
  /** The language of the column in which the reader is at work. */
  readonly tongue: Signal<string>;
  readonly ordered: ReadonlySignal<string[]>;
  readonly columns: ReadonlySignal<string[]>;
  /** Whether there is any text that this person may write in now. */
  readonly mayWrite: ReadonlySignal<boolean>;
  readonly pane = signal<Pane>("text");
  readonly comparing = signal<Comparing | null>(null);
  /** What the status line says next, until something newer is to be said. */
  readonly news = signal("");
  readonly narrow = signal(false);
  readonly signedOut = signal(false);
  /** How many rows are on the page yet: the first ones come at once, the rest just after. */
  readonly drawn: Signal<number>;
  /** In windows of middle width the margin stands only when asked for. */
  readonly unfolded = signal(false);
  private readonly all: Signal<Row[]>;
  private readonly clauses = new Map<string, Signal<Clause>>();
  private readonly wanted: Signal<string[]>;
  private readonly whole: Signal<Agenda>;
  /** The languages that a reading asks for. */
  private asked: readonly string[];
  private hashed = false;
  private readonly further = new Further(this.clauses, {
    ask: (codes) => readTexts(this.agenda.id, codes, this.hashed).catch((error) => this.miss(error)),
    take: (id, code, news) => this.takeText(id, code, news),
  });
  private reading: Promise<boolean> | null = null;
  private readAgain: Promise<boolean> | null = null;

  constructor(agenda: Agenda) {
    const { languages, original_language: original } = agenda.draft;
    this.whole = signal(agenda);
    this.counts = signal(agenda.counts);
    this.all = signal(flatten(agenda.clauses));
    this.rows = computed(() => this.all.value.filter((row) => !row.clause.unmade || this.spared.value.has(row.id)));
    for (const { clause } of this.all.peek()) this.clauses.set(clause.id, signal(clause));
    this.selected = signal(this.opening());
    this.drawn = signal(Math.max(first, this.rows.peek().findIndex(({ id }) => id === this.selected.peek()) + beyond));
    this.chosen = computed(() => this.rows.value && this.clauses.get(this.selected.value)?.value);
    this.ordered = computed(() => orderLanguages(languages, original, language()));
    this.wanted = signal(beginColumns(this.ordered.peek(), recall(columnsPlace).split(".")));
    this.columns = computed(() => (this.narrow.value ? [this.single()] : this.inOrder()));
    this.mayWrite = computed(() => this.read().some(isWritable));
    this.tongue = signal(this.wanted.peek()[0] ?? original);
    this.asked = languages.filter((code) => this.has(code));
    if (!this.wanted.peek().every((code) => this.has(code))) void this.complete();
  }

  /** The agenda as it was read last. What changes by the minute is in the signals beside it. */
  get agenda(): Agenda {
    return this.whole.value;
  }

  clause(id: string): Signal<Clause> | undefined {
    return this.clauses.get(id);
  }

  /** Whether the texts in this language have been read. */
  has(code: string): boolean {
    return !this.further.isMissing(code);
  }

  /** Whether all texts have been read, in every language. */
  get isWhole(): boolean {
    return this.whole.peek().draft.languages.every((code) => this.has(code));
  }

  /** Read the languages that were left out at first, again and again while the server is out of reach. */
  async complete(): Promise<boolean> {
    this.asked = this.whole.peek().draft.languages;
    await this.further.read(this.asked.filter((code) => !this.has(code)));
    return this.isWhole;
  }

  /** From now on readings bring the hashes of the texts too. */
  showHashes(): void {
    this.hashed = true;
  }

  /** All clauses as they are now, in reading order. */
  read(): Clause[] {
    return this.rows.value.flatMap(({ id }) => this.clauses.get(id)?.value ?? []);
  }

  /** Whether a pane is the only one on the page, so that it is the page's main part. */
  alone(...panes: Pane[]): boolean {
    return this.narrow.value && panes.includes(this.pane.value);
  }

  select(id: string, tongue?: string): void {
    batch(() => {
      this.selected.value = id;
      if (tongue) this.tongue.value = tongue;
    });
  }

  /** Select the clause `step` rows away and return it. */
  move(step: number): Row | undefined {
    const row = neighbour(this.rows.peek(), this.selected.peek(), step);
    if (row) this.select(row.id);
    return row;
  }

  /** Show or hide a language; in one column, show it in place of the other. */
  toggle(code: string): void {
    const shown = this.wanted.peek();
    this.wanted.value = this.narrow.peek() ? [code] : toggleColumn(this.ordered.peek(), shown, code);
    if (!this.wanted.peek().includes(this.tongue.peek())) this.tongue.value = this.wanted.peek()[0] ?? code;
    if (this.narrow.peek()) this.tongue.value = code;
    remember(columnsPlace, this.wanted.peek().join("."));
    if (!this.has(code)) void this.complete();
  }

  /** Take in a clause as the server has it now: its row, its line in the list, the counts. */
  take(fresh: Clause): void {
    const known = this.clauses.get(fresh.id);
    if (!known) return;
    const before = known.peek();
    const now = { ...mergeClause(before, fresh), children: before.children };
    if (sameClause(before, now)) return;
    batch(() => {
      known.value = now;
      this.all.value = this.all.peek().map((row) => (row.id === now.id ? { ...row, clause: now } : row));
      const isCounted = this.rows.peek().some(({ id, heading }) => id === now.id && !heading);
      this.further.hear(now.id, before.unread);
      if (isCounted) this.counts.value = recount(this.counts.peek(), before.status, now.status);
    });
    if (before.status !== now.status) this.tell(now);
  }

  /** Take in one text that others have written; words that are older than the page's are let go. */
  takeText(id: string, code: string, news: TextNews): void {
    const known = this.clauses.get(id);
    const text = known?.peek().texts[code];
    if (!text) this.further.keep(id, code, news);
    if (!known || !text || news.epoch < text.epoch || (news.epoch === text.epoch && news.seq <= text.seq)) return;
    const { seq, epoch, hash, json } = news;
    const clause = known.peek();
    known.value = { ...clause, texts: { ...clause.texts, [code]: { ...text, seq, epoch, hash, json } } };
  }

  async refresh(id: string): Promise<Clause | undefined> {
    const fresh = await readClause(id).catch((error) => void this.miss(error));
    if (fresh) this.take(fresh);
    return fresh;
  }

  /** Take in the whole agenda as the server has it now; false when it is out of reach. One reading at a time. */
  refreshAll(): Promise<boolean> {
    if (this.reading) {
      this.readAgain ??= this.reading.then(() => this.refreshAll());
      return this.readAgain;
    }
    this.readAgain = null;
    this.reading = this.readAll().finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  private async readAll(): Promise<boolean> {
    const fresh = await readTexts(this.agenda.id, this.asked, this.hashed).catch((error) => this.miss(error));
    if (typeof fresh !== "object") return fresh !== "unreachable";
    await keepPlace(() => this.takeAll(fresh));
    return true;
  }

  private takeAll(fresh: Agenda): void {
    const before = this.rows.peek();
    const all = flatten(fresh.clauses);
    batch(() => {
      for (const { clause } of all) this.put(clause);
      const ids = new Set(all.map(({ id }) => id));
      for (const id of [...this.clauses.keys()]) if (!ids.has(id)) this.clauses.delete(id);
      this.whole.value = fresh;
      this.all.value = all;
      this.counts.value = fresh.counts;
      const rows = this.rows.peek();
      this.drawn.value += Math.max(rows.length - before.length, 0);
      const shown = new Set(rows.map(({ id }) => id));
      if (!shown.has(this.selected.peek())) this.selected.value = this.closest(before, shown);
    });
  }

  private put(read: Clause): void {
    const known = this.clauses.get(read.id);
    if (!known) {
      this.clauses.set(read.id, signal(read));
      this.further.hear(read.id, Object.keys(read.texts));
      return;
    }
    const before = known.peek();
    const now = mergeClause(before, read);
    if (sameClause(before, now)) return;
    known.value = now;
    this.further.hear(now.id, before.unread);
    if (before.status !== now.status) this.tell(now);
  }

  /** The selected clause is gone: return the one that stood nearest before it, else the first. */
  private closest(before: readonly Row[], there: ReadonlySet<string>): string {
    const place = before.findIndex(({ id }) => id === this.selected.peek());
    const above = before.slice(0, Math.max(place, 0)).findLast(({ id }) => there.has(id));
    return above?.id ?? this.rows.peek()[0]?.id ?? "";
  }

  private miss(error: unknown): string {
    const code = codeOf(error);
    if (code === "not_signed_in") this.signedOut.value = true;
    return code;
  }

  private tell(clause: Clause): void {
    if (clause.unmade) return;
    const label = nameClause(clause);
    this.news.value = clause.lock
      ? t("news.locked", { label, person: clause.lock.by || t("role.chair") })
      : t("news.status", { label, status: t(`status.${clause.status}`) });
  }

  private opening(): string {
    const rows = this.rows.peek();
    const asked = rows.find(({ id }) => id === location.hash.slice(1));
    return (asked ?? rows.find(({ heading }) => !heading) ?? rows[0])?.id ?? "";
  }

  private inOrder(): string[] {
    return this.ordered.value.filter((code) => this.wanted.value.includes(code));
  }

  private single(): string {
    const { value } = this.tongue;
    return this.wanted.value.includes(value) ? value : (this.wanted.value[0] ?? value);
  }
}

const isWritable = (clause: Clause): boolean => Object.values(clause.texts).some((text) => text.may_write);

export const RoomContext = createContext<Room | null>(null);

export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (!room) throw new Error("no room around this part of the page");
  return room;
}
