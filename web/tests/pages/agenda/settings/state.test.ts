import { beforeEach, describe, expect, it } from "vitest";
import type { Draft } from "../../../../src/http/contract";
import { isOpen, sayStanding } from "../../../../src/pages/agenda/settings/state";
import { fromField, isPast, judgeTimes, toField } from "../../../../src/pages/agenda/settings/times";
import { speak } from "../../../../src/text";

const draft = (over: Partial<Draft> = {}): Draft => ({
  id: "d",
  mode: "typing",
  languages: ["en"],
  original_language: "en",
  ...over,
});
const noon = new Date(2004, 10, 25, 12).getTime();
const hour = 3_600_000;

beforeEach(() => speak("en"));

describe("when a text is open", () => {
  it("is judged by the clock: from its opening, until its closing", () => {
    expect(judgeTimes(null, null, noon)).toBe("open");
    expect(judgeTimes(noon + 1, null, noon)).toBe("before");
    expect(judgeTimes(null, noon, noon)).toBe("after");
    expect(isOpen(draft({ closes_at: noon + hour }), noon)).toBe(true);
    expect(isOpen(draft({ mode: "proposals" }), noon)).toBe(false);
    expect(isOpen(draft({ open: false, reason: "process_closed" }), noon)).toBe(false);
  });

  it("is said with the moment that matters", () => {
    expect(sayStanding(draft(), noon)).toBe("Open for writing");
    expect(sayStanding(draft({ closes_at: noon + hour }), noon)).toBe("Open for writing until 13:00");
    expect(sayStanding(draft({ opens_at: noon + hour }), noon)).toContain("closed until 13:00");
    expect(sayStanding(draft({ closes_at: noon - hour }), noon)).toContain("closed since 11:00");
    expect(sayStanding(draft({ mode: "closed" }), noon)).toContain("The text is closed");
    expect(sayStanding(draft({ mode: "proposals" }), noon)).toContain("takes proposals");
  });

  it("goes into a field and comes back the same", () => {
    expect(toField(null)).toBe("");
    expect(fromField("")).toBeNull();
    expect(fromField(toField(noon))).toBe(noon);
    expect(toField(noon)).toBe("2004-11-25T12:00");
  });
  it("has come already, or not, by the clock", () => {
    expect(isPast(toField(noon), noon)).toBe(true);
    expect(isPast(toField(noon), noon - 1)).toBe(false);
    expect(isPast("", noon)).toBe(false);
  });
});
