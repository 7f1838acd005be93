/** Days as people type them: `25 November 2004` in any of the interface's languages, `25/11/2004` or `2004-11-25`. Pure. */
import { fold } from "./folding";

export interface Day {
  year: number;
  month: number;
  day: number;
}

/** Arabic names its months in two ways, and readers type either. */
const calendars = ["en-GB", "fr", "es", "ar-EG", "ar-SY"];
let months: Map<string, number> | undefined;

function monthNames(): Map<string, number> {
  if (months) return months;
  months = new Map();
  for (const locale of calendars) {
    for (const style of ["long", "short"] as const) {
      const format = new Intl.DateTimeFormat(locale, { month: style, timeZone: "UTC" });
      for (let month = 0; month < 12; month++) {
        months.set(fold(format.format(Date.UTC(2000, month, 1))).replace(/\./g, ""), month + 1);
      }
    }
  }
  return months;
}

/** Return the day that was typed, or null when it is none. */
export function readDay(typed: string): Day | null {
  const words = fold(typed).trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(words);
  if (iso) return check(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const figures = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(words);
  if (figures) return check(Number(figures[3]), Number(figures[2]), Number(figures[1]));
  const named = /^(\d{1,2})(?:er|st|nd|rd|th|\.)?\s+(?:de\s+)?(\D+?)\.?,?\s+(?:de\s+)?(\d{4})$/.exec(words);
  if (!named) return null;
  const month = (named[2] ?? "")
    .split("/")
    .map((name) => monthNames().get(name))
    .find(Boolean);
  return month ? check(Number(named[3]), month, Number(named[1])) : null;
}

function check(year: number, month: number, day: number): Day | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const kept = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return kept ? { year, month, day } : null;
}

/** Return the first moment of a day in the reader's time zone, Unix ms. */
export const beginningOf = ({ year, month, day }: Day): number => new Date(year, month - 1, day).getTime();

/** Return the last moment of a day in the reader's time zone, Unix ms. */
export const endOf = ({ year, month, day }: Day): number => new Date(year, month - 1, day + 1).getTime() - 1;
