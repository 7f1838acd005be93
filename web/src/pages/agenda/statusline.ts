/** What the status line says, in the order of need. Pure. */
import type { Connection, Saving } from "../../binding";

export type Line =
  | { kind: "silent"; spoken: false }
  | { kind: "saved"; at: number; spoken: false }
  | { kind: "saving"; spoken: false }
  | { kind: "reading"; spoken: false }
  | { kind: "offline"; since: number; spoken: true }
  | { kind: "crowded"; spoken: true }
  | { kind: "signed_out"; count: number; spoken: true }
  | { kind: "unsaved"; count: number; spoken: true };

interface Facts {
  /** Words have been on their way for more than a second. */
  late: boolean;
  unsaved: number;
  mayWrite: boolean;
  /** There is no clause yet: the page itself says so, and nothing is forbidden. */
  isEmpty: boolean;
  signedOut: boolean;
}

/** Words at risk come first, then what is wrong with the line, then what is under way; all well comes last. */
export function readLine(saving: Saving, connection: Connection, facts: Facts): Line {
  const { late, unsaved, mayWrite, isEmpty, signedOut } = facts;
  const count = saving.kind === "sending" ? Math.max(saving.words, unsaved) : unsaved;
  if (signedOut) return { kind: "signed_out", count, spoken: true };
  if (connection.kind === "offline" && count > 0) return { kind: "unsaved", count, spoken: true };
  if (connection.kind === "offline" && connection.crowded) return { kind: "crowded", spoken: true };
  if (connection.kind === "offline") return { kind: "offline", since: connection.since, spoken: true };
  if (saving.kind === "sending" && late) return { kind: "saving", spoken: false };
  if (saving.kind === "saved") return { kind: "saved", at: saving.at, spoken: false };
  return mayWrite || isEmpty ? { kind: "silent", spoken: false } : { kind: "reading", spoken: false };
}
