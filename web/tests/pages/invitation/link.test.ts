import { expect, it } from "vitest";
import { checkEntry, dead, explain } from "../../../src/pages/invitation/link";

it("a link that lets nobody in has its own words, and a silent server another", () => {
  expect(["link_used", "link_expired", "link_unknown", "suspended", "too_many", "unreachable"].map(dead)).toEqual([
    "used",
    "expired",
    "unknown",
    "suspended",
    "busy",
    "silent",
  ]);
});

it("a password has twelve signs, counted as people count them", () => {
  expect(checkEntry("Rania", "eleven sign")?.key).toBe("invited.too_short");
  expect(checkEntry("Rania", "😀".repeat(11))?.key).toBe("invited.too_short");
  expect(checkEntry("Rania", "twelve signs")).toBeNull();
  expect(checkEntry(" ", "twelve signs")?.field).toBe("name");
});

it("what the server refuses stands at its field, or ends the link", () => {
  expect(explain("password_too_short")?.field).toBe("password");
  expect(explain("name_too_long")?.field).toBe("name");
  expect(explain("link_used")).toBeNull();
});
