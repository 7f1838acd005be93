/** What may come in through the clipboard: words, emphasis, lists and footnotes, whatever programme they come from. */

import { gatherWordLists } from "./wordlists";
import { findWordNotes } from "./wordnotes";

/** A list deeper than this is flattened: a text may be only so deep, and no paper needs more. */
const DEEPEST_LIST = 6;

const DROPPED = "script,style,head,title,meta,link,xml,template,object,iframe,svg,math,img,del,button,select,textarea";
const BLOCKS =
  /^(p|div|h[1-6]|blockquote|pre|section|article|header|footer|main|aside|address|dt|dd|td|th|caption|figcaption)$/;

/** Return HTML that holds nothing but `p ol ul li br strong em` and `span[data-footnote]`. Our own is left as it is. */
export function cleanPaste(html: string): string {
  if (html.includes("data-pm-slice")) return html;
  const source = new DOMParser().parseFromString(html.replace(/<!--.*?-->/gs, ""), "text/html");
  for (const junk of source.querySelectorAll(DROPPED)) junk.remove();
  for (const hidden of source.querySelectorAll<HTMLElement>("[style]")) if (isHidden(hidden)) hidden.remove();
  const notes = findWordNotes(source);
  gatherWordLists(source);
  const clean = source.createElement("div");
  copyChildren(source.body, clean, { notes, depth: 0 });
  return clean.innerHTML;
}

interface Copying {
  /** The words of each footnote, by the link that points to it. */
  readonly notes: ReadonlyMap<Element, string>;
  readonly depth: number;
}

function copyChildren(from: Element, to: Element, copying: Copying): void {
  for (const child of from.childNodes) {
    if (child.nodeType === 3) to.append((child.textContent ?? "").replace(/[^\P{Cc}\t\n\r]|\u00ad/gu, ""));
    else if (child.nodeType === 1) copyElement(child as HTMLElement, to, copying);
  }
}

function copyElement(from: HTMLElement, to: Element, copying: Copying): void {
  const words = copying.notes.get(from);
  if (words !== undefined) {
    const note = append(to, "span");
    note.setAttribute("data-footnote", "");
    note.textContent = words;
    return;
  }
  const name = from.localName;
  if (name === "br") append(to, "br");
  else if (name === "ol" || name === "ul") copyList(from, to, copying);
  else if (name === "li") copyChildren(from, append(to, "li"), copying);
  else if (BLOCKS.test(name)) copyBlock(from, to, copying);
  else copyChildren(from, emphasise(from, to), copying);
}

function copyList(from: HTMLElement, to: Element, copying: Copying): void {
  if (copying.depth >= DEEPEST_LIST) {
    copyChildren(from, to, copying);
    return;
  }
  const list = append(to, from.localName);
  for (const name of ["start", "type"]) {
    const value = from.getAttribute(name);
    if (value !== null && from.localName === "ol") list.setAttribute(name, value);
  }
  copyChildren(from, list, { ...copying, depth: copying.depth + 1 });
}

/** A block that holds blocks is no paragraph of its own. */
function copyBlock(from: HTMLElement, to: Element, copying: Copying): void {
  const isParagraph = ![...from.children].some(
    (child) => BLOCKS.test(child.localName) || /^(ol|ul|table)$/.test(child.localName),
  );
  copyChildren(from, isParagraph ? append(to, "p") : to, copying);
}

function emphasise(from: HTMLElement, to: Element): Element {
  const { fontWeight, fontStyle } = from.style;
  const isBold = fontWeight ? fontWeight === "bold" || Number(fontWeight) >= 600 : /^(b|strong)$/.test(from.localName);
  const isItalic = fontStyle ? fontStyle === "italic" || fontStyle === "oblique" : /^(i|em)$/.test(from.localName);
  const inner = isBold ? append(to, "strong") : to;
  return isItalic ? append(inner, "em") : inner;
}

function isHidden({ style }: HTMLElement): boolean {
  return style.display === "none" || style.visibility === "hidden" || /mso-hide:\s*all/.test(style.cssText);
}

function append(to: Element, name: string): Element {
  const made = to.ownerDocument.createElement(name);
  to.append(made);
  return made;
}
