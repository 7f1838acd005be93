/** What the server's HTTP API takes and gives. Times are Unix milliseconds; maps are by language. */

export type Names = Readonly<Record<string, string>>;
export type Status = "open" | "bracketed" | "ad_ref" | "agreed" | "endorsed" | "withdrawn";
export type TextStatus = "open" | "paused" | "translating" | "locked";
export type Role = "delegate" | "observer" | "translator" | "chair" | "secretariat";
export type Counts = Partial<Record<Status, number>>;

export interface Delegation {
  id?: string;
  code: string;
  names: Names;
}

export interface Person {
  id: string;
  name: string;
}

export interface Seat {
  id: string;
  process: string;
  role: Role;
  delegation: Delegation | null;
  title: Names;
}

export interface Session {
  person: Person & { email: string; languages: string[] };
  seats: Seat[];
}

export interface DemonstrationPerson extends Person {
  email: string;
  role: Role;
  delegation: Delegation | null;
  title: Names;
}

export interface Demonstration {
  process: string;
  agenda: string;
  persons: DemonstrationPerson[];
}

export interface AgendaEntry {
  id: string;
  title: Names;
  process: { id: string; names: Names };
  languages: string[];
  role: Role;
  delegation: Delegation | null;
  counts: Counts;
  changed_at: number;
}

/** A document of `schema/document.json` as JSON. */
export interface TextNode {
  type: string;
  attrs?: Record<string, unknown>;
  content?: TextNode[];
  text?: string;
  marks?: { type: string; attrs?: Record<string, unknown> }[];
}

export interface ClauseText {
  seq: number;
  hash: string;
  status: TextStatus;
  original: boolean;
  epoch: number;
  may_write: boolean;
  reason: string;
  json: TextNode;
}

export type SignKind = "" | "delete" | "replace" | "reserve" | "retain";

export interface Sign {
  kind: SignKind;
  delegations: Delegation[];
}

export interface Clause {
  id: string;
  label: string;
  kind: string;
  status: Status;
  title: Names;
  languages: string[];
  texts: Record<string, ClauseText>;
  brackets: number;
  /** Who asks for the brackets in the texts, by the ids that the texts carry. */
  signs: Record<string, Sign>;
  lock: { by: string; role: Names; at: number; hashes: Names } | null;
  reopened: { by: string; at: number; reason: string } | null;
  children: Clause[];
}

export interface Agenda {
  id: string;
  title: Names;
  process: { id: string; names: Names; instrument_status: Names };
  draft: { id: string; mode: string; languages: string[]; original_language: string };
  you: {
    person: Person;
    seat: string;
    role: Role;
    delegation: Delegation | null;
    title: Names;
    may: { lock: boolean; reopen: boolean; publish: boolean; label_versions: boolean };
  };
  counts: Counts;
  publication: { id: string; symbol: string | null; at: number } | null;
  consultation: { names: Names; places: Names | string[]; since: string | null; until: string | null } | null;
  clauses: Clause[];
}

/** What a chair saw when the gavel fell: by language, the sequence and the hash. */
export type Seen = Record<string, { seq: number; hash: string }>;
export type Moved = Record<string, { seq: number; hash: string; text: string }>;

export interface Version {
  id: string;
  seq: number;
  label: string;
  cause: string;
  at: number;
  hash: string;
  person: Person | null;
  delegation: Delegation | null;
}

export interface Change {
  op: "equal" | "insert" | "delete";
  text: string;
  person: Person | null;
  delegation: Delegation | null;
  at: number | null;
}

export interface Comparison {
  from: Version | string;
  to: Version | string;
  changes: Change[];
}

export interface PublicationFile {
  form: string;
  state: "queued" | "running" | "done" | "failed";
  hash: string | null;
  pages: number | null;
  error: string | null;
  url: string;
}

export interface Publication {
  id: string;
  agenda: string;
  title: Names;
  symbol: string | null;
  kind: string;
  at: number;
  by: string;
  hash: string;
  draft: boolean;
  languages: { language: string; hash: string; files: PublicationFile[] }[];
}

export interface Obstacle {
  kind: "open" | "bracketed" | "ad_ref" | "no_text";
  language?: string;
  clauses: { id: string; label: string }[];
}
