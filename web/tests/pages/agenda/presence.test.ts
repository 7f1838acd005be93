import { describe, expect, it } from "vitest";
import { byDelegation, chooseShown, whoIsHere } from "../../../src/pages/agenda/presence";

const person = (client: number, name: string, delegation: string, clause = "", role = "delegate") => ({
  client,
  name,
  delegation,
  role,
  clause,
  language: clause && "en",
});
const present = [
  person(2, "Lukas Amrein", "Switzerland", "12"),
  person(1, "Aïcha Daoudi", "Morocco"),
  person(3, "Lukas Amrein", "Switzerland", "13"),
  person(4, "Nadia Ferreira", "", "", "secretariat"),
  person(5, "Omar Idrissi", "Morocco"),
];

describe("the people here", () => {
  it("stand once each, with all clauses in which they have a caret", () => {
    const named = whoIsHere(present).map(({ name, clauses }) => [name, clauses]);
    expect(named).toEqual([
      ["Nadia Ferreira", []],
      ["Aïcha Daoudi", []],
      ["Omar Idrissi", []],
      ["Lukas Amrein", ["12", "13"]],
    ]);
  });

  it("stand under their delegation, and without one under their role", () => {
    const groups = byDelegation(whoIsHere(present));
    expect(groups.map(({ delegation, role, persons }) => [delegation || role, persons.length])).toEqual([
      ["secretariat", 1],
      ["Morocco", 2],
      ["Switzerland", 1],
    ]);
  });

  it("are all shown while they are few, and of many those who write", () => {
    const everyone = whoIsHere(present);
    expect(chooseShown(everyone, 4)).toEqual(everyone);
    expect(chooseShown(everyone, 3).map(({ name }) => name)).toEqual(["Lukas Amrein"]);
  });
});
