/** The commands of the toolbar and the keyboard. */

import { toggleMark } from "prosemirror-commands";
import type { Attrs, NodeType } from "prosemirror-model";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, type EditorState, TextSelection } from "prosemirror-state";
import { bracketAround, findBrackets } from "./brackets";
import { readDocument } from "./document";
import { makeId } from "./ids";
import { LIMITS, markType, nodeType } from "./schema";

export type CommandName =
  | "strong"
  | "emphasis"
  | "ordered_list"
  | "bullet_list"
  | "indent"
  | "outdent"
  | "bracket"
  | "unbracket"
  | "footnote"
  | "blank"
  | "undo"
  | "redo";

export type Commands = Readonly<Record<CommandName, Command>>;

const item = nodeType("list_item");
const bracket = markType("bracket");
const LISTS = [nodeType("ordered_list"), nodeType("bullet_list")];

/** The grammar's own pattern holds when the blank is made; a placeholder is taken from short selected words only. */
const PLACEHOLDER = /^[^\p{Cc}[\]]{1,60}$/u;

/** Return all commands. Undo and redo come from whoever keeps the history; `onBracket` hears of each new bracket. */
export function makeCommands(history: { undo: Command; redo: Command }, onBracket?: (id: string) => void): Commands {
  return {
    strong: toggleMark(markType("strong")),
    emphasis: toggleMark(markType("emphasis")),
    ordered_list: toggleList(nodeType("ordered_list")),
    bullet_list: toggleList(nodeType("bullet_list")),
    indent: (state, dispatch) => state.selection.$from.depth + 2 < LIMITS.depth && sinkListItem(item)(state, dispatch),
    outdent: liftListItem(item),
    bracket: addBracket(onBracket),
    unbracket: liftBracket,
    footnote: addFootnote,
    blank: addBlank,
    ...history,
  };
}

/** Whether the command's mark or list is on at the selection. */
export function isActive(state: EditorState, command: CommandName): boolean {
  const { from, to, empty, $from } = state.selection;
  switch (command) {
    case "strong":
    case "emphasis": {
      const mark = markType(command);
      return empty ? !!mark.isInSet(state.storedMarks ?? $from.marks()) : state.doc.rangeHasMark(from, to, mark);
    }
    case "ordered_list":
    case "bullet_list":
      return listAround(state)?.type.name === command;
    case "bracket":
      return bracketAround(findBrackets(state.doc), from, to) !== undefined;
    default:
      return false;
  }
}

/** Insert a reference to another clause in place of the selection. */
export function refer(clause: string): Command {
  return insertInline("reference", () => ({ clause }));
}

/** Put the words of another text into one that has none, as one step that can be undone. */
export function fill(json: unknown): Command {
  return (state, dispatch) => {
    if (state.doc.textContent.trim() !== "") return false;
    const { content } = readDocument(json);
    dispatch?.(state.tr.replaceWith(0, state.doc.content.size, content).scrollIntoView());
    return true;
  };
}

/** A bracket is an object: its mark carries a new id and only text is marked. */
function addBracket(onBracket?: (id: string) => void): Command {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    const id = makeId();
    const transaction = state.tr;
    state.doc.nodesBetween(from, to, (node, position) => {
      if (!node.isText) return;
      const [start, end] = [Math.max(from, position), Math.min(to, position + node.nodeSize)];
      transaction.addMark(start, end, bracket.create({ id }));
    });
    if (empty || !transaction.docChanged) return false;
    dispatch?.(transaction);
    if (dispatch) onBracket?.(id);
    return true;
  };
}

/** Take the innermost bracket round the selection away and keep its words. */
const liftBracket: Command = (state, dispatch) => {
  const { from, to } = state.selection;
  const around = bracketAround(findBrackets(state.doc), from, to);
  if (!around) return false;
  dispatch?.(state.tr.removeMark(around.from, around.to, bracket.create({ id: around.id })));
  return true;
};

const addFootnote: Command = (state, dispatch) => {
  const { $to, to } = state.selection;
  const note = nodeType("footnote");
  if (!$to.parent.inlineContent || !$to.parent.canReplaceWith($to.index(), $to.index(), note)) return false;
  const transaction = state.tr.insert(to, note.create());
  dispatch?.(transaction.setSelection(TextSelection.create(transaction.doc, to + 1)).scrollIntoView());
  return true;
};

const addBlank = insertInline("blank", (state) => {
  const { from, to } = state.selection;
  const words = state.doc.textBetween(from, to, "\n").trim();
  return PLACEHOLDER.test(words) ? { text: words } : null;
});

function insertInline(name: string, attrsFor: (state: EditorState) => Attrs | null): Command {
  return (state, dispatch) => {
    const { $from, $to } = state.selection;
    const type = nodeType(name);
    if (!$from.sameParent($to) || !$from.parent.canReplaceWith($from.index(), $to.indexAfter(), type)) return false;
    dispatch?.(state.tr.replaceSelectionWith(type.create(attrsFor(state)), false).scrollIntoView());
    return true;
  };
}

/** In a list of this kind: leave it. In another: change its kind. Else: make one. */
function toggleList(type: NodeType): Command {
  return (state, dispatch) => {
    const around = listAround(state);
    if (!around) return wrapInList(type)(state, dispatch);
    if (around.type === type) return liftListItem(item)(state, dispatch);
    dispatch?.(state.tr.setNodeMarkup(around.position, type));
    return true;
  };
}

function listAround({ selection: { $from } }: EditorState): { type: NodeType; position: number } | undefined {
  for (let depth = $from.depth; depth > 0; depth--) {
    const { type } = $from.node(depth);
    if (LISTS.includes(type)) return { type, position: $from.before(depth) };
  }
  return undefined;
}
