/** One clause in one language on the screen and on the line: the only place that knows both ProseMirror and Yjs. */

import { type EditorState, type Selection, TextSelection } from "prosemirror-state";
import { yCursorPlugin, yUndoPluginKey } from "y-prosemirror";
import { type CommandName, fill, isActive, refer } from "../editor/commands";
import { type CaretPlace, readCaret } from "../editor/place";
import { ROOT, SCHEMA_VERSION } from "../editor/schema";
import { type Editor, mountEditor, type Sharing } from "../editor/view";
import type { Life } from "../sync/life";
import type { Line } from "../sync/line";
import { type Presence, readPresence } from "../sync/presence";
import type { Kept, TextState } from "../sync/states";
import { SyncText } from "../sync/text";
import type { LiveOptions, UnsentText } from "./api";
import type { Inner } from "./awaited";
import { Carets } from "./carets";
import { placeOf, spellKey } from "./places";
import { share } from "./sharing";

/** Who hears of the text. */
export interface Watch {
  state(state: TextState): void;
  present(present: readonly Presence[]): void;
  /** The caret that others see has come into the text or left it. */
  caret(isIn: boolean): void;
  unsent(): void;
  kept(kept: Kept): void;
}

/** Where a selection begins and where it was drawn to, in positions of the document. */
interface Marked {
  anchor: number;
  head: number;
}

export class BoundText implements Inner {
  private readonly text: SyncText;
  private editor: Editor | null = null;
  private life: Life | null = null;
  private carets: Carets | null = null;
  /** Says whether the writer under whose caret the text was closed waits for it; null when nobody does. */
  private waits: (() => boolean) | null = null;
  private caretAt: Marked = { anchor: 0, head: 0 };
  private wantsFocus = false;
  private isEnding = false;
  private mayHaveWritten = false;

  constructor(
    line: Line,
    private place: HTMLElement,
    private readonly options: LiveOptions,
    private readonly watch: Watch,
  ) {
    this.text = new SyncText(line, {
      key: spellKey(options),
      root: ROOT,
      epoch: options.epoch,
      schema: SCHEMA_VERSION,
      onOpen: (life) => this.mount(life),
      onEnd: () => this.unmount(),
      snapshot: () => this.editor?.view.state.doc.toJSON(),
      onState: (state) => this.follow(state),
      onUnsent: watch.unsent,
      onKept: watch.kept,
    });
  }

  get unsavedWords(): number {
    return this.text.unsavedWords;
  }

  get canDetach(): boolean {
    return this.text.canDetach;
  }

  unsent(): UnsentText | null {
    const unsent = this.text.unsent();
    return unsent && { ...unsent, ...placeOf(this.options) };
  }

  /** Put the caret into the text, now or as soon as it is open. */
  focus(): void {
    if (this.editor) this.editor.view.focus();
    else this.wantsFocus = true;
  }

  run(command: CommandName): boolean {
    const { editor } = this;
    if (!editor || !this.mayWrite) return false;
    return editor.commands[command](editor.view.state, editor.view.dispatch, editor.view);
  }

  can(command: CommandName): boolean {
    return this.editor !== null && this.mayWrite && this.editor.commands[command](this.editor.view.state);
  }

  active(command: CommandName): boolean {
    return this.editor !== null && isActive(this.editor.view.state, command);
  }

  caret(): CaretPlace | null {
    return this.editor && readCaret(this.editor.view.state);
  }

  refer(clause: string): boolean {
    const { editor } = this;
    return editor !== null && this.mayWrite && refer(clause)(editor.view.state, editor.view.dispatch);
  }

  fill(json: unknown): boolean {
    const { editor } = this;
    return editor !== null && this.mayWrite && fill(json)(editor.view.state, editor.view.dispatch);
  }

  redraw(): void {
    this.editor?.redraw();
  }

  moveTo(place: HTMLElement): void {
    place.replaceChildren(...this.place.childNodes);
    this.place = place;
  }

