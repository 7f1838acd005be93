import { describe, expect, it } from "vitest";
import { speak } from "../../src/text";
import { formatDay, formatFullDay, formatMoment, formatRecent, formatTime } from "../../src/text/dates";

const at = new Date(2004, 10, 18, 9, 5).getTime();
const now = new Date(2004, 10, 18, 20, 0).getTime();
const later = new Date(2026, 0, 1).getTime();

describe("a moment", () => {
  it("reads as an English speaker writes it, in 24 hours", async () => {
    await speak("en");
    expect(formatTime(at)).toBe("09:05");
    expect(formatDay(at, now)).toBe("18 November");
    expect(formatMoment(at, now)).toBe("18 November, 09:05");
  });

  it("names the year when it is not this one", async () => {
    await speak("en");
    expect(formatDay(at, later)).toBe("18 November 2004");
    expect(formatFullDay(Date.now())).toContain(String(new Date().getFullYear()));
  });

  it("is only a time when it was today", async () => {
    await speak("fr");
    expect(formatRecent(at, now)).toBe("09:05");
    expect(formatRecent(at, later)).toBe("18 novembre 2004, 09:05");
  });

  it("has Arabic-Indic digits and both names of the month in Arabic", async () => {
    await speak("ar");
    expect(formatTime(at)).toBe("٠٩:٠٥");
    expect(formatDay(at, now)).toBe("١٨ تشرين الثاني/نوفمبر");
  });
});
