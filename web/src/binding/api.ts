/** What a page may ask of the live text, and what it hears from it. Types only. */

import type { ReadonlySignal } from "@preact/signals";
import type { CommandName } from "../editor/commands";
import type { BracketEnds, BracketSign, Direction, EditorWords, NotesFrom } from "../editor/face";
import type { CaretPlace } from "../editor/place";
import type { AgendaMessage } from "../protocol/messages";
import type { Place, Whereabouts } from "../sync/channel";
import type { Presence } from "../sync/presence";
import type { Connection, Kept, Saving, TextState, Unsent } from "../sync/states";

export type {
  AgendaMessage,
  BracketEnds,
  BracketSign,
  CaretPlace,
  CommandName,
  Connection,
  Direction,
  EditorWords,
  NotesFrom,
  Place,
  Presence,
  Saving,
  TextState,
  Whereabouts,
};

/** Words that were not taken, and the text that they were written for; `id` is a UUIDv7. */
export interface KeptWords extends Kept, Place {
  readonly id: string;
  readonly draft?: string | undefined;
}

/** Words of one text that are not on the server's disk. */
export interface UnsentText extends Unsent, Place {
  readonly draft?: string | undefined;
}

/** One clause in one language, as the page asks for it. */
export interface LiveOptions {
  /** The clause's id; the document on the wire is `clause/language`. */
  readonly clause: string;
  readonly language: string;
  /** The draft's id, or nothing for the main draft. */
  readonly draft?: string;
  /** The lineage that the page was drawn from; a newer one answers with the state `refused`, code `epoch`. */
  readonly epoch: number;
  readonly direction: Direction;
  /** The accessible name of the text, as "Clause 12, English"; a function is asked at each drawing. */
  readonly label: string | (() => string);
  readonly words: EditorWords;
  /** The printed label of a referenced clause, in the text's language; empty when it is not known. */
  readonly references: (clause: string) => string;
  /** Who asks for a bracket; nothing while the record is not known. */
  readonly brackets?: (id: string) => BracketSign | undefined;
  /** Whether a bracket opens and closes in this text; nothing for one that stands in it alone. */
  readonly ends?: (id: string) => BracketEnds | undefined;
  /** The number of the clause's first footnote, 1 when not given; a function is asked at each drawing. */
  readonly notesFrom?: NotesFrom;
  /** Draw the text and bind nothing that writes, whatever the server would allow. */
  readonly readOnly?: boolean;
  readonly onState?: (state: TextState) => void;
  readonly onFocus?: () => void;
  /** The reader left with Esc (`"escape"`: put the focus on the clause) or Tab (`"tab"`: the browser moves on). */
  readonly onLeave?: (how: "escape" | "tab") => void;
  /**
   * The text under the caret takes no more words, or is fetched anew: put the focus where its writer can wait. What is
   * returned is asked when it can be written in again, and says whether to put the caret back.
   */
  readonly onHalt?: () => () => boolean;
  /** The selection or the stored marks changed: ask `can` and `active` again. */
  readonly onSelection?: () => void;
  readonly onPresence?: (present: readonly Presence[]) => void;
  /** A new bracket was drawn in the text: record who asks for it. */
  readonly onBracket?: (id: string) => void;
}

/** A text that is attached now. */
export interface LiveText {
  readonly state: ReadonlySignal<TextState>;
  readonly present: ReadonlySignal<readonly Presence[]>;
  /** False while it holds words that are nowhere else: do not destroy it then. */
  readonly canDetach: boolean;
  /** Words typed here that the server has not stored yet. */
  readonly unsavedWords: number;
  focus(): void;
  /** Do a command; true when it applied. */
  run(command: CommandName): boolean;
  /** Whether a command would apply now, for the toolbar. */
  can(command: CommandName): boolean;
  /** Whether a mark or list is on at the caret, for `aria-pressed`. */
  active(command: CommandName): boolean;
  /** Where the caret stands, for a cut; null while the editor is not there. */
  caret(): CaretPlace | null;
  /** Insert a reference to another clause at the caret. */
  refer(clause: string): boolean;
  /** Put the words of a document into a text that has none; false when there is something or it may not be written. */
  fill(json: unknown): boolean;
  /** Draw labels, bracket tags and footnote numbers anew: the record changed, the text did not. */
  redraw(): void;
  /** Show the text in another place from now on. */
  moveTo(place: HTMLElement): void;
  /** Open again after `refused`; the epoch when the page has learnt a newer one. */
  reopen(epoch?: number): void;
  /** Detach, at once and for good; unsaved words are lost, so ask `canDetach` first. */
  destroy(): void;
}

/** A copy of a text on this page only. */
export interface Drawn {
  /** The copy as it is now, as ProseMirror JSON. */
  read(): unknown;
  focus(): void;
  destroy(): void;
}

/** The agenda whose news the page follows. */
export interface Following {
  readonly agenda: string;
  /** The number of the last commit that the page knows. */
  readonly after: number;
  readonly onNews: (message: AgendaMessage) => void;
}

export interface LiveAgendaOptions {
  readonly follow?: Following;
  /** The socket's address; `/collab` on the page's own origin when not given. */
  readonly url?: string;
  readonly onConnection?: (connection: Connection) => void;
  /** What is unsent is not what it was: ask `unsent()` again. */
  readonly onUnsent?: () => void;
  /** A socket class where there is none, in tests. */
  readonly socket?: typeof WebSocket;
}

/** The page's one socket and the texts attached on it. */
export interface LiveAgendaApi {
  readonly connection: ReadonlySignal<Connection>;
  /** All attached texts together, for the status line. */
  readonly saving: ReadonlySignal<Saving>;
  /** All others who are here, wherever they are in the agenda. */
  readonly present: ReadonlySignal<readonly Whereabouts[]>;
  /** Attach the text to `place`, whose children are replaced once the first state has arrived. */
  open(place: HTMLElement, options: LiveOptions): LiveText;
  /** Words that were not taken, until `letGo`. */
  readonly kept: ReadonlySignal<readonly KeptWords[]>;
  /** Add words that an earlier page has kept. */
  keep(words: KeptWords): void;
  /** Forget kept words, after they were sent, copied or let go. */
  letGo(id: string): void;
  /** What is not on the server's disk, by text. */
  unsent(): UnsentText[];
  /** Send what an earlier page has not sent. Resolves once it is on disk, or among the kept words. */
  resend(text: UnsentText): Promise<void>;
  /** Open a copy of a text that is written in here and goes nowhere by itself. */
  draw(place: HTMLElement, options: LiveOptions, json: unknown): Promise<Drawn>;
  /** Detach all and close the socket. */
  close(): void;
}
