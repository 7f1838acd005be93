/** Days and times as the interface's language writes them: 24 hours, the year only where it is not this one. */
import { language, locale, t } from "./index";

const dual = { month: "long", timeZone: "UTC" } as const;

/** Return the hour and minute, `14:02`. `at` in Unix ms. */
export function formatTime(at: number): string {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/** Return the day, `18 November`, with the year unless it is the year of `now`. Unix ms. */
export function formatDay(at: number, now: number = Date.now()): string {
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return formatDate(at, { day: "numeric", month: "long", year });
}

/** Return the day with its year, for what is kept and cited. Unix ms. */
export const formatFullDay = (at: number): string => formatDay(at, 0);

/** Return day and time. Unix ms. */
export const formatMoment = (at: number, now?: number): string =>
  t("moment", { day: formatDay(at, now), time: formatTime(at) });

/** Return the time alone for a moment of today, else day and time. Unix ms. */
export function formatRecent(at: number, now: number = Date.now()): string {
  return new Date(at).toDateString() === new Date(now).toDateString() ? formatTime(at) : formatMoment(at, now);
}

/** Arabic readers know the months by two sets of names, so both are written, as in the documents of the United Nations. */
function formatDate(at: number, options: Intl.DateTimeFormatOptions): string {
  const parts = new Intl.DateTimeFormat(locale(), options).formatToParts(at);
  if (language() !== "ar") return parts.map((part) => part.value).join("");
  const first = new Date(Date.UTC(2000, new Date(at).getMonth(), 1));
  const both = `${new Intl.DateTimeFormat("ar-SY", dual).format(first)}/${new Intl.DateTimeFormat("ar-EG", dual).format(first)}`;
  return parts.map((part) => (part.type === "month" ? both : part.value)).join("");
}
