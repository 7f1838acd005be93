/** Lists whose rows change places round the reader: what is moved in a page loses caret, selection and composition. */

/** Browsers that know `moveBefore` keep the focus of what is moved, but not where the caret stands in it. */
type Way = "insertBefore" | "moveBefore";
type Put = (node: Node, before: Node | null) => Node;

/** When the row at work is to move, `list` moves the others round it: the order is the same, the row stays. */
export function holdRow(list: HTMLElement | null): void {
  const ways = list as Partial<Record<Way, Put>> | null;
  for (const way of ["insertBefore", "moveBefore"] as const) {
    const put = ways?.[way]?.bind(list);
    if (!ways || !put) continue;
    ways[way] = (node, before) => (isAtWork(node, list) ? goRound(node, before, put) : put(node, before));
  }
}

const isAtWork = (row: Node, list: Node | null): boolean =>
  row.parentNode === list &&
  [document.activeElement, getSelection()?.anchorNode ?? null].some((at) => row.contains(at));

/** Bring what stands between a row and its new place to its other side. */
function goRound(row: Node, before: Node | null, put: Put): Node {
  const isAhead = !before || row.compareDocumentPosition(before) & Node.DOCUMENT_POSITION_FOLLOWING;
  if (isAhead) while (row.nextSibling && row.nextSibling !== before) put(row.nextSibling, row);
  else {
    const behind = row.nextSibling;
    for (let next: Node = before; next !== row; ) {
      const moved = next;
      next = next.nextSibling as Node;
      put(moved, behind);
    }
  }
  return row;
}
