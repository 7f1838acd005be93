/** What the editor needs from the page to look and read right. Types only. */

export type Direction = "ltr" | "rtl";

/** Who asks for a bracket. */
export interface BracketSign {
  /** The short code as shown, "EU, CAN". */
  readonly tag: string;
  /** The full name, for the label and the title, "European Union, Canada". */
  readonly name: string;
  /** The kind in a word when it is not plain insertion, "delete"; else empty. */
  readonly kind: string;
}

/** Whether a bracket opens and closes in this text: one that reaches over several clauses does so in the first and the last. */
export interface BracketEnds {
  readonly opens: boolean;
  readonly closes: boolean;
}

/** A first footnote number, or how to ask for it. */
export type NotesFrom = number | (() => number);

/** Sentences that the editor says, already in the interface's language. */
export interface EditorWords {
  /** That language. */
  readonly language: string;
  /** "bracket by Switzerland"; `name` is empty while it is not known. */
  readonly bracketBy: (name: string) => string;
  readonly endOfBracket: string;
  /** "Footnote 4". */
  readonly footnote: (number: number) => string;
  /** "Back to footnote 4 in the text". */
  readonly backFrom: (number: number) => string;
  /** The number in the digits of the text. */
  readonly digits: (number: number) => string;
  /** "blank to be filled". */
  readonly blank: string;
  /** What stands for a reference whose label is not known, "another clause". */
  readonly unknownReference: string;
  /** Shown in a text without words, in its own language, or empty. */
  readonly emptyText: string;
}
