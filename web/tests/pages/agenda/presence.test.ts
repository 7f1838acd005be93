import { signal } from "@preact/signals";
import { expect, it } from "vitest";
import type { Presence } from "../../../src/binding";
import { whoWrites } from "../../../src/pages/agenda/presence";

const seen = (...present: Presence[]) => ({ present: signal(present) });

it("each person stands once, by delegation, with all clauses in which they have a caret", () => {
  const lukas = { client: 2, name: "Lukas Amrein", delegation: "Switzerland", role: "delegate" };
  const texts = new Map([
    ["12/en", seen(lukas, { client: 1, name: "Aïcha Daoudi", delegation: "Morocco", role: "delegate" })],
    ["12/fr", seen({ ...lukas, client: 3 })],
    ["13/en", seen({ ...lukas, client: 4 })],
  ]);
  expect(whoWrites(texts)).toEqual([
    { name: "Aïcha Daoudi", delegation: "Morocco", clauses: ["12"] },
    { name: "Lukas Amrein", delegation: "Switzerland", clauses: ["12", "13"] },
  ]);
});
