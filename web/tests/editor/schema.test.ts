import { describe, expect, it } from "vitest";
import { initProseMirrorDoc, prosemirrorToYXmlFragment } from "y-prosemirror";
import * as Y from "yjs";
import grammar from "../../../schema/document.json";
import { readDocument } from "../../src/editor/document";
import { buildSchema, schema } from "../../src/editor/schema";
import { examples, validExamples } from "../examples";

describe("the golden documents", () => {
  it.each(examples)("$name is read as said: $why", ({ document, valid }) => {
    if (valid) expect(() => readDocument(document)).not.toThrow();
    else expect(() => readDocument(document)).toThrow(RangeError);
  });

  it.each(validExamples)("$name comes out of JSON as it went in", ({ document }) => {
    const node = readDocument(document);
    expect(readDocument(JSON.parse(JSON.stringify(node.toJSON()))).eq(node)).toBe(true);
  });

  it.each(validExamples)("$name comes out of the shared document as it went in", ({ document }) => {
    const node = readDocument(document);
    const doc = new Y.Doc();
    const fragment = prosemirrorToYXmlFragment(node, doc.getXmlFragment("prosemirror"));
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    const { doc: read } = initProseMirrorDoc(copy.getXmlFragment("prosemirror"), schema);
    read.check();
    expect(normal(read.toJSON())).toEqual(normal(node.toJSON()));
    expect(fragment.length).toBe(node.childCount);
  });
});

describe("the grammar", () => {
  it.each([
    ["a node", { ...grammar, nodes: { ...grammar.nodes, paragraph: { content: "inline*", colour: "red" } } }],
    ["a mark", { ...grammar, marks: { ...grammar.marks, strong: { weight: 700 } } }],
    ["an attribute", { ...grammar, attributes: { ...grammar.attributes, address: { type: "string", format: "uri" } } }],
    ["itself", { ...grammar, tables: {} }],
  ])("may not say what is not understood about %s", (_, source) => {
    expect(() => buildSchema(source)).toThrow(/not understood/);
  });

  it("may not hold a node that nothing draws", () => {
    const nodes = { ...grammar.nodes, stamp: { group: "inline", inline: true } };
    expect(() => buildSchema({ ...grammar, nodes })).toThrow(/how stamp looks/);
  });
});

interface Json {
  marks?: { type: string; attrs?: { id?: string } }[];
  content?: Json[];
}

/** The shared document keeps no order of marks on one text: they are sorted before comparing. */
function normal(json: Json): Json {
  return {
    ...json,
    ...(json.marks && { marks: [...json.marks].sort((a, b) => sortKey(a).localeCompare(sortKey(b))) }),
    ...(json.content && { content: json.content.map(normal) }),
  };
}

const sortKey = (mark: NonNullable<Json["marks"]>[number]) => JSON.stringify([mark.type, mark.attrs?.id ?? ""]);
