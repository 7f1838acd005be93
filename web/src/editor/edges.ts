/**
 * The end of a bracket is one place in the text and two for a writer: before the closing glyph and behind it.
 * A caret that was in a bracket stays in it there, until the arrow key steps it out; one that came from outside stays out.
 */

import type { Mark } from "prosemirror-model";
import { type EditorState, Plugin, TextSelection } from "prosemirror-state";
import { isBracket } from "./brackets";
import type { Direction } from "./face";

/** Return the brackets that end at the caret and hold it all the same. */
export function heldAtEnd(state: EditorState): readonly Mark[] {
  return endingAt(state).filter((mark) => mark.isInSet(state.storedMarks ?? []));
}

/** Keep the caret on its side of a closing glyph. */
export function edges(direction: Direction): Plugin {
  const [forward, back] = direction === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
  return new Plugin({
    appendTransaction: (_, before, state) => {
      const held = endingAt(state).filter((mark) => mark.isInSet(marksAt(before)));
      const isKnown = held.every((mark) => mark.isInSet(state.storedMarks ?? []));
      const isStepOut = state.storedMarks !== null && before.selection.eq(state.selection) && before.doc.eq(state.doc);
      return isKnown || isStepOut ? null : state.tr.setStoredMarks(withMarks(state, held));
    },
    props: {
      handleKeyDown: (view, event) => {
        if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
        const ending = endingAt(view.state);
        const held = heldAtEnd(view.state);
        if (event.key === forward && held.length > 0) {
          view.dispatch(view.state.tr.setStoredMarks(marksAt(view.state).filter((mark) => !held.includes(mark))));
          return true;
        }
        if (event.key !== back || held.length === ending.length) return false;
        view.dispatch(view.state.tr.setStoredMarks(withMarks(view.state, ending)));
        return true;
      },
    },
  });
}

function endingAt({ selection }: EditorState): readonly Mark[] {
  if (!(selection instanceof TextSelection) || !selection.$cursor) return [];
  const { nodeBefore, nodeAfter } = selection.$cursor;
  return nodeBefore?.marks.filter((mark) => isBracket(mark) && !mark.isInSet(nodeAfter?.marks ?? [])) ?? [];
}

function marksAt({ storedMarks, selection }: EditorState): readonly Mark[] {
  return storedMarks ?? selection.$head.marks();
}

function withMarks(state: EditorState, more: readonly Mark[]): readonly Mark[] {
  return more.reduce((set, mark) => mark.addToSet(set), marksAt(state));
}
