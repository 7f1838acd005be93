import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AgendaMessage } from "../../../src/binding";
import { News } from "../../../src/pages/agenda/news";
import { Room } from "../../../src/pages/agenda/room";
import type { TextNews } from "../../../src/protocol/messages";
import { speak } from "../../../src/text";
import { forget, makeAgenda, makeClause, writeDoc } from "./clauses";

let room: Room;
let news: News;
let asked: string[];
let answer: () => Response;
const agenda = () => makeAgenda(["11", "12", "13"].map((id) => makeClause(id)));
const reply = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

beforeEach(async () => {
  await speak("en");
  forget();
  vi.useFakeTimers();
  asked = [];
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path.replace("/api/v1", "").replace(/\?.*/, ""));
    return answer();
  });
  answer = () => reply(asked.at(-1)?.startsWith("/agendas") ? agenda() : makeClause(asked.at(-1)?.slice(9) ?? ""));
  room = new Room(agenda());
  news = new News(room);
});

afterEach(() => {
  news.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function tellText(over: Partial<TextNews> = {}): void {
  const json = writeDoc("Newer words.") as unknown as TextNews["json"];
  news.hear({
    type: "text_news",
    commit: 9,
    clause: "12",
    language: "en",
    seq: 4,
    epoch: 1,
    hash: "b",
    json,
    at: 0,
    ...over,
  });
}

const clauseNews = (clause: string): AgendaMessage => ({ type: "clause_news", commit: 9, clause });

describe("news of a text", () => {
  it("are taken in at once, and nothing is asked for", async () => {
    tellText();
    expect(room.clause("12")?.value.texts.en).toMatchObject({ seq: 4, hash: "b", json: writeDoc("Newer words.") });
    await vi.runAllTimersAsync();
    expect(asked).toEqual([]);
  });

  it("that are older than the page are let go", () => {
    tellText({ seq: 2 });
    expect(room.clause("12")?.value.texts.en?.seq).toBe(3);
  });

  it("with a bracket more make the page ask for the clause's status", async () => {
    const mark = { type: "bracket", attrs: { id: "b1" } };
    const words = { type: "text", text: "Words", marks: [mark] };
    tellText({ json: { type: "doc", content: [{ type: "paragraph", content: [words] }] } });
    await vi.runAllTimersAsync();
    expect(asked).toEqual(["/clauses/12"]);
  });

  it("are not undone by a reading that was made before them", async () => {
    tellText();
    news.hear(clauseNews("12"));
    await vi.runAllTimersAsync();
    expect(room.clause("12")?.value.texts.en?.seq).toBe(4);
  });
});

describe("news of clauses", () => {
  it("are asked for once, however often they are told", async () => {
    for (const id of ["12", "12", "13"]) news.hear(clauseNews(id));
    await vi.runAllTimersAsync();
    expect(asked).toEqual(["/clauses/12", "/clauses/13"]);
  });

  it("of many clauses are read as a whole", async () => {
    for (let id = 0; id < 9; id++) news.hear(clauseNews(`${id}`));
    await vi.runAllTimersAsync();
    expect(asked).toEqual(["/agendas/agenda"]);
  });

  it("of the tree, the draft or a gap make the page read the whole, once", async () => {
    for (const type of ["structure_news", "draft_news", "publication_news", "refetch"] as const) {
      news.hear({ type, commit: 9 });
    }
    await vi.runAllTimersAsync();
    expect(asked).toEqual(["/agendas/agenda"]);
  });

  it("are asked for again when the server was out of reach", async () => {
    const well = answer;
    answer = () => {
      throw new TypeError("no network");
    };
    news.hear({ type: "structure_news", commit: 9 });
    await vi.advanceTimersByTimeAsync(2000);
    answer = well;
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked).toEqual(["/agendas/agenda", "/agendas/agenda"]);
  });

  it("that the server refuses to tell are not asked for for ever", async () => {
    answer = () => reply({ code: "no_such_agenda" }, 404);
    news.hear({ type: "refetch", commit: 9 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual(["/agendas/agenda"]);
  });
});

describe("a channel that comes back", () => {
  const hello = (rights: string): AgendaMessage => ({ type: "agenda_hello", protocol: 1, commit: 7, head: 7, rights });

  it("makes the page read anew when its reader's rights are others", async () => {
    news.hear(hello("a"));
    news.hear(hello("a"));
    await vi.runAllTimersAsync();
    expect(asked).toEqual([]);
    news.hear(hello("b"));
    await vi.runAllTimersAsync();
    expect(asked).toEqual(["/agendas/agenda"]);
  });
});

it("a sign-in that has ended is noticed when news are asked for", async () => {
  answer = () => reply({ code: "not_signed_in" }, 401);
  news.hear(clauseNews("12"));
  await vi.runAllTimersAsync();
  expect(room.signedOut.value).toBe(true);
});
