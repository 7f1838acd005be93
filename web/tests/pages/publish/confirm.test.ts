import { beforeEach, expect, it } from "vitest";
import type { Outcome } from "../../../src/http/contract";
import { countStanding, sayOutcome } from "../../../src/pages/publish/Confirm";
import { speak } from "../../../src/text";

const outcome: Outcome = {
  id: "o",
  verb: { en: "endorsed by" },
  at: new Date(2004, 11, 16, 18, 0).getTime(),
  by: "Thandi Mokoena",
  hash: "7f3a91c2",
  commit: 9,
  consultation: null,
  publication: null,
  languages: ["en", "fr", "es"],
};

beforeEach(() => speak("en"));

it("what a meeting endorsed comes out in the languages chosen, as it was frozen then", () => {
  expect(sayOutcome(outcome, ["en", "es"])).toBe(
    "The text comes out in English and Spanish, as it was frozen on 16 December 2004 at 18:00.",
  );
});

it("a draft holds the clauses that stand, not the withdrawn ones", () => {
  expect(countStanding({ open: 3, bracketed: 1, agreed: 2, withdrawn: 40 })).toBe(6);
  expect(countStanding({})).toBe(0);
});
