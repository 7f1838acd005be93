/** Draws what is no words of the text into the editor: bracket glyphs, footnote numbers, the words of the notes below. */

import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { bracketAround, bracketsOf, depthAt, findBrackets, type Reach } from "./brackets";
import { drawNodes, type Json } from "./drawing";
import { heldAtEnd } from "./edges";
import type { EditorWords, NotesFrom } from "./face";
import { drawClosing, drawNotes, drawOpening } from "./glyphs";
import { firstNumber, type Note } from "./notes";
import { type PairSource, putGlyphs } from "./pairs";

/** Where the signs get what the text does not say. */
export interface SignSource extends PairSource {
  readonly words: EditorWords;
  readonly notesFrom?: NotesFrom;
}

const key = new PluginKey<DecorationSet>("signs");

/** Draw the signs of the text and keep them up with it. */
export function signs(source: SignSource): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_, state) => drawSigns(state, source),
      apply: (transaction, drawn, before, state) =>
        transaction.docChanged || transaction.getMeta(key) || placeOf(before) !== placeOf(state)
          ? drawSigns(state, source)
          : drawn,
    },
    props: {
      decorations: (state) => key.getState(state),
      handleClickOn: (view, _position, node, at, event) => {
        if (node.type.name !== "footnote" || !(event.target as Element).closest("sup")) return false;
        return view.editable && enterNote(view, at);
      },
      handleDOMEvents: { mousedown: enterFromFoot },
    },
  });
}

/** Draw the signs anew: the record says something else now, the text does not. */
export function redrawSigns(view: EditorView): void {
  view.dispatch(view.state.tr.setMeta(key, true).setMeta("addToHistory", false));
}

function drawSigns(state: EditorState, source: SignSource): DecorationSet {
  const { doc } = state;
  const reaches = findBrackets(doc);
  const drawn = [
    ...drawGlyphs(reaches, state, source),
    ...washLeaves(reaches, doc),
    ...drawFootnotes(doc, inNote(state), reaches, source),
    ...drawVacancy(doc, source),
  ];
  return DecorationSet.create(doc, drawn);
}

/** At one place what closes stands before what opens, the inner closes first and the outer opens first. */
function drawGlyphs(reaches: readonly Reach[], state: EditorState, source: SignSource): Decoration[] {
  const { doc } = state;
  const { words } = source;
  const at = standingIn(state, reaches);
  const held = heldAtEnd(state).map(({ attrs }) => attrs.id);
  return reaches.flatMap(({ id, from, to }, rank) => {
    const sign = source.brackets?.(id);
    const { opens = true, closes = true } = source.ends?.(id) ?? {};
    const isLast = !reaches.slice(0, rank).some((reach) => reach.to === to);
    const apart = isLast && reaches.some((reach) => reach.from === to) ? "apart" : "";
    const look = id === at ? "at" : "";
    const outer = new Set(reaches.slice(0, rank + 1).map((reach) => reach.id));
    const within = (node: Node | null) => node?.marks.filter(({ attrs }) => outer.has(attrs.id)) ?? [];
    const opening = () =>
      Decoration.widget(from, () => dressed(drawOpening(id, sign, words), look), {
        key: `[${id}${sign?.tag}${sign?.kind}${look}`,
        side: 20 + rank / 1000,
        marks: within(doc.resolve(from).nodeAfter),
        ignoreSelection: true,
      });
    const closing = () =>
      Decoration.widget(to, () => dressed(drawClosing(id, words), look, apart), {
        key: `]${id}${look}${apart}`,
        side: (held.includes(id) ? 15 : -20) - rank / 1000,
        marks: within(doc.resolve(to).nodeBefore),
        ignoreSelection: true,
      });
    return [...(opens ? [opening()] : []), ...(closes ? [closing()] : [])];
  });
}

function dressed(glyph: HTMLElement, ...looks: string[]): HTMLElement {
  glyph.classList.add(...looks.filter(Boolean));
  return glyph;
}

