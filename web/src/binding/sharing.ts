/** What makes an editor and a shared fragment one text, with its own undo. */

import type { Plugin } from "prosemirror-state";
import { initProseMirrorDoc, redoCommand, undoCommand, ySyncPlugin, yUndoPlugin } from "y-prosemirror";
import type { XmlFragment } from "yjs";
import { schema } from "../editor/schema";
import type { Sharing } from "../editor/view";

export function share(fragment: XmlFragment, mayWrite: () => boolean, more: readonly Plugin[] = []): Sharing {
  const { doc, mapping } = fragment.length === 0 ? {} : initProseMirrorDoc(fragment, schema);
  const plugins = [ySyncPlugin(fragment, mapping && { mapping }), ...more, yUndoPlugin()];
  return { ...(doc && { doc }), plugins, undo: undoCommand, redo: redoCommand, mayWrite };
}
