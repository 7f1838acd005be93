/** Lists as Word puts them on the clipboard: paragraphs with a level in their style and the bullet as words. */

const LEVEL = /mso-list:\s*l\d+\s+level(\d+)/;
const IGNORED = /mso-list:\s*Ignore/;

interface Item {
  readonly paragraph: HTMLElement;
  readonly level: number;
  readonly marker: string;
}

/** Turn runs of Word's list paragraphs into lists, in place. */
export function gatherWordLists(source: Document): void {
  let open: HTMLElement[] = [];
  for (const paragraph of source.querySelectorAll<HTMLElement>("p,h1,h2,h3,h4,h5,h6")) {
    const item = readItem(paragraph);
    if (!item) {
      open = [];
      continue;
    }
    const isNext = open[0] !== undefined && paragraph.previousElementSibling === open[0];
    open = place(item, isNext ? open : []);
  }
}

function readItem(paragraph: HTMLElement): Item | null {
  const level = LEVEL.exec(paragraph.getAttribute("style") ?? "");
  if (!level || paragraph.closest("li")) return null;
  const bullet = [...paragraph.querySelectorAll("[style]")].find((span) =>
    IGNORED.test(span.getAttribute("style") ?? ""),
  );
  const marker = (bullet?.textContent ?? "").replace(/[\s\u00a0]+/g, "");
  bullet?.remove();
  return { paragraph, level: Number(level[1]), marker };
}

/** Put the item into the list of its level and return the lists that are open now, outermost first. */
function place(item: Item, open: HTMLElement[]): HTMLElement[] {
  const { paragraph, level, marker } = item;
  const lists = open.slice(0, level);
  while (lists.length < level) {
    const list = makeList(paragraph.ownerDocument, marker);
    const parent = lists.at(-1);
    if (parent)
      (parent.lastElementChild ?? parent.appendChild(paragraph.ownerDocument.createElement("li"))).append(list);
    else paragraph.before(list);
    lists.push(list);
  }
  const entry = paragraph.ownerDocument.createElement("li");
  lists.at(-1)?.append(entry);
  entry.append(paragraph);
  return lists;
}

function makeList(source: Document, marker: string): HTMLElement {
  const [, sign = ""] = /^\(?([0-9]+|[a-z]+|[A-Z]+)[.)]$/.exec(marker) ?? [];
  const list = source.createElement(sign ? "ol" : "ul");
  if (/^\d/.test(sign)) list.setAttribute("start", sign);
  else if (sign) list.setAttribute("type", typeOf(sign));
  return list;
}

function typeOf(sign: string): string {
  const type = /^[ivx]+$/i.test(sign) && sign !== "v" && sign !== "x" ? "i" : "a";
  return sign === sign.toUpperCase() ? type.toUpperCase() : type;
}
