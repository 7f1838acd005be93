/** The editor of one text. It knows nothing of the wire: what shares the document comes in as plugins. */

import "./text.css";
import type { Node } from "prosemirror-model";
import { type Command, EditorState, type Plugin, type Transaction } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { type Commands, makeCommands } from "./commands";
import { edges } from "./edges";
import type { Direction, EditorWords, NotesFrom } from "./face";
import { keys, type Leave } from "./keys";
import { footnoteView, References } from "./nodeviews";
import type { PairSource } from "./pairs";
import { cleanPastes } from "./paste";
import { schema } from "./schema";
import { keepSelection } from "./selection";
import { redrawSigns, signs } from "./signs";

export interface EditorOptions extends PairSource {
  readonly language: string;
  readonly direction: Direction;
  readonly label: string | (() => string);
  readonly words: EditorWords;
  readonly references: (clause: string) => string;
  readonly notesFrom?: NotesFrom;
  readonly onFocus?: () => void;
  readonly onLeave?: Leave;
  readonly onSelection?: () => void;
  readonly onBracket?: (id: string) => void;
}

/** What shares the document with others: the text as it is now, the plugins that keep it so, and the history. */
export interface Sharing {
  readonly doc?: Node;
  readonly plugins: readonly Plugin[];
  readonly undo: Command;
  readonly redo: Command;
  /** Asked at each drawing and key press. */
  readonly mayWrite: () => boolean;
}

/** A mounted editor. */
export interface Editor {
  readonly view: EditorView;
  readonly commands: Commands;
  /** Draw labels, tags and numbers anew. */
  redraw(): void;
  /** Ask `mayWrite` anew. */
  refresh(): void;
  destroy(): void;
}

/** Put an editor into `place`, in place of its children. */
export function mountEditor(place: HTMLElement, options: EditorOptions, sharing: Sharing): Editor {
  const commands = makeCommands(sharing, options.onBracket);
  const references = new References(options.references, options.words.unknownReference);
  const state = EditorState.create({
    schema,
    ...(sharing.doc && { doc: sharing.doc }),
    plugins: [
      ...sharing.plugins,
      signs(options),
      edges(options.direction),
      cleanPastes(),
      ...keys(commands, (how) => options.onLeave?.(how)),
    ],
  });
  place.replaceChildren();
  const view = new EditorView(place, {
    state,
    editable: sharing.mayWrite,
    attributes: () => attributesOf(options, sharing.mayWrite()),
    nodeViews: { reference: references.view, footnote: footnoteView },
    handleDOMEvents: keepSelection(() => options.onFocus?.()),
    dispatchTransaction(this: EditorView, transaction: Transaction) {
      if (this.isDestroyed) return;
      this.updateState(this.state.apply(transaction));
      if (transaction.selectionSet || transaction.storedMarksSet || transaction.docChanged) options.onSelection?.();
    },
  });
  return {
    view,
    commands,
    redraw: () => {
      references.redraw();
      redrawSigns(view);
    },
    refresh: () => view.setProps({}),
    destroy: () => view.destroy(),
  };
}

/** Others' presence is said beside the text, never in it: the text is one labelled box. */
function attributesOf({ language, direction, label }: EditorOptions, mayWrite: boolean): Record<string, string> {
  const name = typeof label === "string" ? label : label();
  const common = { lang: language, dir: direction, "aria-label": name, translate: "no" };
  if (!mayWrite) return { ...common, role: "group" };
  return { ...common, role: "textbox", "aria-multiline": "true", spellcheck: "true", class: "live" };
}
