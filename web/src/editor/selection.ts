/** What is selected in a text outlives a dialog over it. */

import { type EditorState, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** Handlers by which the selection is, when the focus comes back by other means than a pointer, what it was. */
export function keepSelection(onFocus: () => void) {
  let pointed = false;
  const note = (pressed: boolean) => () => {
    pointed = pressed;
    return false;
  };
  return {
    mousedown: note(true),
    keydown: (view: EditorView, { altKey, ctrlKey, metaKey }: KeyboardEvent) => {
      if (altKey || ctrlKey || metaKey) catchUp(view);
      return false;
    },
    blur: note(false),
    focus: (view: EditorView) => {
      onFocus();
      // when a dialog closes, browsers put the caret before the first word
      if (!pointed) queueMicrotask(() => view.hasFocus() && view.focus());
      return note(false)();
    },
  };
}

/** Browsers tell of a selection a moment later; whoever then presses a key of a command may be quicker than that. */
function catchUp(view: EditorView): void {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection() ?? {};
  if (view.composing || !(view.state.selection instanceof TextSelection)) return;
  if (!anchorNode || !focusNode || !view.dom.contains(anchorNode) || !view.dom.contains(focusNode)) return;
  const shown = between(
    view.state,
    view.posAtDOM(anchorNode, anchorOffset ?? 0),
    view.posAtDOM(focusNode, focusOffset ?? 0),
  );
  if (!shown.eq(view.state.selection)) view.dispatch(view.state.tr.setSelection(shown));
}

const between = ({ doc }: EditorState, anchor: number, head: number) =>
  TextSelection.between(doc.resolve(anchor), doc.resolve(head));
