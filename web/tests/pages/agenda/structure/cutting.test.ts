import { describe, expect, it } from "vitest";
import type { TextNode } from "../../../../src/http/contract";
import { chooseSpot, findSpots, languagesToCut, toCut } from "../../../../src/pages/agenda/structure/cutting";
import { makeClause, makeText, writeDoc } from "../clauses";

const words = (text: string) => findSpots(writeDoc(text));

describe("where a text can be cut", () => {
  it("is before each word but the first, with the halves on both sides", () => {
    expect(words("One two three.")).toEqual([
      { block: 0, offset: 4, before: "One", after: "two three." },
      { block: 0, offset: 8, before: "One two", after: "three." },
    ]);
    expect(words("One")).toEqual([]);
    expect(words("")).toEqual([]);
  });

  it("is also between two paragraphs", () => {
    const spots = findSpots(writeDoc("One.", "Two."));
    expect(spots).toEqual([{ block: 1, offset: 0, before: "One.", after: "Two." }]);
  });

  it("counts as the editor does: UTF-16 units, one for a leaf, the words of a footnote between its two ends", () => {
    const note: TextNode = { type: "footnote", content: [{ type: "text", text: "a note" }] };
    const line = [{ type: "text", text: "𝒜 one" }, note, { type: "text", text: " two" }];
    const spots = findSpots({ type: "doc", content: [{ type: "paragraph", content: line }] });
    expect(spots.map(({ offset }) => offset)).toEqual([3, 15]);
    expect(spots[1]?.before).toBe("𝒜 one");
  });

  it("is before the items of a list, and leaves no empty item behind", () => {
    const item = (text: string): TextNode => ({ type: "list_item", content: writeDoc(text).content ?? [] });
    const list: TextNode = { type: "bullet_list", content: [item("two"), item("three")] };
    const doc = { type: "doc", content: [...(writeDoc("One").content ?? []), list] };
    expect(findSpots(doc)).toEqual([
      { block: 1, offset: 0, before: "One", after: "two\nthree" },
      { block: 1, offset: 7, before: "One\ntwo", after: "three" },
    ]);
  });
});

describe("where the cut begins", () => {
  const spots = words("One two. Three four five.");

  it("is at the caret, or before the word that the caret is in", () => {
    expect(spots[chooseSpot(spots, { block: 0, offset: 9 })]?.after).toBe("Three four five.");
    expect(spots[chooseSpot(spots, { block: 0, offset: 11 })]?.after).toBe("Three four five.");
    expect(chooseSpot(spots, { block: 0, offset: 1 })).toBe(0);
  });

  it("is at the end of the sentence nearest to the middle when there is no caret", () => {
    expect(spots[chooseSpot(spots, null)]?.before).toBe("One two.");
    expect(chooseSpot(words("one two three four"), null)).toBe(1);
    expect(chooseSpot([], null)).toBe(0);
  });
});

describe("what stands on each side", () => {
  const marked = (text: string, ...ids: string[]): TextNode => ({
    type: "text",
    text,
    marks: ids.map((id) => ({ type: "bracket", attrs: { id } })),
  });
  const spotsIn =
    (...content: TextNode[]) =>
    (signs: Parameters<typeof findSpots>[1]) =>
      findSpots({ type: "doc", content: [{ type: "paragraph", content }] }, signs);

  it("has the signs of brackets in it, each on its side of the cut, and they are not counted", () => {
    const spots = spotsIn({ type: "text", text: "One " }, marked("two ", "a"), marked("three", "a", "b"))({});
    expect(spots).toEqual([
      { block: 0, offset: 4, before: "One", after: "[two [three]]" },
      { block: 0, offset: 8, before: "One [two", after: "[three]]" },
    ]);
  });

  it("has no sign of a bracket that opens or closes in another clause", () => {
    const spots = spotsIn(marked("One two", "a"))({ ends: () => ({ opens: false, closes: true }) });
    expect(spots).toEqual([{ block: 0, offset: 4, before: "One", after: "two]" }]);
  });

  it("has blanks and references in it as they are printed; alone they are no words", () => {
    const blank: TextNode = { type: "blank", attrs: { text: "number" } };
    const reference: TextNode = { type: "reference", attrs: { clause: "9" } };
    const line = [blank, { type: "text", text: " of " }, reference, { type: "text", text: " days" }];
    expect(spotsIn(...line)({ references: (id) => `${id} bis` })).toEqual([
      { block: 0, offset: 7, before: "[number] of 9 bis", after: "days" },
    ]);
  });
});

it("only languages with words are cut, in the order of the draft's, at the places chosen", () => {
  const texts = { fr: makeText(), ar: makeText({ json: writeDoc("") }), en: makeText() };
  const clause = makeClause("12", { texts });
  expect(languagesToCut(clause, ["en", "ar", "fr"])).toEqual(["en", "fr"]);
  const [spot] = words("One two");
  expect(toCut({ en: spot, fr: undefined })).toEqual({ en: { block: 0, offset: 4 } });
});
