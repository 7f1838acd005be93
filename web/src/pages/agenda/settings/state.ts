/** What a draft's state says to its readers: whether it can be written now, until when, or from when. Pure. */
import type { Draft } from "../../../http/contract";
import { t } from "../../../text";
import { formatRecent } from "../../../text/dates";
import { judgeTimes } from "./times";

/** Return the sentence on the text as a whole, by the server's clock. */
export function sayStanding(draft: Draft, now: number): string {
  const [opens, closes] = [draft.opens_at ?? null, draft.closes_at ?? null];
  if (draft.mode === "closed") return t("standing.closed");
  const state = judgeTimes(opens, closes, now);
  if (state === "before" && opens !== null) return t("standing.before", { moment: formatRecent(opens, now) });
  if (state === "after" && closes !== null) return t("standing.after", { moment: formatRecent(closes, now) });
  if (draft.mode === "proposals") return t("standing.proposals");
  return closes === null ? t("standing.open") : t("standing.open_until", { moment: formatRecent(closes, now) });
}

/** Whether the text as a whole takes typing at this moment. */
export const isOpen = (draft: Draft, now: number): boolean =>
  draft.mode === "typing" &&
  draft.open !== false &&
  judgeTimes(draft.opens_at ?? null, draft.closes_at ?? null, now) === "open";
