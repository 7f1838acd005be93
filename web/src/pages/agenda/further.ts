/** The languages that the first reading left out: they are read afterwards, and what was told of them is not lost. */
import { batch, type Signal } from "@preact/signals";
import type { Agenda, Clause, ClauseText } from "../../http/contract";
import { addUnread } from "./merging";
import { flatten, type Row } from "./rows";

export type TextNews = Pick<ClauseText, "seq" | "epoch" | "hash" | "json">;

const patience = 4000;
/** Rows that get their texts at once: few enough that no key press waits for them. */
const portion = 20;

interface House {
  /** Read the texts in these languages; a code when they cannot be had. */
  ask(codes: readonly string[]): Promise<Agenda | string>;
  take(clause: string, code: string, news: TextNews): void;
}

export class Further {
  /** News of texts that were not read yet: a reading may be older than they are. */
  private readonly early = new Map<string, TextNews>();
  private reading: Promise<void> | null = null;

  constructor(
    private readonly clauses: ReadonlyMap<string, Signal<Clause>>,
    private readonly house: House,
  ) {}

  /** Whether a language has not been read. */
  isMissing(code: string): boolean {
    return [...this.clauses.values()].some((clause) => clause.peek().unread?.includes(code));
  }

  /** Read these languages; while the server is out of reach, again after a while. */
  read(codes: readonly string[]): Promise<void> {
    this.reading ??= this.fetch(codes).finally(() => {
      this.reading = null;
    });
    return this.reading;
  }

  keep(clause: string, code: string, news: TextNews): void {
    this.early.set(`${clause}/${code}`, news);
  }

  /** Take in what was told of texts before they were read. */
  hear(clause: string, codes: readonly string[] = []): void {
    for (const code of codes) {
      const news = this.early.get(`${clause}/${code}`);
      if (news) this.house.take(clause, code, news);
    }
  }

  private async fetch(codes: readonly string[]): Promise<void> {
    const missing = codes.filter((code) => this.isMissing(code));
    if (missing.length === 0) return;
    const fresh = await this.house.ask(missing);
    if (typeof fresh === "object") await this.add(flatten(fresh.clauses));
    else if (fresh === "unreachable") setTimeout(() => this.read(missing), patience);
  }

  private async add(rows: readonly Row[]): Promise<void> {
    for (let from = 0; from < rows.length; from += portion) {
      batch(() => {
        for (const { clause } of rows.slice(from, from + portion)) this.fill(clause);
      });
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  private fill({ id, texts }: Clause): void {
    const known = this.clauses.get(id);
    const before = known?.peek();
    if (!known || !before?.unread) return;
    known.value = addUnread(before, texts);
    this.hear(id, before.unread);
  }
}
