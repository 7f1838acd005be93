/** jsdom has no layout. What ProseMirror measures is nowhere and nothing, which is enough: no test is about pixels. */

const nowhere = (): DOMRect => new DOMRect(0, 0, 0, 0);
const none = () => [] as unknown as DOMRectList;

if (typeof Range !== "undefined") {
  Range.prototype.getBoundingClientRect ??= nowhere;
  Range.prototype.getClientRects ??= none;
  Document.prototype.elementFromPoint ??= () => null;
}
