import { beforeEach, expect, it } from "vitest";
import { nameMeeting, sayDays } from "../../../src/pages/publish/meeting";
import { speak } from "../../../src/text";

beforeEach(() => speak("en"));

it("a meeting is named with its places and its days", () => {
  const names = { en: "Second conference" };
  expect(nameMeeting({ names, places: { en: "Berne" }, since: "2004-12-16", until: "2004-12-17" })).toMatch(
    /^Second conference, Berne, 16\s?–\s?17 December 2004$/,
  );
  expect(nameMeeting({ names, places: [{ en: "Berne" }, { en: "Geneva" }] as never, since: null, until: null })).toBe(
    "Second conference, Berne and Geneva",
  );
});

it("days are said as exactly as they are known", () => {
  expect(sayDays("2004", null)).toBe("2004");
  expect(sayDays("2004-03", "2004-03")).toBe("March 2004");
  expect(sayDays("2004-03-05", null)).toBe("5 March 2004");
  expect(sayDays(null, null)).toBe("");
});
