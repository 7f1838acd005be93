import { describe, expect, it } from "vitest";
import { beginColumns, orderLanguages, toggleColumn } from "../../../src/pages/agenda/columns";
import { chooseNearest } from "../../../src/pages/agenda/nearest";
import { step } from "../../../src/pages/agenda/Outline";
import { nextPane } from "../../../src/pages/agenda/panes";

describe("the columns", () => {
  const ordered = ["ar", "en", "fr", "es"];

  it("begin with the reader's own language and the original", () => {
    expect(orderLanguages(["en", "fr", "es", "ar"], "en", "ar")).toEqual(["ar", "en", "fr", "es"]);
    expect(beginColumns(ordered, [""])).toEqual(["ar", "en"]);
  });

  it("are those of last time as far as the draft still has them", () => {
    expect(beginColumns(ordered, ["fr", "zh"])).toEqual(["fr"]);
  });

  it("are never none and never more than three", () => {
    expect(toggleColumn(ordered, ["en"], "en")).toEqual(["en"]);
    expect(toggleColumn(ordered, ["en"], "ar")).toEqual(["ar", "en"]);
    expect(toggleColumn(ordered, ["ar", "en", "fr"], "es")).toEqual(["ar", "en", "es"]);
  });
});

describe("the texts to keep attached", () => {
  it("are the nearest", () => {
    const candidates = [300, 0, 900].map((distance) => ({ key: `${distance}`, distance, held: false }));
    expect([...chooseNearest(candidates, 2)]).toEqual(["0", "300"]);
  });

  it("hold on to words that are not on disk, however far away", () => {
    const candidates = [
      { key: "near", distance: 0, held: false },
      { key: "far", distance: 9000, held: true },
    ];
    expect([...chooseNearest(candidates, 1)]).toEqual(["far"]);
  });
});

describe("the keys of the list of clauses", () => {
  it("move inside it and stop at its ends", () => {
    expect(step("ArrowDown", 0, 3)).toBe(1);
    expect(step("ArrowDown", 2, 3)).toBe(2);
    expect(step("ArrowUp", 0, 3)).toBe(0);
    expect(step("Home", 2, 3)).toBe(0);
    expect(step("End", 0, 3)).toBe(2);
  });

  it("leave all other keys to the page", () => {
    expect(step("Enter", 0, 3)).toBeNull();
    expect(step("a", 0, 3)).toBeNull();
  });
});

it("F6 goes round the panes in both directions, and begins at an end when the focus is in none", () => {
  expect(nextPane(0, 1)).toBe(1);
  expect(nextPane(3, 1)).toBe(0);
  expect(nextPane(0, -1)).toBe(3);
  expect(nextPane(-1, 1)).toBe(0);
  expect(nextPane(-1, -1)).toBe(3);
});
