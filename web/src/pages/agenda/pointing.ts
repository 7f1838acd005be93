/** What a pointer shows and follows in the texts: the other end of a bracket, the words of a footnote and back. */

/** Follow the pointer in the texts; return what ends it. The links among them take keys by themselves. */
export function followPointer(desk: HTMLElement): () => void {
  desk.addEventListener("pointerover", ringPair);
  desk.addEventListener("click", followNote);
  return () => {
    desk.removeEventListener("pointerover", ringPair);
    desk.removeEventListener("click", followNote);
  };
}

/** Ring both ends of the bracket whose glyph is under the pointer, in whichever clause of the language they stand. */
function ringPair({ target, currentTarget }: Event): void {
  const desk = currentTarget as HTMLElement;
  const glyph = (target as Element).closest<HTMLElement>(".glyph[data-of]");
  const language = glyph?.closest<HTMLElement>("[data-language]")?.dataset.language;
  const id = glyph?.dataset.of ?? "";
  for (const other of desk.querySelectorAll<HTMLElement>(".glyph.near")) {
    if (other.dataset.of !== id) other.classList.remove("near");
  }
  if (!language || !id) return;
  for (const one of desk.querySelectorAll(`[data-language="${language}"] .glyph[data-of="${CSS.escape(id)}"]`)) {
    one.classList.add("near");
  }
}

/** Go from a footnote's number to its words, or back. Where one writes, the editor has taken the press already. */
function followNote(event: MouseEvent): void {
  const way = (event.target as Element).closest<HTMLElement>("a[data-note]");
  if (!way) return;
  event.preventDefault();
  if (way.closest("[contenteditable=true]")) return;
  const other = way.closest(".fnotes") ? "sup a" : ".fnotes a";
  const place = way.closest(".text")?.querySelector<HTMLElement>(`${other}[data-note="${way.dataset.note}"]`);
  place?.focus({ preventScroll: true });
  place?.scrollIntoView({ block: "nearest" });
}
