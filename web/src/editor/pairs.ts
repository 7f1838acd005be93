/** Puts the glyphs of brackets round their words in HTML that is not the editor's. */

import type { BracketEnds, BracketSign, EditorWords } from "./face";
import { drawClosing, drawOpening } from "./glyphs";

/** Where the glyphs get what the text does not say. */
export interface PairSource {
  readonly brackets?: (id: string) => BracketSign | undefined;
  readonly ends?: (id: string) => BracketEnds | undefined;
  readonly words?: EditorWords;
}

/** Put an opening and a closing glyph to each bracket that is wanted; one that begins elsewhere has no opening here. */
export function putGlyphs(
  drawn: DocumentFragment,
  { brackets, ends, words }: PairSource,
  isWanted: (id: string) => boolean = () => true,
): void {
  for (const [id, pieces] of findRuns(drawn)) {
    if (!isWanted(id)) continue;
    const { opens = true, closes = true } = ends?.(id) ?? {};
    if (opens) pieces[0]?.prepend(drawOpening(id, brackets?.(id), words));
    if (closes) pieces.at(-1)?.append(drawClosing(id, words));
  }
  for (const glyph of drawn.querySelectorAll(".glyph.opens")) {
    const before = standsBefore(glyph);
    if (before?.matches(".glyph.closes")) before.classList.add("apart");
  }
}

/** The runs of each bracket in their order. Words of a note count only when the bracket stands in the note alone. */
function findRuns(drawn: DocumentFragment): Map<string, HTMLElement[]> {
  const runs = new Map<string, HTMLElement[]>();
  for (const run of drawn.querySelectorAll<HTMLElement>(".bracket")) {
    const id = run.dataset.bracket ?? "";
    runs.set(id, [...(runs.get(id) ?? []), run]);
  }
  for (const [id, pieces] of runs) {
    const outside = pieces.filter((piece) => !piece.closest("[data-footnote]"));
    if (outside.length > 0) runs.set(id, outside);
  }
  return runs;
}

/** Return what ends where the glyph begins: the glyph or the word before it. */
function standsBefore(glyph: Element): Element | null {
  let node: Element = glyph;
  while (!node.previousSibling && node.parentElement?.matches(".bracket")) node = node.parentElement;
  let before: Node | null = node.previousSibling;
  while (before instanceof Element && !before.matches(".glyph") && before.lastChild) before = before.lastChild;
  return before instanceof Element ? before : null;
}
