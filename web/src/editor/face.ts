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

/** A first footnote number, or how to ask for it. */
export type NotesFrom = number | (() => number);

/** Sentences that the editor says, already in the interface's language. */
export interface EditorWords {
  /** "bracket by Switzerland"; `name` is empty while it is not known. */
  readonly bracketBy: (name: string) => string;
  readonly endOfBracket: string;
  /** "Footnote 4". */
  readonly footnote: (number: number) => string;
  /** "blank to be filled". */
  readonly blank: string;
  /** What stands for a reference whose label is not known, "another clause". */
  readonly unknownReference: string;
  /** Shown while a text without words has the caret, or empty. */
  readonly emptyText: string;
}