  reopen(epoch?: number): void {
    this.text.reopen(epoch);
  }

  destroy(): void {
    this.wantsFocus = false;
    this.isEnding = true;
    this.text.destroy();
  }

  private get mayWrite(): boolean {
    return !this.options.readOnly && this.text.mayWrite;
  }

  private mount(life: Life): void {
    this.life = life;
    this.carets = new Carets(life.awareness);
    life.awareness.on("change", this.look);
    this.editor = mountEditor(this.place, { ...this.options, onFocus: this.enter }, this.share(life, this.carets));
    this.editor.view.dom.addEventListener("focusout", this.leave);
    this.look();
    if (this.waits) this.putCaret();
    if (this.wantsFocus) this.editor.view.focus();
    this.wantsFocus = false;
    this.resume();
  }

  /** The text is no longer written in: who has the caret in it is brought to where he can wait. */
  private halt(): void {
    if (!this.editor?.view.hasFocus()) return;
    const { anchor, head } = this.editor.view.state.selection;
    this.caretAt = { anchor, head };
    this.waits = this.options.onHalt?.() ?? (() => document.activeElement === document.body);
  }

  /** Give the caret back to who still waits for it. */
  private resume(): void {
    if (!this.editor || !this.mayWrite || !this.waits) return;
    if (this.waits()) this.editor.view.focus();
    this.waits = null;
  }

  /** In a fresh document: where it was, as far as there are words. */
  private putCaret(): void {
    const { view } = this.editor as Editor;
    view.dispatch(view.state.tr.setSelection(selectIn(view.state, this.caretAt)));
  }

  private share({ awareness, fragment }: Life, { drawCaret, drawSelection }: Carets): Sharing {
    const cursors = yCursorPlugin(awareness, { cursorBuilder: drawCaret, selectionBuilder: drawSelection });
    return share(fragment, () => this.mayWrite, [cursors]);
  }

  /** The last picture of the text stays until there is a new one. */
  private unmount(): void {
    const { editor } = this;
    if (!editor) return;
    if (!this.isEnding) this.halt();
    this.leave();
    const picture = editor.view.dom.cloneNode(true) as HTMLElement;
    picture.contentEditable = "false";
    for (const name of ["role", "aria-multiline", "aria-label", "spellcheck"]) picture.removeAttribute(name);
    for (const caret of picture.querySelectorAll(".caret")) caret.remove();
    this.life?.awareness.off("change", this.look);
    this.carets?.destroy();
    editor.destroy();
    this.place.replaceChildren(picture);
    this.editor = this.carets = this.life = null;
    this.watch.present([]);
  }

  private follow(state: TextState): void {
    const mayWrite = this.editor !== null && this.mayWrite;
    if (mayWrite !== this.mayHaveWritten) {
      this.mayHaveWritten = mayWrite;
      if (!mayWrite) this.halt();
      this.editor?.refresh();
      this.options.onSelection?.();
      // what was agreed is not undone by a key: at a lock, undo ends
      if (!mayWrite && this.editor) yUndoPluginKey.getState(this.editor.view.state)?.undoManager.clear();
      this.resume();
    }
    this.watch.state(state);
  }

  /** The caret is in: from now on the others may see it. */
  private readonly enter = (): void => {
    if (this.life?.awareness.getLocalState() === null && this.mayWrite) {
      this.life.awareness.setLocalState({});
      this.watch.caret(true);
    }
    this.options.onFocus?.();
  };

  private readonly leave = (): void => {
    if (!this.life || this.life.awareness.getLocalState() === null) return;
    this.life.awareness.setLocalState(null);
    this.watch.caret(false);
  };

  private readonly look = (): void => {
    if (!this.life) return;
    this.watch.present(readPresence(this.life.awareness));
  };
}

function selectIn({ doc }: EditorState, { anchor, head }: Marked): Selection {
  const at = (position: number) => doc.resolve(Math.min(position, doc.content.size));
  return TextSelection.between(at(anchor), at(head));
}
