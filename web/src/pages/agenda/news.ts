/** Hears of what happens to clauses that are not attached: a lock far down the page changes the counts. */
import { listAgendas } from "../../http/api";
import { codeOf } from "../../http/refusal";
import type { Room } from "./room";
import { sameCounts } from "./rows";

const pace = 15_000;

/** Ask for the counts while the page is in view; where they differ, read the agenda anew. Return what stops it. */
export function followNews(room: Room): () => void {
  const timer = setInterval(() => document.visibilityState === "visible" && compare(room), pace);
  return () => clearInterval(timer);
}

async function compare(room: Room): Promise<void> {
  const agendas = await listAgendas().catch((error) => {
    if (codeOf(error) === "not_signed_in") room.signedOut.value = true;
    return [];
  });
  const ours = agendas.find(({ id }) => id === room.agenda.id);
  if (ours && !sameCounts(ours.counts, room.counts.peek())) await room.refreshAll();
}
