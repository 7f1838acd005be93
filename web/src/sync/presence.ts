/** Who has a caret in a text, as the server states it. */

import type { Awareness } from "y-protocols/awareness";

/** One person's caret. The server stamps the person; nothing here is claimed by the other client. */
export interface Presence {
  /** The other's client id in this document. */
  readonly client: number;
  readonly name: string;
  readonly delegation: string;
  readonly role: string;
}

/** Return the others, in the order of their names. */
export function readPresence(awareness: Awareness): Presence[] {
  const present: Presence[] = [];
  for (const [client, { user }] of awareness.getStates()) {
    if (client !== awareness.clientID && isUser(user)) present.push({ client, ...readUser(user) });
  }
  return present.sort(
    (one, other) => one.delegation.localeCompare(other.delegation) || one.name.localeCompare(other.name),
  );
}

type User = Readonly<Record<string, unknown>>;

const isUser = (user: unknown): user is User => typeof user === "object" && user !== null;

/** Return who the server says a client is, the delegation as the page's language calls it; what is missing is empty. */
export function readUser(user: User) {
  const field = (name: string) => readWord(user[name]);
  const delegation = readWord(readNames(user)[globalThis.document?.documentElement.lang ?? ""]);
  return { name: field("name"), delegation: delegation || field("delegation"), role: field("role") };
}

const readWord = (value: unknown): string => (typeof value === "string" ? value : "");

const readNames = ({ delegation_names: names }: User): User =>
  typeof names === "object" && names !== null ? (names as User) : {};
