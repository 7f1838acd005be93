/** Footnotes as word processors put them on the clipboard: a link in the text, the words in a list at the end. */

const LINK = /#_?(?:ftn|edn|sdfootnote|sdendnote|footnote-|fn)(\d+)(?:sym)?$/i;
const NOTE_PLACE = /^_?(?:ftn|edn|sdfootnote|sdendnote|footnote-|fn)(\d+)(?:sym)?$/i;

/** Return the words of each footnote by the link that points to it, and take the list at the end out of the document. */
export function findWordNotes(source: Document): Map<Element, string> {
  const notes = new Map<Element, string>();
  for (const link of source.querySelectorAll('a[href*="#"]')) {
    const place = findPlace(source, LINK.exec(link.getAttribute("href") ?? ""));
    if (!place || place.contains(link)) continue;
    notes.set(topOf(link), readWords(place));
  }
  for (const place of source.querySelectorAll("[id]")) if (NOTE_PLACE.test(place.id) && notes.size > 0) place.remove();
  for (const list of source.querySelectorAll<HTMLElement>(
    '[style*="mso-element:footnote-list"], [style*="mso-element: footnote-list"]',
  )) {
    list.remove();
  }
  return notes;
}

function findPlace(source: Document, match: RegExpExecArray | null): Element | null {
  if (!match) return null;
  const wanted = [...source.querySelectorAll("[id]")].find((place) => {
    const found = NOTE_PLACE.exec(place.id);
    return found?.[1] === match[1] && !place.matches("a");
  });
  return wanted ?? null;
}

/** The raised number is often wrapped round the link; it goes with it. */
function topOf(link: Element): Element {
  const parent = link.parentElement;
  return parent?.matches("sup") && parent.textContent === link.textContent ? parent : link;
}

/** The words without the number that leads back. */
function readWords(place: Element): string {
  const copy = place.cloneNode(true) as Element;
  for (const back of copy.querySelectorAll('a[href*="#"]')) back.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
