/** HTML from the JSON of a text, without ProseMirror: pages show texts long before anyone edits them. */

import type { DOMOutputSpec, Mark, Node } from "prosemirror-model";
import grammar from "../../../schema/document.json";
import { markDress, nodeDress } from "./dress";

/** A node as JSON. What was written by a newer schema may be in it. */
export interface Json {
  readonly type: string;
  readonly text?: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly marks?: readonly JsonMark[];
  readonly content?: readonly Json[];
}

export interface JsonMark {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
}

const NODES: Readonly<Record<string, object>> = grammar.nodes;
const RANKS = Object.keys(grammar.marks);

/** Return whether the value can be read as a node at all. */
export function isNode(value: unknown): value is Json {
  return typeof value === "object" && value !== null && typeof (value as Json).type === "string";
}

/** Return the HTML of the nodes. Of a node that the grammar does not know its words are drawn, of a mark nothing. */
export function drawNodes(nodes: readonly Json[]): DocumentFragment {
  const drawn = document.createDocumentFragment();
  let open: { mark: JsonMark; element: Element }[] = [];
  for (const node of nodes) {
    const marks = sortMarks(node.marks ?? []);
    const kept = open.findIndex(({ mark }, depth) => !isSame(mark, marks[depth]));
    if (kept >= 0) open = open.slice(0, kept);
    for (const mark of marks.slice(open.length)) {
      const element = openMark(mark);
      (open.at(-1)?.element ?? drawn).append(element);
      open.push({ mark, element });
    }
    (open.at(-1)?.element ?? drawn).append(drawNode(node));
  }
  return drawn;
}

function drawNode(node: Json): globalThis.Node {
  if (typeof node.text === "string") return document.createTextNode(node.text);
  const content = drawNodes(node.content ?? []);
  const spec = NODES[node.type];
  if (!spec) return content;
  const attrs = { ...defaultsOf(spec), ...node.attrs };
  const dressed = nodeDress(node.type).toDOM?.({ attrs } as unknown as Node);
  return dressed ? build(dressed, content) : content;
}

function openMark({ type, attrs }: JsonMark): Element {
  const spec = markDress(type).toDOM?.({ attrs: attrs ?? {} } as unknown as Mark, true);
  return build(spec ?? ["span", 0], document.createDocumentFragment());
}

/** Build an element from `[name, attributes?, hole or text]`, the only form that is used in `dress`. */
function build(spec: DOMOutputSpec, content: DocumentFragment): Element {
  const [name, ...rest] = spec as [string, ...unknown[]];
  const element = document.createElement(name);
  for (const part of rest) {
    if (part === 0) element.append(content);
    else if (typeof part === "string") element.append(part);
    else for (const [key, value] of Object.entries(part as object)) element.setAttribute(key, `${value}`);
  }
  return element;
}

function sortMarks(marks: readonly JsonMark[]): JsonMark[] {
  return marks
    .filter(({ type }) => RANKS.includes(type))
    .sort((one, other) => RANKS.indexOf(one.type) - RANKS.indexOf(other.type));
}

function isSame(one: JsonMark, other: JsonMark | undefined): boolean {
  return one.type === other?.type && JSON.stringify(one.attrs ?? {}) === JSON.stringify(other.attrs ?? {});
}

function defaultsOf(spec: { attrs?: Record<string, { default?: unknown }> }): Record<string, unknown> {
  const entries = Object.entries(spec.attrs ?? {});
  return Object.fromEntries(entries.map(([name, attribute]) => [name, attribute.default]));
}
