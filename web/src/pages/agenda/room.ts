/** What the agenda page knows and what can be done on it: one room a page. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { readAgenda, readClause } from "../../http/api";
import type { Agenda, Clause, Counts } from "../../http/contract";
import { nameClause } from "../../parts/naming";
import { language, t } from "../../text";
import { beginColumns, orderLanguages, toggleColumn } from "./columns";
import { flatten, neighbour, type Row, recount } from "./rows";

export type Pane = "text" | "clauses" | "chair" | "history";
export interface Comparing {
  clause: string;
  language: string;
  from: string;
  to: string;
}

const place = "adref.columns";

export class Room {
  readonly counts: Signal<Counts>;
  readonly rows: Signal<Row[]>;
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
  /** In windows of middle width the margin stands only when asked for. */
  readonly unfolded = signal(false);
  private readonly clauses = new Map<string, Signal<Clause>>();
  private readonly wanted: Signal<string[]>;

  constructor(readonly agenda: Agenda) {
    const { languages, original_language: original } = agenda.draft;
    this.counts = signal(agenda.counts);
    this.rows = signal(flatten(agenda.clauses));
    for (const { clause } of this.rows.peek()) this.clauses.set(clause.id, signal(clause));
    this.selected = signal(this.opening());
    this.chosen = computed(() => this.clauses.get(this.selected.value)?.value);
    this.ordered = computed(() => orderLanguages(languages, original, language()));
    this.wanted = signal(beginColumns(this.ordered.peek(), (localStorage.getItem(place) ?? "").split(" ")));
    this.columns = computed(() => (this.narrow.value ? [this.single()] : this.inOrder()));
    this.mayWrite = computed(() => [...this.clauses.values()].some(({ value }) => isWritable(value)));
    this.tongue = signal(this.wanted.peek()[0] ?? original);
  }

  clause(id: string): Signal<Clause> | undefined {
    return this.clauses.get(id);
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
    localStorage.setItem(place, this.wanted.peek().join(" "));
  }

  /** Take in a clause as the server has it now: its row, its line in the list, the counts. */
  take(fresh: Clause): void {
    const known = this.clauses.get(fresh.id);
    if (!known) return;
    const before = known.peek();
    batch(() => {
      known.value = { ...fresh, children: before.children };
      this.counts.value = recount(this.counts.peek(), before.status, fresh.status);
    });
    if (before.status !== fresh.status) this.tell(fresh);
  }

  async refresh(id: string): Promise<Clause | undefined> {
    const fresh = await readClause(id).catch(() => undefined);
    if (fresh) this.take(fresh);
    return fresh;
  }

  /** Take in the whole agenda as the server has it now. */
  async refreshAll(): Promise<void> {
    const fresh = await readAgenda(this.agenda.id).catch(() => undefined);
    if (!fresh) return;
    batch(() => {
      for (const { clause } of flatten(fresh.clauses)) this.take(clause);
      this.counts.value = fresh.counts;
    });
  }

  private tell(clause: Clause): void {
    const label = nameClause(clause);
    this.news.value = clause.lock
      ? t("news.locked", { label, person: clause.lock.by })
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
