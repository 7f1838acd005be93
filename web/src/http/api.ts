/** The server's HTTP API, one function a request. Each throws a Refusal when the server says no. */
import type {
  Agenda,
  AgendaEntry,
  Clause,
  Comparison,
  Demonstration,
  Moved,
  Obstacle,
  Publication,
  Seen,
  Session,
  Sign,
  SignKind,
  Version,
} from "./contract";
import { Refusal } from "./refusal";

type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** Ask the server; throw a Refusal when it says no. */
export async function ask<Answer>(method: Method, path: string, body?: unknown): Promise<Answer> {
  const init: RequestInit = { method, headers: { Accept: "application/json" }, credentials: "same-origin" };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { ...init.headers, "Content-Type": "application/json" };
  }
  const response = await fetch(`/api/v1${path}`, init).catch(() => {
    throw new Refusal(0, "unreachable");
  });
  if (!response.ok) throw await readRefusal(response);
  const words = response.status === 204 ? "" : await response.text();
  return (words ? JSON.parse(words) : undefined) as Answer;
}

async function readRefusal(response: Response): Promise<Refusal> {
  const body: { code?: string; detail?: Record<string, unknown> } = await response.json().catch(() => ({}));
  return new Refusal(response.status, body.code ?? "unreadable", body.detail ?? {});
}

export const readSession = () => ask<Session>("GET", "/session");
export const signIn = (email: string, password: string) => ask<Session>("POST", "/session", { email, password });
export const enterAs = (person: string) => ask<Session>("POST", "/session", { demonstration: person });
/** The key under which this browser keeps the person's words that are not on the server's disk. */
export const readUnsentKey = async () => (await ask<{ key: string }>("GET", "/session/key")).key;
export const signOut = () => ask<void>("DELETE", "/session");

/** Return the demonstration, or null where none is loaded. */
export async function readDemonstration(): Promise<Demonstration | null> {
  try {
    return await ask<Demonstration>("GET", "/demonstration");
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

export const listAgendas = async () => (await ask<{ agendas: AgendaEntry[] }>("GET", "/agendas")).agendas;
export const readAgenda = (id: string) => ask<Agenda>("GET", `/agendas/${id}`);
export const readClause = (id: string) => ask<Clause>("GET", `/clauses/${id}`);
export const reopenClause = (id: string, reason: string) =>
  ask<{ decision: string; clause: Clause }>("POST", `/clauses/${id}/reopen`, { reason });

/** Record that one's delegation asks for the bracket that the text carries under this id. */
export const openBracket = (clause: string, id: string, kind: SignKind = "") =>
  ask<Sign & { id: string }>("POST", `/clauses/${clause}/brackets`, { id, kind });

/** Lock the clause on the very texts that were seen. If one has moved, nothing is locked and the new texts come back. */
export async function lockClause(id: string, seen: Seen): Promise<{ clause: Clause } | { moved: Moved }> {
  try {
    return await ask<{ clause: Clause }>("POST", `/clauses/${id}/lock`, { seen });
  } catch (error) {
    if (error instanceof Refusal && error.code === "text_moved") return { moved: error.detail.languages as Moved };
    throw error;
  }
}

export const listVersions = async (clause: string, language: string) =>
  (await ask<{ versions: Version[] }>("GET", `/clauses/${clause}/${language}/versions`)).versions;
export const keepVersion = async (clause: string, language: string, label: string) =>
  (await ask<{ version: Version }>("POST", `/clauses/${clause}/${language}/versions`, { label })).version;
export const compareVersions = (clause: string, language: string, from: string, to: string) =>
  ask<Comparison>("GET", `/clauses/${clause}/${language}/compare?${new URLSearchParams({ from, to })}`);

export const listObstacles = async (agenda: string) =>
  (await ask<{ obstacles: Obstacle[] }>("GET", `/agendas/${agenda}/obstacles`)).obstacles;
export const publish = (agenda: string, symbol: string | null) =>
  ask<Publication>("POST", `/agendas/${agenda}/publications`, symbol ? { symbol } : {});
/** Read a publication; with `wait`, once one more of its files is made, or after so many seconds. */
export const readPublication = (id: string, wait = 0) => ask<Publication>("GET", `/publications/${id}?wait=${wait}`);
export const retryFile = (id: string, language: string, form: string) =>
  ask<void>("POST", `/publications/${id}/${language}/${form}/retry`);
