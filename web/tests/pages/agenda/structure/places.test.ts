import { describe, expect, it } from "vitest";
import type { Clause } from "../../../../src/http/contract";
import { flatten } from "../../../../src/pages/agenda/rows";
import { advance, proposeLabel } from "../../../../src/pages/agenda/structure/labels";
import {
  childrenOf,
  isWithin,
  parentOf,
  placeAt,
  placeBeside,
  siblingOf,
  subtree,
} from "../../../../src/pages/agenda/structure/places";
import { makeClause } from "../clauses";

const heading = (id: string, label: string, children: Clause[]) => makeClause(id, { kind: "heading", label, children });
const rows = flatten([
  heading("A", "A", [makeClause("11"), makeClause("12", { children: [makeClause("a", { label: "(a)" })] })]),
  heading("B", "B", [makeClause("13"), makeClause("13bis", { label: "13 bis" })]),
]);

describe("where clauses stand", () => {
  it("knows who is above, beside and below", () => {
    expect(parentOf(rows, "a")?.id).toBe("12");
    expect(parentOf(rows, "A")).toBeUndefined();
    expect(childrenOf(rows, null).map(({ id }) => id)).toEqual(["A", "B"]);
    expect(childrenOf(rows, "A").map(({ id }) => id)).toEqual(["11", "12"]);
    expect(subtree(rows, "A").map(({ id }) => id)).toEqual(["A", "11", "12", "a"]);
    expect(subtree(rows, "gone")).toEqual([]);
    expect(siblingOf(rows, "11", 1)?.id).toBe("12");
    expect(siblingOf(rows, "12", 1)).toBeUndefined();
    expect(isWithin(rows, "a", "A")).toBe(true);
    expect(isWithin(rows, "13", "A")).toBe(false);
  });

  it("finds the place before, after and under a clause", () => {
    expect(placeAt(rows, "12", "after")).toEqual({ under: "A", after: "12" });
    expect(placeAt(rows, "12", "before")).toEqual({ under: "A", after: "11" });
    expect(placeAt(rows, "11", "before")).toEqual({ under: "A", after: null });
    expect(placeAt(rows, "12", "under")).toEqual({ under: "12", after: "a" });
    expect(placeAt(rows, "11", "under")).toEqual({ under: "11", after: null });
    expect(placeAt(rows, "B", "before")).toEqual({ under: null, after: "A" });
  });

  it("moves among the siblings, never past their ends, and counts a moving clause as no neighbour", () => {
    expect(placeBeside(rows, "12", -1)).toEqual({ under: "A", after: null });
    expect(placeBeside(rows, "11", 1)).toEqual({ under: "A", after: "12" });
    expect(placeBeside(rows, "11", -1)).toBeNull();
    expect(placeBeside(rows, "B", 1)).toBeNull();
    expect(placeAt(rows, "12", "before", "11")).toEqual({ under: "A", after: null });
    expect(placeAt(rows, "12", "under", "a")).toEqual({ under: "12", after: null });
  });
});

describe("the number that a place suggests", () => {
  it("is the next one, or bis where the next is taken", () => {
    expect(proposeLabel(rows, { under: "A", after: "12" })).toBe("12 bis");
    expect(proposeLabel(rows, { under: "A", after: "11" })).toBe("11 bis");
    expect(proposeLabel(rows, { under: "B", after: "13" })).toBe("14");
    expect(proposeLabel(rows, { under: "B", after: "13bis" })).toBe("13 ter");
  });

  it("begins letters under a numbered clause and goes on with them", () => {
    expect(proposeLabel(rows, { under: "11", after: null })).toBe("(a)");
    expect(proposeLabel(rows, { under: "12", after: "a" })).toBe("(b)");
    expect(proposeLabel(rows, { under: "A", after: null })).toBe("");
  });

  it.each([
    ["12", "13"],
    ["3.4", "3.5"],
    ["(c)", "(d)"],
    ["3 (a)", "3 (b)"],
    ["B", "C"],
    ["PP3", "PP4"],
    ["Part II", "Part III"],
    ["Part IX", "Part X"],
    ["(iii)", "(iv)"],
    ["words", ""],
  ])("after %s comes %s", (label, next) => expect(advance(label)).toBe(next));

  it("reads (i) as a letter after (h), else as a number", () => {
    expect(advance("(i)", new Set(["(h)"]))).toBe("(j)");
    expect(advance("(i)")).toBe("(ii)");
  });
});
