/** The keys inside a text. Layouts differ, so keys that are no letters everywhere are matched by their place. */

import { baseKeymap, chainCommands } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import type { Node } from "prosemirror-model";
import { liftListItem, splitListItem } from "prosemirror-schema-list";
import { type Command, NodeSelection, Plugin, TextSelection } from "prosemirror-state";
import type { Commands } from "./commands";
import { nodeType } from "./schema";
import { inNote } from "./signs";

export type Leave = (how: "escape" | "tab") => void;

/** Return the plugins that make the keys work; `leave` is called when the reader goes out of the text. */
export function keys(commands: Commands, leave: Leave): Plugin[] {
  const item = nodeType("list_item");
  return [
    placedKeys({ BracketLeft: commands.bracket, KeyF: commands.footnote }),
    keymap({
      Enter: chainCommands(leaveNote, splitListItem(item), liftListItemIfEmpty),
      "Shift-Enter": breakLine,
      Backspace: deleteLeaf(-1),
      Delete: deleteLeaf(1),
      "Mod-b": commands.strong,
      "Mod-i": commands.emphasis,
      "Mod-]": commands.indent,
      "Mod-[": commands.outdent,
      "Mod-z": commands.undo,
      "Mod-y": commands.redo,
      "Mod-Shift-z": commands.redo,
      Escape: chainCommands(leaveNote, () => {
        leave("escape");
        return true;
      }),
      Tab: () => {
        leave("tab");
        return false;
      },
    }),
    keymap(baseKeymap),
  ];
}

/** Alt and a key by its place on the board. AltGr reports Control too and writes characters, so it is let through. */
function placedKeys(bound: Readonly<Record<string, Command>>): Plugin {
  return new Plugin({
    props: {
      handleKeyDown: (view, event) => {
        const plain = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
        const command = plain && !event.getModifierState("AltGraph") ? bound[event.code] : undefined;
        return command?.(view.state, view.dispatch, view) ?? false;
      },
    },
  });
}

/** In a footnote: put the caret behind it. */
const leaveNote: Command = (state, dispatch) => {
  const position = inNote(state);
  if (position < 0) return false;
  const behind = position + (state.doc.nodeAt(position)?.nodeSize ?? 0);
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, behind)));
  return true;
};

const liftListItemIfEmpty: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const inItem = $from.depth > 1 && $from.node(-1).type.name === "list_item";
  return empty && inItem && $from.parent.content.size === 0 && liftListItem(nodeType("list_item"))(state, dispatch);
};

const breakLine: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  const type = nodeType("hard_break");
  if (!$from.sameParent($to) || !$from.parent.canReplaceWith($from.index(), $to.indexAfter(), type))
    return inNote(state) >= 0;
  dispatch?.(state.tr.replaceSelectionWith(type.create()).scrollIntoView());
  return true;
};

/**
 * Delete the object beside the caret. A footnote holds words that are hidden, so the first press selects it and
 * the second deletes it; other objects go at once.
 */
function deleteLeaf(side: -1 | 1): Command {
  return (state, dispatch) => {
    const { $head, empty } = state.selection;
    const node: Node | null = side < 0 ? $head.nodeBefore : $head.nodeAfter;
    if (!empty || !node?.isInline || node.isText) return false;
    const from = side < 0 ? $head.pos - node.nodeSize : $head.pos;
    const isNote = node.type.name === "footnote" && node.content.size > 0;
    if (isNote) dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, from)));
    else dispatch?.(state.tr.delete(from, from + node.nodeSize).scrollIntoView());
    return true;
  };
}
