/** Small pieces of HTML that are drawn into a text and belong to no one: bracket glyphs, footnote numbers. */

import type { BracketSign, EditorWords } from "./face";
import type { Note } from "./notes";

/** Return the opening glyph, with the tag of who asks behind it; a screen reader hears a sentence in its place. */
export function drawOpening(id: string, sign: BracketSign | undefined, words: EditorWords | undefined): HTMLElement {
  const glyph = element("span", "glyph opens");
  glyph.dataset.of = id;
  if (words) glyph.append(spoken(`${words.bracketBy(sign?.name ?? "")}: `));
  glyph.append(shown("["));
  if (sign?.tag) glyph.append(drawTag(sign));
  return glyph;
}

/** Return the closing glyph. */
export function drawClosing(id: string, words: EditorWords | undefined): HTMLElement {
  const glyph = element("span", "glyph closes");
  glyph.dataset.of = id;
  glyph.append(shown("]"));
  if (words) glyph.append(spoken(` ${words.endOfBracket} `));
  return glyph;
}

function drawTag({ tag, name, kind }: BracketSign): HTMLElement {
  const by = element("span", "by");
  by.title = name;
  by.setAttribute("aria-hidden", "true");
  by.append(isolated(tag));
  if (kind) {
    const italic = document.createElement("i");
    italic.append(` ${kind}`);
    by.append(italic);
  }
  return by;
}

/** Return the raised number of a footnote. */
export function drawNumber(number: number, words: EditorWords | undefined): HTMLElement {
  const raised = element("sup", "fn");
  if (words) raised.append(spoken(words.footnote(number)), shown(`${number}`));
  else raised.append(`${number}`);
  return raised;
}

/** Return the words of the footnotes as they stand below the text, each with its number before it. */
export function drawNotes(notes: readonly Note[]): HTMLElement {
  const foot = element("div", "fnotes");
  for (const { number, words, at } of notes) {
    const line = element("p", "fnote");
    line.dataset.at = `${at}`;
    const mark = element("span", "num");
    mark.append(`${number}`);
    line.append(mark, "\u2002", words);
    foot.append(line);
  }
  return foot;
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

function spoken(text: string): HTMLElement {
  const made = element("span", "hide");
  made.append(text);
  return made;
}
