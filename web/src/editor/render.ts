/** Draws a text that is not being edited, the same as the editor draws it. */

import "./text.css";
import { Fragment, type Node } from "prosemirror-model";
import { depthAt, findBrackets, type Reach } from "./brackets";
import { readDocument } from "./document";
import type { BracketSign, EditorWords, NotesFrom } from "./face";
import { drawClosing, drawInline, drawNotes, drawNumber, drawOpening, element } from "./glyphs";
import { findNotes, type Note } from "./notes";
import { schema } from "./schema";

/** How a text that is not being edited is drawn. */
export interface RenderOptions {
  readonly references: (clause: string) => string;
  readonly brackets?: (id: string) => BracketSign | undefined;
  readonly notesFrom?: NotesFrom;
  readonly words?: EditorWords;
}

/** Return the text as HTML. One that the schema does not know is drawn as its bare words, so that nothing is hidden. */
export function renderText(json: unknown, options: RenderOptions): DocumentFragment {
  let doc: Node;
  try {
    doc = readDocument(json);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return renderWords(json);
  }
  const notes = findNotes(doc, options.notesFrom);
  const drawn = drawInline(washLeaves(doc, findBrackets(doc)));
  drawGlyphs(drawn, options);
  nameReferences(drawn, options);
  numberNotes(drawn, notes, options);
  if (notes.length > 0) drawn.append(drawNotes(notes));
  return drawn;
}

/** Only text can be marked. What else stands between the glyphs of a bracket is marked here, so that it is washed too. */
function washLeaves(doc: Node, reaches: readonly Reach[]): Node {
  if (reaches.length === 0) return doc;
  const wash = (parent: Node, start: number): Node => {
    const children: Node[] = [];
    parent.forEach((child, offset) => {
      const position = start + offset;
      if (!child.isInline) children.push(wash(child, position + 1));
      else if (child.isText || depthAt(reaches, position) === 0) children.push(child);
      else children.push(child.mark(marksOver(reaches, position)));
    });
    return parent.copy(Fragment.from(children));
  };
  return wash(doc, 0);
}

function marksOver(reaches: readonly Reach[], position: number) {
  const over = reaches.filter(({ from, to }) => from <= position && position < to);
  return over.map(({ id }) => schema.marks.bracket!.create({ id }));
}

function drawGlyphs(drawn: DocumentFragment, { brackets, words }: RenderOptions): void {
  for (const [id, pieces] of groupRuns(drawn)) {
    pieces[0]?.prepend(drawOpening(id, brackets?.(id), words));
    pieces.at(-1)?.append(drawClosing(id, words));
  }
}

function groupRuns(drawn: DocumentFragment): Map<string, HTMLElement[]> {
  const runs = new Map<string, HTMLElement[]>();
  for (const run of drawn.querySelectorAll<HTMLElement>(".bracket")) {
    const id = run.dataset.bracket ?? "";
    runs.set(id, [...(runs.get(id) ?? []), run]);
  }
  return runs;
}

function nameReferences(drawn: DocumentFragment, { references, words }: RenderOptions): void {
  for (const link of drawn.querySelectorAll<HTMLElement>("a.reference")) {
    const label = references(link.dataset.clause ?? "") || words?.unknownReference || "…";
    link.replaceChildren(label);
  }
}

function numberNotes(drawn: DocumentFragment, notes: readonly Note[], { words }: RenderOptions): void {
  const places = drawn.querySelectorAll("[data-footnote]");
  notes.forEach(({ number }, index) => places[index]?.replaceChildren(drawNumber(number, words)));
}

function renderWords(json: unknown): DocumentFragment {
  const drawn = document.createDocumentFragment();
  const collect = (node: unknown): string => {
    if (typeof node !== "object" || node === null) return "";
    const { text, content } = node as { text?: unknown; content?: unknown };
    return typeof text === "string" ? text : Array.isArray(content) ? content.map(collect).join("") : "";
  };
  const blocks = (json as { content?: unknown } | null)?.content;
  for (const block of Array.isArray(blocks) ? blocks : []) {
    const line = element("p", "");
    line.append(collect(block));
    drawn.append(line);
  }
  return drawn;
}
