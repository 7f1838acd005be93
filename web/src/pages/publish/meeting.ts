/** A meeting in one line: its name, its place, its days as exactly as they are known. */
import type { Meeting, Names } from "../../http/contract";
import { locale, t } from "../../text";
import { listed, pick } from "../../text/names";

type Place = Names | string;

/** Return `Second Berne conference, Berne, 16–17 December 2004`. */
export function nameMeeting({
  names,
  places = [],
  since,
  until,
}: Partial<Pick<Meeting, "places">> & Omit<Meeting, "places">): string {
  const list: Place[] = Array.isArray(places) ? (places as Place[]) : [places];
  const where = list.map((place) => (typeof place === "string" ? place : pick(place))).filter(Boolean);
  const parts = [pick(names), listed(where).join(""), sayDays(since, until)].filter(Boolean);
  return parts.reduce((words, next) => t("meeting.joined", { words, next }));
}

/** Return the days of a meeting: `2004`, `2004-03` and `2004-12-16` are a year, a month and a day. */
export function sayDays(since: string | null, until: string | null): string {
  if (!since) return "";
  const options: Intl.DateTimeFormatOptions = {
    year: "numeric",
    timeZone: "UTC",
    ...(since.length > 4 && { month: "long" }),
    ...(since.length > 7 && { day: "numeric" }),
  };
  const format = new Intl.DateTimeFormat(locale(), options);
  const [first, last] = [since, until ?? since].map((day) => new Date(`${day}${"-01-01".slice(day.length - 4)}`));
  return format.formatRange(first as Date, last as Date);
}
