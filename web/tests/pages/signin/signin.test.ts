import { describe, expect, it } from "vitest";
import type { DemonstrationPerson, Role } from "../../../src/http/contract";
import { checkForm, destination } from "../../../src/pages/signin/form";
import { groupByRole } from "../../../src/pages/signin/persons";

describe("the sign-in form", () => {
  it("names every field that is missing, in their order", () => {
    expect(checkForm(" ", "").map(({ field }) => field)).toEqual(["email", "password"]);
    expect(checkForm("a.daoudi", "x")).toEqual([{ field: "email", key: "signin.email_form" }]);
    expect(checkForm("a.daoudi@mission.example", "x")).toEqual([]);
  });

  it("leads to where the reader wanted to go, but never to another server", () => {
    expect(destination("?next=%2Fagendas%2F7%23c12")).toBe("/agendas/7#c12");
    expect(destination("")).toBe("/agendas");
    expect(destination("?next=//elsewhere.example")).toBe("/agendas");
    expect(destination("?next=/%5Celsewhere.example")).toBe("/agendas");
    expect(destination("?next=javascript:alert(1)")).toBe("/agendas");
  });
});

it("the demonstration's persons stand by role, the chair first, and no role stands empty", () => {
  const person = (id: string, role: Role): DemonstrationPerson => ({
    id,
    role,
    name: id,
    email: "",
    delegation: null,
    title: {},
  });
  const groups = groupByRole([person("a", "delegate"), person("b", "chair"), person("c", "delegate")]);
  expect(groups.map(({ role, persons }) => [role, persons.map(({ id }) => id)])).toEqual([
    ["chair", ["b"]],
    ["delegate", ["a", "c"]],
  ]);
});
