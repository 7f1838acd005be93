/** Small pieces of HTML that are drawn into a text and belong to no one: bracket glyphs, footnote numbers. */

import type { BracketSign, EditorWords } from "./face";
import type { Note } from "./notes";

/** Return the opening glyph, with the tag of who asks behind it; a screen reader hears a sentence in its place. */
export function drawOpening(id: string, sign: BracketSign | undefined, words: EditorWords | undefined): HTMLElement {
  const glyph = element("span", "glyph opens");
  glyph.dataset.of = id;
  if (words) glyph.append(spoken(`${words.bracketBy(sign?.name ?? "")}: `, words));
  glyph.append(shown("["));
  if (sign?.tag) glyph.append(drawTag(sign));
  return glyph;
}

/** Return the closing glyph. */
export function drawClosing(id: string, words: EditorWords | undefined): HTMLElement {
  const glyph = element("span", "glyph closes");
  glyph.dataset.of = id;
  glyph.append(shown("]"));
  if (words) glyph.append(spoken(` ${words.endOfBracket} `, words));
  return glyph;
}

function drawTag({ tag, name, kind }: BracketSign): HTMLElement {
  const by = element("span", "by");
  by.title = name;
  by.setAttribute("aria-hidden", "true");
  by.append(isolated(tag));
  if (kind) {
    const light = document.createElement("i");
    light.append(` ${kind}`);
    by.append(light);
  }
  return by;
}

/** Return the raised number of a footnote, which leads to its words; where one writes, Tab passes it by. */
export function drawNumber(number: number, words: EditorWords | undefined, isStop = true): HTMLElement {
  const raised = element("sup", "fn");
  raised.append(drawWay(number, "doc-noteref", words?.footnote(number), words, isStop));
  return raised;
}

/** Return the words of the footnotes as they stand below the text, each behind its number, which leads back. */
export function drawNotes(notes: readonly Note[], words?: EditorWords, isStop = true): HTMLElement {
  const foot = element("div", "fnotes");
  for (const { number, words: said, at } of notes) {
    const line = element("p", "fnote");
    line.dataset.at = `${at}`;
    const mark = element("span", "num");
    mark.append(drawWay(number, "doc-backlink", words?.backFrom(number), words, isStop));
    line.append(mark, "\u2002", said);
    foot.append(line);
  }
  return foot;
}

/** A number that leads between a place in the text and the note below it. */
function drawWay(
  number: number,
  role: "doc-noteref" | "doc-backlink",
  name: string | undefined,
  words: EditorWords | undefined,
  isStop: boolean,
): HTMLElement {
  const way = document.createElement("a");
  way.href = `#note-${number}`;
  way.setAttribute("role", role);
  way.dataset.note = `${number}`;
  way.tabIndex = isStop ? 0 : -1;
  way.append(words?.digits(number) ?? `${number}`);
  if (!name || !words) return way;
  way.lang = words.language;
  way.setAttribute("aria-label", name);
  return way;
}

export function element<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function isolated(text: string): HTMLElement {
  const made = document.createElement("bdi");
  made.append(text);
  return made;
}

function shown(text: string): HTMLElement {
  const made = document.createElement("span");
  made.setAttribute("aria-hidden", "true");
  made.append(text);
  return made;
}

/** Said in the language of the pages, whatever the text is written in. */
function spoken(text: string, { language }: EditorWords): HTMLElement {
  const made = element("span", "hide");
  made.lang = language;
  made.append(text);
  return made;
}
