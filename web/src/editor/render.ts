/** Draws a text that is not being edited, the same as the editor draws it. */

import "./text.css";
import { drawNodes, isNode, type Json, type JsonMark } from "./drawing";
import type { NotesFrom } from "./face";
import { drawNotes, drawNumber } from "./glyphs";
import { firstNumber, type Note } from "./notes";
import { type PairSource, putGlyphs } from "./pairs";

/** How a text that is not being edited is drawn. */
export interface RenderOptions extends PairSource {
  readonly references: (clause: string) => string;
  readonly notesFrom?: NotesFrom;
}

/** Return the text as HTML. What the schema does not know is drawn as its bare words, so that nothing is hidden. */
export function renderText(json: unknown, options: RenderOptions): DocumentFragment {
  const drawn = drawNodes(isNode(json) ? (washLeaves(json).content ?? []) : []);
  putGlyphs(drawn, options);
  nameReferences(drawn, options);
  sayNothing(drawn, options);
  const notes = numberNotes(drawn, options);
  if (notes.length > 0) drawn.append(drawNotes(notes, options.words));
  return drawn;
}

/** Only text can be marked. What else stands between the glyphs of a bracket is marked here, so that it is washed too. */
function washLeaves(doc: Json): Json {
  const pieces = inlineOf(doc);
  const over = new Map<Json, JsonMark[]>();
  for (const mark of new Map(pieces.flatMap(bracketsOf).map((one) => [one.attrs?.id, one])).values()) {
    const has = (piece: Json): boolean =>
      bracketsOf(piece).some(({ attrs }) => attrs?.id === mark.attrs?.id) || (piece.content?.some(has) ?? false);
    for (const piece of pieces.slice(pieces.findIndex(has), pieces.findLastIndex(has) + 1)) {
      if (typeof piece.text !== "string") over.set(piece, [...(over.get(piece) ?? []), mark]);
    }
  }
  const wash = (node: Json): Json => ({
    ...node,
    ...(over.has(node) && { marks: over.get(node) }),
    ...(node.content && { content: node.content.map(wash) }),
  });
  return over.size > 0 ? wash(doc) : doc;
}

const BLOCKS = new Set(["doc", "paragraph", "ordered_list", "bullet_list", "list_item"]);

function inlineOf(node: Json): Json[] {
  return BLOCKS.has(node.type) ? (node.content ?? []).flatMap(inlineOf) : [node];
}

function bracketsOf(node: Json): readonly JsonMark[] {
  return (node.marks ?? []).filter(({ type }) => type === "bracket");
}

function nameReferences(drawn: DocumentFragment, { references, words }: RenderOptions): void {
  for (const link of drawn.querySelectorAll<HTMLElement>("a.reference")) {
    const { clause } = link.dataset;
    link.replaceChildren((clause && references(clause)) || words?.unknownReference || "…");
  }
}

/** A text without words says so. */
function sayNothing(drawn: DocumentFragment, { words }: RenderOptions): void {
  const only = drawn.children.length === 1 ? drawn.firstElementChild : null;
  if (!words?.emptyText || !only?.matches("p:empty")) return;
  only.className = "wordless";
  only.append(words.emptyText);
}

/** Put the number in place of the words and return the words. */
function numberNotes(drawn: DocumentFragment, { notesFrom, words }: RenderOptions): Note[] {
  const places = [...drawn.querySelectorAll("[data-footnote]")];
  const first = places.length > 0 ? firstNumber(notesFrom) : 1;
  return places.map((place, index) => {
    const number = first + index;
    const inside = document.createDocumentFragment();
    inside.append(...place.childNodes);
    place.replaceChildren(drawNumber(number, words));
    return { number, words: inside, at: index };
  });
}
