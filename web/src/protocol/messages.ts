/* Generated from schema/messages.json by `npm run generate`. Do not edit. */

/** Raised when a client that speaks an older one could misread or lose something. */
export const PROTOCOL = 1;

export type Status = Hello["status"];
export type ServerMessage = Hello | Refused | Resync | Saved | Standing;
export type AgendaMessage = AgendaHello | ClauseNews | DraftNews | PublicationNews | Refetch | StructureNews | TextNews;
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
 *
 *     `seq` is the number of the text that this client was sent last, hence saw while it wrote; null if it was sent none.
 */
export interface Refused {
  type: "refused";
  code: string;
  detail?: string;
  seq?: number | null;
}
/**
 * The client's history does not join ours after three rounds; CLOSE follows: start the document anew.
 */
export interface Resync {
  type: "resync";
}
/**
 * First message of an agenda's channel: all after `commit` follows at once, up to `head`, the newest number.
 *
 *     `rights` is what `GET /agendas/{id}` says under that name while nothing changes that this person may do there.
 */
export interface AgendaHello {
  type: "agenda_hello";
  protocol: number;
  commit: number;
  head: number;
  rights: string;
}
/**
 * The newest stored state of one text, at most once a second; `at` is when it was stored (Unix ms).
 *
 *     Messages come in the order of their `commit`: the last one that came is the number to resume from.
 */
export interface TextNews {
  type: "text_news";
  commit: number;
  clause: string;
  language: string;
  seq: number;
  epoch: number;
  hash: string;
  json: {
    [k: string]: unknown | undefined;
  };
  at: number;
}
/**
 * A clause's status, agreement, brackets or label changed: fetch it anew.
 */
export interface ClauseNews {
  type: "clause_news";
  commit: number;
  clause: string;
}
/**
 * Clauses were put in, moved, split, joined or withdrawn: fetch the agenda anew.
 */
export interface StructureNews {
  type: "structure_news";
  commit: number;
}
/**
 * What one may do in the draft may have changed (its mode, its times, one's own seat): fetch the agenda anew.
 */
export interface DraftNews {
  type: "draft_news";
  commit: number;
}
/**
 * Something was published or endorsed.
 */
export interface PublicationNews {
  type: "publication_news";
  commit: number;
}
/**
 * Too much has happened since the client's number: fetch the agenda anew, and go on from its `commit`.
 */
export interface Refetch {
  type: "refetch";
  commit: number;
}
/**
 * What our own client puts into the Auth frame's token: the lineage and the schema that it holds.
 */
export interface DocumentClaim {
  epoch: number;
  schema: number;
}
/**
 * What our own client puts into the token of an agenda's channel: the last commit number that it knows.
 */
export interface AgendaClaim {
  after: number;
}
