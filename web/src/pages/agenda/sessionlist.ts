/** What was written, in sessions: what one person changed without a long pause, as one entry. Pure. */
import type { Change, Delegation, Person } from "../../http/contract";
import { authorKey, isBlank } from "./changes";

export interface Session {
  person: Person | null;
  delegation: Delegation | null;
  /** Where the words were imported from, if they were. */
  source: string | null;
  /** What it began with. */
  op: Change["op"];
  from: number;
  until: number;
  added: number;
  gone: number;
  /** The words themselves, where the session is one short insertion or deletion. */
  words: string;
}

const pause = 15 * 60_000;
const short = 40;

/** Return the sessions behind these changes, newest first. What an act carried, or holds no word or sign, is none. */
export function findSessions(changes: readonly Change[]): Session[] {
  const dated = changes.filter(({ op, at, act, text }) => op !== "equal" && at !== null && !act && !isBlank(text));
  const inTime = [...dated].sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
  const sessions: Session[] = [];
  for (const change of inTime) {
    const last = sessions.findLast((session) => authorKey(session) === authorKey(change));
    if (last && (change.at ?? 0) - last.until <= pause) extend(last, change);
    else sessions.push(begin(change));
  }
  return sessions.sort((one, other) => other.until - one.until);
}

const countWords = (text: string): number => text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;

function begin({ op, text, person, delegation, at, source = null }: Change): Session {
  const count = countWords(text);
  const [added, gone] = op === "insert" ? [count, 0] : [0, count];
  const words = text.trim().length <= short ? text.trim() : "";
  return { person, delegation, source, op, from: at ?? 0, until: at ?? 0, added, gone, words };
}

function extend(session: Session, { op, text, at }: Change): void {
  if (op === "insert") session.added += countWords(text);
  else session.gone += countWords(text);
  session.until = at ?? session.until;
  session.words = "";
}
