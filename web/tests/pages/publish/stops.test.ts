import { expect, it } from "vitest";
import type { Obstacle } from "../../../src/http/contract";
import { countStops, indexClauses } from "../../../src/pages/publish/stops";
import { makeClause } from "../agenda/clauses";

const at = (...ids: string[]) => ids.map((id) => ({ id, label: id }));

it("a clause in the way counts once, and missing text counts by language", () => {
  const obstacles: Obstacle[] = [
    { kind: "open", clauses: at("12", "15") },
    { kind: "bracketed", clauses: at("15", "16") },
    { kind: "no_text", language: "es", clauses: at("12") },
    { kind: "no_text", language: "ar", clauses: at("12", "13") },
  ];
  expect(countStops(obstacles)).toEqual({ clauses: 3, languages: 2 });
  expect(countStops([])).toEqual({ clauses: 0, languages: 0 });
});

it("clauses are known at every depth", () => {
  const known = indexClauses([makeClause("15", { brackets: 1, children: [makeClause("a", { brackets: 4 })] })]);
  expect([...known.keys()]).toEqual(["15", "a"]);
  expect(known.get("a")?.brackets).toBe(4);
});
