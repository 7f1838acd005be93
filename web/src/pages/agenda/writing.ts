/** The live side of the page: one socket, the attached texts, the one at work. */
import { computed, effect, type Signal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type CommandName, LiveAgenda, type LiveText, type TextState } from "../../binding";
import type { Clause, SignKind } from "../../http/contract";
import { nameClause } from "../../parts/naming";
import { language as interfaceLanguage, knows, t } from "../../text";
import { directionOf, ownName, printLabel, writeNumber } from "../../text/names";
import { writeNoText } from "../../text/written";
import { Attachments } from "./attachments";
import { type Crossings, findCrossings, spellEnds } from "./crossings";
import { bracketsIn } from "./merging";
import { News } from "./news";
import { focusClause } from "./panes";
import { rest } from "./resting";
import type { Room } from "./room";
import { holdsOnly, numberNotes } from "./rows";
import { Signs } from "./signs";

const calm = 150;

/** A proposal that is being drawn up, under the id that it will have. */
export interface Drawing {
  key: string;
  clause: string;
  language: string;
}

export class Writing {
  readonly agenda: LiveAgenda;
  readonly attachments: Attachments;
  /** Counts selections, so that the toolbar asks anew what applies. */
  readonly selections = signal(0);
  /** Counts changes of what is not on the server's disk. */
  readonly unsent = signal(0);
  readonly drawing = signal<Drawing | null>(null);
  /** The form that is open under the toolbar. */
  readonly tool = signal<"bracket_as" | "refer" | null>(null);
  private kind: SignKind = "";
  /** The text under the writer's caret that was closed, until it is said why. */
  private halted = "";
  private readonly news: News;
  private readonly signs: Signs;
  private readonly notes: Record<string, { readonly value: Map<string, number> }>;
  private readonly crossings: Record<string, { readonly value: Crossings }>;
  private readonly asked = new Map<string, string>();
  private readonly unspare: () => void;
  private readonly refreshing = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly room: Room) {
    this.news = new News(room);
    this.signs = new Signs(room);
    const { id, commit } = room.agenda;
    const follow = { agenda: id, after: commit, onNews: this.news.hear };
    this.agenda = new LiveAgenda({ follow, onUnsent: () => this.unsent.value++ });
    this.unspare = effect(() => {
      room.spared.value = new Set(this.agenda.kept.value.map(({ clause }) => clause));
    });
    this.attachments = new Attachments({
      attach: (key, place) => this.attach(key, place),
    });
    this.notes = Object.fromEntries(
      room.agenda.draft.languages.map((code) => [code, computed(() => numberNotes(room.read(), code))]),
    );
    this.crossings = Object.fromEntries(
      room.agenda.draft.languages.map((code) => [code, computed(() => findCrossings(room.read(), code))]),
    );
  }

  /** The text that the toolbar works on: the selected clause in the language at work. */
  get live(): LiveText | undefined {
    return this.attachments.texts.value.get(`${this.room.selected.value}/${this.room.tongue.value}`);
  }

  /** Whether words typed here would be lost with the page. */
  get holdsWords(): boolean {
    return this.agenda.saving.value.kind === "sending" || this.agenda.kept.value.length > 0;
  }

  /** Whether anything is kept beside a text, or being drawn up there. */
  keepsAt(clause: string, language: string): boolean {
    const all = [...this.agenda.kept.value, ...(this.drawing.value ? [this.drawing.value] : [])];
    return all.some((one) => one.clause === clause && one.language === language);
  }

  /** The number of a clause's first footnote. */
  noteFrom(clause: string, language: string): number {
    return this.notes[language]?.value.get(clause) ?? 1;
  }

  /** What the drawing of a text takes from elsewhere, as a string to compare: its brackets' ends, the labels in it. */
  spellAround(clause: string, language: string): string {
    const json = this.room.clause(clause)?.value.texts[language]?.json;
    const named = [clause, ...(json ? bracketsIn(json).named : [])];
    const labels = named.map((id) => this.refer(id, language));
    return [spellEnds(this.crossings[language]?.value.get(clause)), ...labels].join("|");
  }

  /** End all that is live on the page. */
  close(): void {
    this.unspare();
    this.news.close();
    this.attachments.close();
    this.agenda.close();
  }

  /** Draw the attached texts anew in the words of another language of the pages. */
  speakAnew(): void {
    for (const live of this.attachments.texts.peek().values()) live.redraw();
  }

  run(command: CommandName): void {
    this.live?.run(command);
    this.live?.focus();
  }

  /** Bracket the selected words with what is asked of them. */
  bracket(kind: SignKind): void {
    this.kind = kind;
    this.run("bracket");
    this.kind = "";
  }

  /** How a text is drawn while it is not attached, and what the editor says while it is. */
  dress(clause: string, language: string) {
    return {
      references: (id: string) => this.refer(id, language),
      brackets: (id: string) => this.signs.read(clause, id, language),
      ends: (id: string) => this.crossings[language]?.value.get(clause)?.get(id),
      notesFrom: () => this.noteFrom(clause, language),
      words: this.speak(clause, language),
    };
  }

  private speak(clause: string, language: string) {
    const isHolder = () => holdsOnly(this.room.clause(clause)?.peek());
    return {
      get language() {
        return interfaceLanguage();
      },
      bracketBy: (name: string) => (name ? t("editor.bracket_by", { name }) : t("editor.bracket")),
      get endOfBracket() {
        return t("editor.bracket_end");
      },
      footnote: (number: number) => t("editor.footnote", { number: writeNumber(number, language) }),
      backFrom: (number: number) => t("editor.back", { number: writeNumber(number, language) }),
      digits: (number: number) => writeNumber(number, language),
      get blank() {
        return t("editor.blank");
      },
      get unknownReference() {
        return t("editor.reference");
      },
      get emptyText() {
        return isHolder() ? "" : writeNoText(language);
      },
    };
  }

  private attach(key: string, place: HTMLElement): LiveText {
    const [id, language] = [clauseOf(key), languageOf(key)];
    const known = this.room.clause(id) as Signal<Clause>;
    return this.agenda.open(place, {
      clause: id,
      language,
      epoch: known.peek().texts[language]?.epoch ?? 1,
      direction: directionOf(language),
      label: () => t("editor.label", { label: nameClause(known.peek()), language: ownName(language) }),
      ...this.dress(id, language),
      onState: (state) => this.follow(key, state),
      onFocus: () => this.room.select(id, language),
      onLeave: (how) => how === "escape" && focusClause(id),
      onHalt: () => this.halt(key, known.peek()),
      onBracket: (bracket) => this.signs.claim(id, bracket, this.kind),
      onSelection: () => this.selections.value++,
    });
  }

  /** The text under the caret is closed by others: it is said why, and each key that goes nowhere says so. */
  private halt(key: string, clause: Clause): () => boolean {
    const words = t("news.halted", { label: nameClause(clause) });
    const waits = rest(clause.id, () => this.tell(words));
    this.halted = key;
    return () => {
      this.halted = "";
      if (this.room.news.peek() === words) this.tell("");
      return waits();
    };
  }

  private tell(words: string): void {
    this.room.news.value = words;
  }

  /** An agreement is said by the room, with the name of who locked. */
  private sayWhy(key: string, { mayWrite, reason }: { mayWrite: boolean; reason: string }): void {
    if (this.halted !== key || mayWrite) return;
    this.halted = "";
    const why = `reason.${reason}`;
    if (reason !== "locked" && knows(why)) this.tell(t(why));
  }

  /** The server said that a text now stands otherwise than the page shows: read the clause anew, once, after a calm. */
  private follow(key: string, state: TextState): void {
    if (state.kind !== "live") return;
    this.sayWhy(key, state);
    const [id, language] = [clauseOf(key), languageOf(key)];
    const known = this.room.clause(id)?.peek().texts[language];
    const heard = `${state.status}/${state.mayWrite}/${state.reason}`;
    if (`${known?.status}/${known?.may_write}/${known?.reason}` === heard || this.asked.get(key) === heard) return;
    this.asked.set(key, heard);
    this.readLater(id);
  }

  private readLater(clause: string): void {
    clearTimeout(this.refreshing.get(clause));
    this.refreshing.set(
      clause,
      setTimeout(() => this.room.refresh(clause), calm),
    );
  }

  private refer(id: string, language: string): string {
    return printLabel(this.room.clause(id)?.value.label ?? "", language);
  }
}

export const clauseOf = (key: string): string => key.split("/")[0] ?? "";
export const languageOf = (key: string): string => key.split("/")[1] ?? "";

export const WritingContext = createContext<Writing | null>(null);

export function useWriting(): Writing {
  const writing = useContext(WritingContext);
  if (!writing) throw new Error("no writing around this part of the page");
  return writing;
}
