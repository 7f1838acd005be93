/** How nodes and marks look in HTML and are known again in it. The grammar itself is in `schema/document.json`. */

import type { DOMOutputSpec, Mark, MarkSpec, Node, NodeSpec } from "prosemirror-model";

type NodeDress = Pick<NodeSpec, "parseDOM" | "toDOM" | "leafText">;
type MarkDress = Pick<MarkSpec, "parseDOM" | "toDOM">;

const LIST_STYLES: Record<string, string> = {
  "1": "decimal",
  a: "lower-alpha",
  i: "lower-roman",
  A: "upper-alpha",
  I: "upper-roman",
};
const RIGHT_TO_LEFT = /^(ar|fa|he|ur|ps|dv|ckb|sd|ug|yi)\b/;
const read = (name: string) => (dom: HTMLElement) => dom.getAttribute(name);

const nodes: Record<string, NodeDress> = {
  doc: {},
  text: {},
  paragraph: { parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  ordered_list: {
    parseDOM: [{ tag: "ol", getAttrs: (dom) => readOrderedList(dom as HTMLOListElement) }],
    toDOM: drawOrderedList,
  },
  bullet_list: { parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
  list_item: {
    parseDOM: [{ tag: "li", getAttrs: (dom) => ({ label: read("data-label")(dom) }) }],
    toDOM: ({ attrs }) => ["li", attrs.label === null ? {} : { "data-label": attrs.label }, 0],
  },
  hard_break: { parseDOM: [{ tag: "br" }], toDOM: () => ["br"], leafText: () => "\n" },
  footnote: { parseDOM: [{ tag: "span[data-footnote]" }], toDOM: () => ["span", { "data-footnote": "" }, 0] },
  blank: {
    parseDOM: [{ tag: "span[data-blank]", getAttrs: (dom) => ({ text: read("data-blank")(dom) }) }],
    toDOM: ({ attrs }) => ["span", { class: "blank", "data-blank": attrs.text }, `[${attrs.text}]`],
    leafText: ({ attrs }) => `[${attrs.text}]`,
  },
  reference: {
    parseDOM: [{ tag: "a.reference", priority: 60, getAttrs: (dom) => ({ clause: read("data-clause")(dom) }) }],
    toDOM: ({ attrs }) => [
      "a",
      { class: "reference", ...(attrs.clause && { "data-clause": attrs.clause, href: `#${attrs.clause}` }) },
    ],
  },
  citation: {
    parseDOM: [{ tag: "cite[data-instrument]", getAttrs: readCitation }],
    toDOM: drawCitation,
    leafText: ({ attrs }) => citationText(attrs),
  },
};

const marks: Record<string, MarkDress> = {
  link: {
    parseDOM: [{ tag: "a[href]", getAttrs: (dom) => readAddress(dom) }],
    toDOM: ({ attrs }) => ["a", { href: attrs.href, rel: "noopener noreferrer" }, 0],
  },
  lang: {
    parseDOM: [{ tag: "span[lang]", getAttrs: (dom) => ({ code: read("lang")(dom) }) }],
    toDOM: ({ attrs }) => ["span", { lang: attrs.code, dir: RIGHT_TO_LEFT.test(attrs.code) ? "rtl" : "ltr" }, 0],
  },
  bracket: {
    parseDOM: [{ tag: "span[data-bracket]", getAttrs: (dom) => ({ id: read("data-bracket")(dom) }) }],
    toDOM: ({ attrs }: Mark) => ["span", { class: "bracket", "data-bracket": attrs.id }, 0],
  },
  strong: {
    parseDOM: [{ tag: "strong" }, { tag: "b", getAttrs: isNot("fontWeight", /^(normal|400)$/) }],
    toDOM: () => ["strong", 0],
  },
  emphasis: {
    parseDOM: [{ tag: "em" }, { tag: "i", getAttrs: isNot("fontStyle", /^normal$/) }],
    toDOM: () => ["em", 0],
  },
};

/** @throws Error for a node that has no dress: the grammar grew and this file did not. */
export function nodeDress(name: string): NodeDress {
  return find(nodes, name);
}

/** @throws Error for a mark that has no dress. */
export function markDress(name: string): MarkDress {
  return find(marks, name);
}

function find<Dress>(all: Record<string, Dress>, name: string): Dress {
  const dress = all[name];
  if (!dress) throw new Error(`nothing says how ${name} looks`);
  return dress;
}

function isNot(property: "fontWeight" | "fontStyle", plain: RegExp) {
  return (dom: HTMLElement) => (plain.test(dom.style[property]) ? false : null);
}

function readOrderedList(dom: HTMLOListElement) {
  const type = dom.getAttribute("type") ?? "1";
  return { start: dom.hasAttribute("start") ? dom.start : 1, style: LIST_STYLES[type] ?? "decimal" };
}

function drawOrderedList({ attrs }: Node): DOMOutputSpec {
  const type = Object.keys(LIST_STYLES).find((key) => LIST_STYLES[key] === attrs.style) ?? "1";
  return ["ol", { ...(attrs.start !== 1 && { start: attrs.start }), ...(type !== "1" && { type }) }, 0];
}

function readAddress(dom: HTMLElement) {
  const href = dom.getAttribute("href") ?? "";
  return /^(https?:\/\/|mailto:)\S{1,1990}$/.test(href) ? { href } : false;
}

function readCitation(dom: HTMLElement) {
  return { instrument: read("data-instrument")(dom), locator: read("data-locator")(dom) };
}

function drawCitation({ attrs }: Node): DOMOutputSpec {
  const data = {
    "data-instrument": attrs.instrument,
    ...(attrs.locator !== null && { "data-locator": attrs.locator }),
  };
  return ["cite", { class: "citation", ...data }, citationText(attrs)];
}

function citationText({ instrument, locator }: Record<string, unknown>): string {
  return locator ? `${instrument}, ${locator}` : `${instrument}`;
}
