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
  /** What an organisation is called in short, where the server says it. */
  short?: Names;
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
  /** Whether this sign-in acts in it. */
  chosen?: boolean;
  from?: number;
  until?: number | null;
  /** For which delegations a scribe may write, and for which one now. */
  speaks_for?: Delegation[];
  speaking_for?: string | null;
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
  /** The newest publication of what a meeting endorsed. */
  published?: { id: string; symbol: string | null } | null;
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
  /** Not in a reading of a whole agenda. */
  hash?: string | undefined;
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
  /** The texts that were read, by language. */
  texts: Record<string, ClauseText>;
  /** The languages that were left out of the reading. */
  unread?: string[] | undefined;
  brackets: number;
  /** How many proposals on it are open. */
  proposals?: number;
  /** Who asks for the brackets in the texts, by the ids that the texts carry. */
  signs: Record<string, Sign>;
  lock: { by: string; role: Names; at: number; hashes: Names } | null;
  reopened: { by: string; at: number; reason: string } | null;
  /** The clause above; null at the top. */
  parent?: string | null;
  /** Where the clause comes from, where it is known. */
  lineage?: { relation: "split" | "joined" | "moved" | "imported"; from: string }[];
  /** The act that made it was undone. */
  unmade?: boolean;
  children: Clause[];
}

/** What the reader's seat may do; what the server does not name is not allowed. */
export type May = Partial<
  Record<
    | "lock"
    | "reopen"
    | "publish"
    | "import"
    | "label_versions"
    | "structure"
    | "pause"
    | "settings"
    | "people"
    | "endorse",
    boolean
  >
>;

export type Mode = "typing" | "proposals" | "closed";

export interface Draft {
  id: string;
  mode: string;
  languages: string[];
  original_language: string;
  /** Who may write and read: roles, categories of delegations, `delegation:id`, `seat:id` or `all`. */
  typists?: string[];
  readers?: string[];
  name_policy?: string;
  opens_at?: number | null;
  closes_at?: number | null;
  /** Whether the text takes typing now, and if not, why. */
  open?: boolean;
  reason?: string;
  consultation?: string | null;
}

export interface Agenda {
  id: string;
  title: Names;
  process: { id: string; names: Names; instrument_status: Names; verbs?: Record<string, Names> };
  draft: Draft;
  you: {
    person: Person;
    seat: string;
    role: Role;
    delegation: Delegation | null;
    title: Names;
    may: May;
  };
  counts: Counts;
  /** The number of the last commit that is in this reading. */
  commit: number;
  /** Another one when the reader may do other things. */
  rights?: string;
  publication: { id: string; symbol: string | null; at: number } | null;
  outcome?: Outcome | null;
  consultation: Meeting | null;
  clauses: Clause[];
}

/** A consultation; its days as exact as they are known: `2004`, `2004-03`, `2004-12-16`. */
export interface Meeting {
  id?: string;
  names: Names;
  places: Names | string[];
  since: string | null;
  until: string | null;
}

/** What a meeting did with a final text. */
export interface Outcome {
  id: string;
  verb: Names;
  at: number;
  by: string;
  hash: string;
  commit: number;
  consultation: Meeting | null;
  publication: { id: string; symbol: string | null } | null;
  languages: string[];
}

/** What a chair saw when the gavel fell: by language, the sequence and the hash. */
export type Seen = Record<string, { seq: number; hash?: string | undefined }>;
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
  /** Where imported words come from. */
  source?: string | null;
  /** What carried the words from another clause, or into one; then nobody has struck them. */
  act?: "split" | "join" | "undo";
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
  /** What explains the error. Of `glyphs_missing`: the characters (`U+2713`), and where they stand. */
  detail?: { characters?: string[]; clauses?: { id: string; label: string; words: string }[] };
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
  languages: { language: string; hash: string; issued_at?: number; files: PublicationFile[] }[];
  /** Those that may follow under the same symbol. */
  not_issued?: string[];
  outcome?: Outcome | null;
}

export interface Obstacle {
  kind: "open" | "bracketed" | "ad_ref" | "no_text";
  language?: string;
  clauses: { id: string; label: string }[];
}
