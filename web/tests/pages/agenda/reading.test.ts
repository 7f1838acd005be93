import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Clause } from "../../../src/http/contract";
import { openAgenda } from "../../../src/http/reading";
import { Room } from "../../../src/pages/agenda/room";
import { speak } from "../../../src/text";
import { forget, makeAgenda, makeClause, makeText, writeDoc } from "./clauses";

/** A clause as the server sends it when only these languages were asked for. */
const send = (texts: Record<string, Partial<Clause["texts"][string]>>): Clause =>
  makeClause("11", { languages: ["en", "fr"], texts: texts as Clause["texts"] });
const left = { status: "open" } as const;
const french = makeText({ seq: 5, original: false, json: writeDoc("Les migrants respectent les lois.") });

let asked: string[];
let answers: Clause[];

beforeEach(async () => {
  await speak("en");
  forget();
  document.head.replaceChildren();
  asked = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path.replace("/api/v1", ""));
    const clause = answers.shift();
    if (!clause) throw new TypeError("no network");
    return new Response(JSON.stringify(makeAgenda([clause], { id: "a", rights: "r" })));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function openRoom(first: Clause): Promise<Room> {
  answers = [first, ...answers];
  return new Room(await openAgenda("a", "en"));
}

describe("an agenda that is opened", () => {
  it("is asked for with the columns of last time and the reader's language", async () => {
    answers = [send({ en: makeText(), fr: french })];
    await openAgenda("a", "ar");
    expect(asked).toEqual(["/agendas/a?columns=&own=ar&hashes=0"]);
  });

  it("is asked for as the page's HTML has asked for it already", async () => {
    document.head.innerHTML =
      '<link rel="preload" as="fetch" href="/api/v1/agendas/a?columns=fr&amp;own=en&amp;hashes=0">';
    answers = [send({ en: makeText(), fr: french })];
    await openAgenda("a", "en");
    expect(asked).toEqual(["/agendas/a?columns=fr&own=en&hashes=0"]);
  });
});

describe("the languages that were left out", () => {
  it("are read alone when they are to be shown", async () => {
    answers = [send({ en: left, fr: left, es: makeText(), ar: makeText() })];
    const room = await openRoom(send({ en: makeText(), fr: french, es: left, ar: left }));
    expect(room.clause("11")?.value.unread).toEqual(["es", "ar"]);
    room.toggle("ar");
    await vi.waitFor(() => expect(room.has("ar")).toBe(true));
    expect(asked.at(-1)).toBe("/agendas/a?languages=es,ar&hashes=0");
  });

  it("take no text away that the page has", async () => {
    answers = [];
    const room = await openRoom(send({ en: makeText(), fr: french }));
    answers = [send({ en: makeText(), fr: left })];
    await room.refreshAll();
    expect(room.clause("11")?.value.texts.fr?.seq).toBe(5);
    expect(room.has("fr")).toBe(true);
  });

  it("do not lose what was told of them while they were read", async () => {
    answers = [];
    const room = await openRoom(send({ en: makeText(), fr: makeText(), ar: left }));
    answers = [send({ en: makeText(), fr: makeText(), ar: makeText({ seq: 7 }) })];
    const reading = room.complete();
    room.takeText("11", "ar", { seq: 8, epoch: 1, hash: "n", json: writeDoc("أحدث") });
    await reading;
    expect(room.clause("11")?.value.texts.ar).toMatchObject({ seq: 8, hash: "n" });
  });

  it("are asked for again when the server was out of reach", async () => {
    answers = [];
    const room = await openRoom(send({ en: makeText(), fr: makeText(), ar: left }));
    vi.useFakeTimers();
    expect(await room.complete()).toBe(false);
    answers = [send({ en: makeText(), fr: makeText(), ar: makeText() })];
    await vi.advanceTimersByTimeAsync(5000);
    expect(room.isWhole).toBe(true);
  });
});

it("hashes come with the readings once they are shown", async () => {
  answers = [];
  const room = await openRoom(send({ en: makeText({ hash: undefined }) }));
  expect(room.clause("11")?.value.texts.en?.hash).toBeUndefined();
  room.showHashes();
  answers = [send({ en: makeText() })];
  await room.refreshAll();
  expect(asked.at(-1)).toBe("/agendas/a?languages=en,fr,es,ar&hashes=1");
  expect(room.clause("11")?.value.texts.en?.hash).toBe("7f3a91c2");
});
