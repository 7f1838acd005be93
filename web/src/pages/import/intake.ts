/** One import at a time: what is chosen, how far it is, what came of it. */
import { computed, signal } from "@preact/signals";
import { readAgenda } from "../../http/api";
import type { Agenda, Clause } from "../../http/contract";
import { type Import, importFile } from "../../http/intake";
import { Refusal } from "../../http/refusal";
import { t } from "../../text";
import { guessIntake, listStanding } from "./clauses";
import { explain, largestFile } from "./refusal";

/** On the way: bytes that have left, and since when the server has them all (Unix ms). */
export interface Under {
  sent: number;
  arrived: number | null;
}

export class Importing {
  readonly file = signal<File | null>(null);
  readonly language = signal("");
  readonly align = signal(false);
  readonly under = signal("");
  readonly wrong = signal<string[]>([]);
  readonly running = signal<Under | null>(null);
  readonly done = signal<Import | null>(null);
  readonly agenda;
  readonly standing = computed(() => listStanding(this.agenda.value.clauses));
  readonly known = computed(
    () => new Map<string, Clause>(this.standing.value.map(({ clause }) => [clause.id, clause])),
  );

  constructor(agenda: Agenda) {
    this.agenda = signal(agenda);
    this.begin();
  }

  /** Begin with what the text lacks. */
  begin(): void {
    const { language, align } = guessIntake(this.agenda.value);
    this.file.value = null;
    this.language.value = language;
    this.align.value = align;
    this.under.value = "";
    this.wrong.value = [];
    this.done.value = null;
  }

  /** Take the text as it is after an import, for the next file. */
  async again(): Promise<void> {
    this.agenda.value = await readAgenda(this.agenda.value.id);
    this.begin();
  }

  choose(file: File | null): void {
    this.file.value = file;
    this.wrong.value = [];
  }

  /** Send the file. What the server refuses is said beside the form, which stays as it is. */
  async send(): Promise<void> {
    const { value: file } = this.file;
    if (this.running.value) return;
    this.wrong.value = [];
    if (!file) this.wrong.value = [t("importing.file_missing")];
    else if (file.size > largestFile) this.refuse(new Refusal(413, "file_too_large"));
    else await this.bring(file);
  }

  private async bring(file: File): Promise<void> {
    const intake = { file, language: this.language.value, align: this.align.value, under: this.under.value };
    const tell = (sent: number) => {
      this.running.value = { sent, arrived: sent >= file.size ? Date.now() : null };
    };
    this.running.value = { sent: 0, arrived: null };
    try {
      this.done.value = await importFile(this.agenda.value.id, intake, tell);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refuse(error);
    } finally {
      this.running.value = null;
    }
  }

  private refuse(refusal: Refusal): void {
    this.wrong.value = explain(refusal, this.language.value, this.known.value);
  }
}
