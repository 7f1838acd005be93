import { describe, expect, it } from "vitest";
import { beginningOf, endOf, readDay } from "../../src/parts/days";
import { speak } from "../../src/text";
import { formatFullDay } from "../../src/text/dates";

const day = { year: 2004, month: 11, day: 25 };

describe("a day that is typed", () => {
  it.each([
    "25 November 2004",
    "25 november 2004",
    "25 Nov 2004",
    "25 novembre 2004",
    "25 de noviembre de 2004",
    "25 نوفمبر 2004",
    "٢٥ تشرين الثاني/نوفمبر ٢٠٠٤".replace("تشرين الثاني/", ""),
    "25/11/2004",
    "25.11.2004",
    "2004-11-25",
    "  25 November 2004 ",
  ])("%s is the 25th of November", (typed) => {
    expect(readDay(typed)).toEqual(day);
  });

  it.each(["", "soon", "31 February 2004", "25 Brumaire 2004", "25 November", "2004-13-01", "0/1/2004"])(
    "%s is none",
    (typed) => {
      expect(readDay(typed)).toBeNull();
    },
  );

  it("knows the first of the month in French", () => {
    expect(readDay("1er décembre 2004")).toEqual({ year: 2004, month: 12, day: 1 });
  });

  it("begins and ends in the reader's time zone", () => {
    expect(new Date(beginningOf(day)).getHours()).toBe(0);
    expect(new Date(endOf(day)).getDate()).toBe(25);
    expect(endOf(day) - beginningOf(day)).toBe(86_400_000 - 1);
  });

  it.each(["en", "fr", "es", "ar"] as const)("is read back as it is shown in %s", async (code) => {
    await speak(code);
    for (let month = 0; month < 12; month++) {
      const at = new Date(2004, month, 25, 12).getTime();
      expect(readDay(formatFullDay(at))).toEqual({ year: 2004, month: month + 1, day: 25 });
    }
  });
});
