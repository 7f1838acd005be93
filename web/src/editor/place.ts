/** Where the caret stands, as the server counts: the block from 0, and the editor's own positions inside it. */
import type { EditorState } from "prosemirror-state";

export interface CaretPlace {
  readonly block: number;
  readonly offset: number;
}

/** Return the caret's place in its block; a footnote's words count with the footnote. */
export function readCaret({ selection: { $head } }: EditorState): CaretPlace {
  return { block: $head.index(0), offset: $head.depth > 0 ? $head.pos - $head.start(1) : 0 };
}
