import { describe, expect, it } from "vitest";
import type { TextNode } from "../../../src/http/contract";
import { findCrossings, spellEnds } from "../../../src/pages/agenda/crossings";
import { holdsOnly } from "../../../src/pages/agenda/rows";
import { makeClause, makeText, writeDoc } from "./clauses";

const marked = (...ids: string[]): TextNode => ({
  type: "doc",
  content: [
    {
      type: "paragraph",
      content: [{ type: "text", text: "words", marks: ids.map((id) => ({ type: "bracket", attrs: { id } })) }],
    },
  ],
});
const clause = (id: string, ...ids: string[]) => makeClause(id, { texts: { en: makeText({ json: marked(...ids) }) } });

describe("a bracket over several clauses", () => {
  const found = findCrossings(
    [clause("1", "over", "own"), clause("2"), clause("3", "over"), clause("4", "over")],
    "en",
  );

  it("opens in the first clause that carries it and closes in the last, in reading order", () => {
    expect(found.get("1")?.get("over")).toEqual({ opens: true, closes: false });
    expect(found.get("3")?.get("over")).toEqual({ opens: false, closes: false });
    expect(found.get("4")?.get("over")).toEqual({ opens: false, closes: true });
  });

  it("leaves out what stands in one clause alone, and languages without words", () => {
    expect(found.get("1")?.has("own")).toBe(false);
    expect(found.has("2")).toBe(false);
    expect(findCrossings([clause("1", "over"), clause("2", "over")], "fr").size).toBe(0);
  });

  it("does not reach into a clause that was withdrawn, nor opens there", () => {
    const gone = (id: string, ...ids: string[]) => ({ ...clause(id, ...ids), status: "withdrawn" as const });
    expect(findCrossings([clause("1", "over"), gone("1 bis", "over")], "en").size).toBe(0);
    const left = findCrossings([gone("1", "over"), clause("2", "over"), clause("3", "over"), gone("4", "over")], "en");
    expect(["1", "2", "3", "4"].map((id) => spellEnds(left.get(id)))).toEqual(["", "over[", "over]", ""]);
  });

  it("is spelt so that two readings can be compared", () => {
    expect(spellEnds(found.get("1"))).toBe("over[");
    expect(spellEnds(found.get("3"))).toBe("over");
    expect(spellEnds(found.get("2"))).toBe("");
  });
});

it("a clause without words that holds others needs no text; one that holds none does", () => {
  const empty = { languages: [], texts: { en: makeText({ json: writeDoc("") }) } };
  expect(holdsOnly(makeClause("1", { ...empty, children: [makeClause("2")] }))).toBe(true);
  expect(holdsOnly(makeClause("1", empty))).toBe(false);
  expect(holdsOnly(makeClause("1", { children: [makeClause("2")] }))).toBe(false);
});