/** Return the bracket in which the caret or the selection stands: the one that would be lifted. */
function standingIn({ selection }: EditorState, reaches: readonly Reach[]): string {
  return bracketAround(reaches, selection.from, selection.to)?.id ?? "";
}

/** Only text carries marks: what else stands in a bracket gets its wash here. */
function washLeaves(reaches: readonly Reach[], doc: Node): Decoration[] {
  const washed: Decoration[] = [];
  if (reaches.length === 0) return washed;
  doc.descendants((node, position) => {
    if (!node.isInline || node.isText || bracketsOf(node).length > 0) return;
    const depth = depthAt(reaches, position);
    const attrs = { nodeName: "span", class: "washed", "data-depth": `${Math.min(depth, 3)}` };
    if (depth > 0) washed.push(Decoration.inline(position, position + node.nodeSize, attrs));
  });
  return washed;
}

function drawFootnotes(doc: Node, here: number, reaches: readonly Reach[], source: SignSource): Decoration[] {
  const { words } = source;
  const notes = findNotes(doc, firstNumber(source.notesFrom));
  const drawn = notes.map(({ number, node, at }) =>
    Decoration.node(at, at + node.nodeSize, at === here ? { class: "here" } : {}, { number, words }),
  );
  if (notes.length === 0) return drawn;
  const foot = Decoration.widget(doc.content.size, ({ editable }) => drawFoot(notes, reaches, source, !editable), {
    key: JSON.stringify(notes.map(({ number, node, at }) => [number, at, node])),
    side: 1,
    ignoreSelection: true,
  });
  return [...drawn, foot];
}

interface Standing extends Omit<Note, "words"> {
  readonly node: Node;
}

function findNotes(doc: Node, first: number): Standing[] {
  const notes: Standing[] = [];
  doc.descendants((node, at) => {
    if (node.type.name === "footnote") notes.push({ number: first + notes.length, node, at });
  });
  return notes;
}

/** Tab leaves the text: the links in its notes are no stops on the way. */
function drawFoot(notes: readonly Standing[], reaches: readonly Reach[], source: SignSource, isStop: boolean) {
  const wordsOf = ({ node, at }: Standing) => {
    const drawn = drawNodes((node.toJSON() as Json).content ?? []);
    const own = new Set(reaches.filter(({ note }) => note?.from === at).map(({ id }) => id));
    putGlyphs(drawn, source, (id) => own.has(id));
    return drawn;
  };
  const drawn = notes.map((note) => ({ ...note, words: wordsOf(note) }));
  const foot = drawNotes(drawn, source.words, isStop);
  if (!isStop) for (const link of foot.querySelectorAll("a")) link.tabIndex = -1;
  return foot;
}

function drawVacancy(doc: Node, { words }: SignSource): Decoration[] {
  const only = doc.firstChild;
  if (!words.emptyText || doc.childCount !== 1 || !only?.isTextblock || only.content.size > 0) return [];
  return [Decoration.node(0, only.nodeSize, { class: "vacant", "data-empty": words.emptyText })];
}

/** What of the caret changes the drawing: the footnote that it is in, its bracket, the brackets that it is kept in. */
function placeOf(state: EditorState): string {
  const at = standingIn(state, findBrackets(state.doc));
  return [inNote(state), at, ...heldAtEnd(state).map(({ attrs }) => attrs.id)].join();
}

/** Return where the footnote stands that has the caret, or -1. */
export function inNote({ selection: { $head } }: EditorState): number {
  return $head.parent.type.name === "footnote" ? $head.before() : -1;
}

function enterNote(view: EditorView, position: number): boolean {
  const note = view.state.doc.nodeAt(position);
  if (note?.type.name !== "footnote") return false;
  const end = position + note.nodeSize - 1;
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, end)));
  view.focus();
  return true;
}

/** A press on the words below the text puts the caret into the note. */
function enterFromFoot(view: EditorView, event: Event): boolean {
  const line = (event.target as Element).closest?.<HTMLElement>(".fnote[data-at]");
  if (!line || !view.editable || !enterNote(view, Number(line.dataset.at))) return false;
  event.preventDefault();
  return true;
}
