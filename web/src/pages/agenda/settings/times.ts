/** Between moments in Unix ms and what a field for date and time holds. Pure, in the reader's time zone. */

/** Return `2004-11-25T18:00`, or nothing for no moment. */
export function toField(at: number | null | undefined): string {
  if (at == null) return "";
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** Return the moment, or null for an empty field. */
export function fromField(typed: string): number | null {
  const at = typed ? new Date(typed).getTime() : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

/** Whether a field holds a moment that has come already. */
export function isPast(typed: string, now: number): boolean {
  const at = fromField(typed);
  return at !== null && at <= now;
}

/** What the clock says of a draft: open now, not yet, or no longer; whatever the mode. */
export function judgeTimes(opens: number | null, closes: number | null, now: number): "open" | "before" | "after" {
  if (closes !== null && now >= closes) return "after";
  return opens !== null && now < opens ? "before" : "open";
}
