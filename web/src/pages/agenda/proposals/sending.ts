/** Kept words on their way to the chair: one request, in their writer's name. */
import type { KeptWords } from "../../../binding";
import type { Clause } from "../../../http/contract";
import { proposeWords } from "../../../http/proposals";
import { codeOf } from "../../../http/refusal";
import { nameClause } from "../../../parts/naming";
import { sayRefusal } from "../../../parts/refusals";
import { learn, t } from "../../../text";
import { focusClause } from "../panes";
import type { Room } from "../room";
import type { Writing } from "../writing";

/** Propose what was kept. Resolves to why it was not taken, or to nothing once the proposal stands. */
export async function sendAsProposal(room: Room, writing: Writing, kept: KeptWords, clause: Clause): Promise<string> {
  const { id: key, language, document: content, seq } = kept;
  try {
    await proposeWords({ key, clause: clause.id, language, seq: seq ?? 0, content });
  } catch (error) {
    await learn("refusals").catch(() => undefined);
    return sayRefusal(codeOf(error));
  }
  writing.agenda.letGo(key);
  await tellSent(room, clause);
  return "";
}

/** Say that the chair sees it, and show it in the margin. */
export async function tellSent(room: Room, clause: Clause): Promise<void> {
  await room.refresh(clause.id);
  room.news.value = t("kept.sent", { label: nameClause(clause) });
  focusClause(clause.id);
}
