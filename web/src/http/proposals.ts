/** Proposals: words offered for a clause where they could not be typed, and what becomes of them. */
import { ask } from "./api";
import type { Change, Delegation, Person } from "./contract";
import { Refusal } from "./refusal";

export interface Proposal {
  id: string;
  clause: string;
  language: string;
  state: "open" | "taken" | "declined" | "withdrawn";
  person: Person | null;
  delegation: Delegation | null;
  at: number;
  note: string;
  /** The text from which it was made. */
  base: { seq: number; hash: string };
  hash: string;
  changes: Change[];
  answer: { person: Person | null; delegation: Delegation | null; at: number; reason: string } | null;
  may: { take: boolean; decline: boolean; withdraw: boolean };
}

/** What is proposed. `key` is a UUIDv7: sent again, it is the same proposal. `seq` names the text that was seen last. */
export interface Offer {
  key: string;
  clause: string;
  language: string;
  seq: number;
  content: unknown;
  note?: string;
}

/** Words that both the proposal and somebody else changed. */
export interface Clash {
  was: string;
  now: string;
}

export const proposeWords = async ({ key, clause, language, seq, content, note = "" }: Offer) =>
  (
    await ask<{ proposal: Proposal }>("POST", `/clauses/${clause}/${language}/proposals`, {
      key,
      base: { seq },
      content,
      note,
    })
  ).proposal;
export const listProposals = async (clause: string) =>
  (await ask<{ proposals: Proposal[] }>("GET", `/clauses/${clause}/proposals`)).proposals;

/** Take what is proposed into the text. Where others changed the same words nothing is done, and these come back. */
export async function takeProposal(id: string): Promise<readonly Clash[] | null> {
  try {
    await ask("POST", `/proposals/${id}/take`, {});
    return null;
  } catch (error) {
    if (error instanceof Refusal && error.code === "text_moved") return (error.detail.moved as Clash[]) ?? [];
    throw error;
  }
}

export const declineProposal = (id: string, reason: string) =>
  ask<void>("POST", `/proposals/${id}/decline`, { reason });
export const withdrawProposal = (id: string) => ask<void>("POST", `/proposals/${id}/withdraw`, {});
