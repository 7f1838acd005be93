import { describe, expect, it } from "vitest";
import { prosemirrorToYXmlFragment, updateYFragment } from "y-prosemirror";
import * as Y from "yjs";
import { schema } from "../../src/editor/schema";
import { countWords, salvageWords } from "../../src/sync/salvage";
import { insertedWords } from "../../src/sync/worddiff";

type Json = Record<string, unknown>;
const p = (...words: string[]): Json => ({
  type: "paragraph",
  content: words.filter(Boolean).map((text) => ({ type: "text", text })),
});
const node = (...content: Json[]) => schema.nodeFromJSON({ type: "doc", content });

/** Write the texts one after the other as an editor does; return what the last ones add to the first. */
function salvage(first: Json[], ...later: Json[][]): string | null {
  const doc = new Y.Doc({ gc: false });
  const fragment = doc.getXmlFragment("prosemirror");
  prosemirrorToYXmlFragment(node(...first), fragment);
  const unsent: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => unsent.push(update));
  const meta = { mapping: new Map(), isOMark: new Map() };
  for (const text of later) updateYFragment(doc, fragment, node(...text), meta);
  return salvageWords(fragment, unsent);
}

describe("salvage", () => {
  it("is the words that were typed, whole, though letters of them were there before", () => {
    expect(salvage([p("ready to act")], [p("ready urgent to act")], [p("ready urgently to act")])).toBe("urgently");
  });

  it("is nothing when words were only taken out or parted", () => {
    expect(salvage([p("one two three")], [p("one three")])).toBe("");
    expect(salvage([p("one two three")], [p("one two"), p("three")])).toBeNull();
  });

  it("names each place where words were put in", () => {
    expect(salvage([p("a b c")], [p("a new b c")], [p("a new b old c")])).toBe("new … old");
  });

  it("has a new paragraph as a line", () => {
    expect(salvage([p("a")], [p("a more"), p("than this")])).toBe("more\nthan this");
  });

  it("leaves out what others wrote meanwhile", () => {
    const [mine, theirs] = [new Y.Doc({ gc: false }), new Y.Doc()];
    prosemirrorToYXmlFragment(node(p("agreed words")), mine.getXmlFragment("prosemirror"));
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
    const unsent: Uint8Array[] = [];
    mine.on("update", (update: Uint8Array, origin: unknown) => origin !== "line" && unsent.push(update));
    const write = (doc: Y.Doc, text: string, at: number) => {
      const paragraph = doc.getXmlFragment("prosemirror").get(0) as Y.XmlElement;
      (paragraph.get(0) as Y.XmlText).insert(at, text);
    };
    write(mine, "my ", 0);
    write(theirs, "their ", 7);
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs), "line");
    expect(salvageWords(mine.getXmlFragment("prosemirror"), unsent)).toBe("my");
  });

  it("counts words as a reader does", () => {
    expect(countWords("and are — told, in time … l’État")).toBe(6);
    expect(countWords(" … ")).toBe(0);
  });
});

describe("the words that one text has and another has not", () => {
  it.each([
    ["the same text", "a b", "a b", ""],
    ["the first word", "b c", "a b c", "a"],
    ["a repeated word", "the end", "the the end", "the"],
    ["Chinese, where no space parts words", "各国同意", "各国都同意了", "都 … 了"],
    ["Arabic", "تقر الدول", "تقر جميع الدول", "جميع"],
    ["an emoji", "yes 👍", "yes 👍🏽", "👍🏽"],
  ])("are found in %s", (_, theirs, mine, expected) => {
    expect(insertedWords(theirs, mine)).toBe(expected);
  });
});
