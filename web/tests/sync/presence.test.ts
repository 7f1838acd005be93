import { afterEach, describe, expect, it } from "vitest";
import { readUser } from "../../src/sync/presence";

const swiss = {
  name: "Lukas Amrein",
  delegation: "Switzerland",
  role: "delegate",
  delegation_names: { en: "Switzerland", ar: "سويسرا" },
};

describe("a person as the server states it", () => {
  afterEach(() => document.documentElement.removeAttribute("lang"));

  it("is of a delegation as the page's language calls it", () => {
    document.documentElement.lang = "ar";
    expect(readUser(swiss)).toEqual({ name: "Lukas Amrein", delegation: "سويسرا", role: "delegate" });
  });

  it("is of a delegation as the draft's language calls it where the page's has no name", () => {
    document.documentElement.lang = "es";
    expect(readUser(swiss).delegation).toBe("Switzerland");
    expect(readUser({ ...swiss, delegation_names: undefined }).delegation).toBe("Switzerland");
  });

  it("is empty where the server says nothing, or nonsense", () => {
    const nothing = { name: "", delegation: "", role: "" };
    expect(readUser({})).toEqual(nothing);
    expect(readUser({ name: 7, delegation: null, role: [], delegation_names: "ar" })).toEqual(nothing);
  });
});
