import { describe, expect, it } from "vitest";
import {
  flatten,
  guessLines,
  hasWords,
  neighbour,
  numberNotes,
  recount,
  sameShape,
} from "../../../src/pages/agenda/rows";
import { readWords } from "../../../src/parts/naming";
import { makeClause, makeText, writeDoc } from "./clauses";

const tree = [
  makeClause("part", {
    kind: "part",
    children: [makeClause("15", { children: [makeClause("a", { kind: "item" })] }), makeClause("16")],
  }),
];

describe("the rows", () => {
  it("stand in reading order, with what is under a heading apart from what is under a clause", () => {
    const rows = flatten(tree);
    expect(rows.map(({ id }) => id)).toEqual(["part", "15", "a", "16"]);
    expect(rows.map(({ heading }) => heading)).toEqual([true, false, false, false]);
    expect(rows.map(({ nested }) => nested)).toEqual([0, 0, 1, 0]);
  });

  it("have neighbours that end with the text", () => {
    const rows = flatten(tree);
    expect(neighbour(rows, "15", 1)?.id).toBe("a");
    expect(neighbour(rows, "16", 1)?.id).toBe("16");
    expect(neighbour(rows, "part", -1)?.id).toBe("part");
    expect(neighbour([], "16", 1)).toBeUndefined();
  });
});

describe("the counts", () => {
  it("move one clause from one status to the other", () => {
    expect(recount({ open: 3, agreed: 1 }, "open", "agreed")).toEqual({ open: 2, agreed: 2 });
    expect(recount({ open: 3 }, "open", "open")).toEqual({ open: 3 });
  });
});

const noted = {
  type: "doc",
  content: [
    {
      type: "paragraph",
      content: [
        { type: "text", text: "Study" },
        { type: "footnote", content: [{ type: "text", text: "Including exchanges." }] },
      ],
    },
  ],
};

describe("the words of a text", () => {
  it("are read line by line, without the footnotes", () => {
    expect(readWords(writeDoc("One.", "Two."))).toBe("One.\nTwo.");
    expect(readWords(noted)).toBe("Study");
  });

  it("are missing in an empty paragraph", () => {
    expect(hasWords({ type: "doc", content: [{ type: "paragraph" }] })).toBe(false);
    expect(hasWords(noted)).toBe(true);
  });
});

it("footnotes are numbered on through the whole text, each language by itself", () => {
  const clauses = [
    makeClause("1", { texts: { en: makeText({ json: noted }) } }),
    makeClause("2", { texts: {} }),
    makeClause("3", { texts: { en: makeText({ json: noted }) } }),
  ];
  expect([...numberNotes(clauses, "en").values()]).toEqual([1, 2, 2]);
  expect([...numberNotes(clauses, "fr").values()]).toEqual([1, 1, 1]);
});

it("the height of what is not laid out follows the longest text", () => {
  const clause = makeClause("1", {
    texts: { en: makeText({ json: writeDoc("x".repeat(100), "y") }), fr: makeText({ json: writeDoc("z") }) },
  });
  expect(guessLines(clause, ["en"])).toBe(3);
  expect(guessLines(clause, ["en", "fr"])).toBe(4);
  expect(guessLines(clause, ["ar"])).toBe(1);
});

it("a row is drawn the same way until its place changes, whatever its clause says", () => {
  const [row] = flatten([makeClause("1")]);
  const [later] = flatten([makeClause("1", { status: "agreed" })]);
  const [heading] = flatten([makeClause("1", { kind: "part" })]);
  expect(row && later && sameShape(row, later)).toBe(true);
  expect(row && heading && sameShape(row, heading)).toBe(false);
});
