import { describe, expect, it } from "vitest";
import type { Status } from "../../../src/http/contract";
import { findRows, readAsked } from "../../../src/pages/agenda/finding";
import { flatten } from "../../../src/pages/agenda/rows";
import { makeClause, makeText, writeDoc } from "./clauses";

const written = (words: string) => ({ texts: { en: makeText({ json: writeDoc(words) }) } });
const rows = flatten([
  makeClause("I", { kind: "part", title: { en: "Régimes" }, ...written("Régimes") }),
  makeClause("II", {
    kind: "part",
    ...written("Practices"),
    children: [
      makeClause("12", written("Les États coopèrent.")),
      makeClause("12 bis", { status: "bracketed", ...written("Skills are known.") }),
      makeClause("13", written("تعترف الدُّول بالفقرة ١٢.")),
    ],
  }),
]);
const statuses: [Status, string][] = [["bracketed", "Bracketed"]];
const find = (typed: string) => findRows(rows, () => undefined, readAsked(typed, statuses)).map(({ id }) => id);

describe("what is found", () => {
  it("is everything while nothing is asked", () => {
    expect(find("  ")).toEqual(["I", "II", "12", "12 bis", "13"]);
  });

  it("are words in the text or title, whatever their accents and case, below their headings", () => {
    expect(find("etats COOPERENT")).toEqual(["II", "12"]);
    expect(find("regimes")).toEqual(["I"]);
    expect(find("الدول")).toEqual(["II", "13"]);
    expect(find("nowhere")).toEqual([]);
  });

  it("are numbers at the beginning of a label or anywhere in a text, in any digits", () => {
    expect(find("12")).toEqual(["II", "12", "12 bis", "13"]);
    expect(find("١٣")).toEqual(["II", "13"]);
  });

  it("are all clauses of a status by its word", () => {
    expect(find("bracketed")).toEqual(["II", "12 bis"]);
  });
});
