/* Generated from schema/messages.json by `npm run generate`. Do not edit. */

/** Raised when a client that speaks an older one could misread or lose something. */
export const PROTOCOL = 1;

export type Status = Hello["status"];
export type ServerMessage = Hello | Refused | Resync | Saved | Standing;
/**
 * First message of a document: its lineage, its state, and what this person may do with it now.
 */
export interface Hello {
  type: "hello";
  protocol: number;
  schema: number;
  epoch: number;
  head: number;
  status: "locked" | "open" | "paused" | "translating";
  may_write: boolean;
  reason: string;
}
/**
 * The first `received` frames with edits of this session are on disk; `seq` is the text's head, `at` Unix ms.
 */
export interface Saved {
  type: "saved";
  received: number;
  seq: number;
  at: number;
}
/**
 * The clause's status or this person's right has changed; `reason` says why writing is not allowed, or is empty.
 */
export interface Standing {
  type: "standing";
  status: "locked" | "open" | "paused" | "translating";
  may_write: boolean;
  reason: string;
}
/**
 * An edit was not taken and CLOSE follows: keep the unsent words, open the document anew, offer them.
 */
export interface Refused {
  type: "refused";
  code: string;
  detail?: string;
}
/**
 * The client's history does not join ours after three rounds; CLOSE follows: start the document anew.
 */
export interface Resync {
  type: "resync";
}
/**
 * What our own client puts into the Auth frame's token: the lineage and the schema that it holds.
 */
export interface DocumentClaim {
  epoch: number;
  schema: number;
}
