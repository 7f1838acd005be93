import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Room } from "../../../src/pages/agenda/room";
import { drawSign, Signs } from "../../../src/pages/agenda/signs";
import { speak } from "../../../src/text";
import { makeAgenda, makeClause } from "./clauses";

const hungary = { code: "HUN", names: { en: "Hungary", fr: "Hongrie", ar: "هنغاريا" } };
const canada = { code: "CAN", names: { en: "Canada", fr: "Canada", ar: "كندا" } };
const known = { kind: "delete" as const, delegations: [canada, hungary] };
const asked: string[] = [];
let answers: (() => Response)[] = [];

const reply = (status: number, body: unknown) => () => new Response(JSON.stringify(body), { status });
const fresh = reply(200, makeClause("12", { signs: { b1: known } }));

let room: Room;

beforeEach(async () => {
  await speak("en");
  vi.useFakeTimers();
  asked.length = 0;
  vi.stubGlobal("fetch", async (path: string, { method }: RequestInit) => {
    asked.push(`${method} ${path}`);
    const answer = answers.shift();
    if (!answer) throw new TypeError("no network");
    return answer();
  });
  room = new Room(makeAgenda([makeClause("12")]));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("who asks for a bracket", () => {
  it("is drawn with short codes, full names and the kind in a word", async () => {
    expect(drawSign(known, "en")).toEqual({ tag: "CAN, HUN", name: "Canada and Hungary", kind: "delete" });
    await speak("fr");
    expect(drawSign(known, "fr")).toEqual({ tag: "CAN, HUN", name: "Canada et Hongrie", kind: "supprimer" });
    expect(drawSign(known, "ar")).toEqual({ tag: "كندا، هنغاريا", name: "Canada et Hongrie", kind: "حذف" });
  });

  it("is looked up once when the page has not heard of the bracket", async () => {
    answers = [fresh];
    const signs = new Signs(room);
    expect(signs.read("12", "b1", "en")).toBeUndefined();
    expect(signs.read("12", "b1", "en")).toBeUndefined();
    await vi.runAllTimersAsync();
    expect(asked).toEqual(["GET /api/v1/clauses/12"]);
    expect(signs.read("12", "b1", "en")?.tag).toBe("CAN, HUN");
  });
});

describe("a bracket drawn here", () => {
  it("is told to the record, again while the server is out of reach", async () => {
    answers = [];
    const signs = new Signs(room);
    await signs.claim("12", "b1");
    answers = [reply(201, { id: "b1", ...known }), fresh];
    await vi.runAllTimersAsync();
    const told = "POST /api/v1/clauses/12/brackets";
    expect(asked).toEqual([told, told, "GET /api/v1/clauses/12"]);
    expect(room.news.value).toBe("");
  });

  it("is said to stand without a record when the server refuses it", async () => {
    answers = [reply(403, { code: "observer" }), fresh];
    await new Signs(room).claim("12", "b1");
    expect(room.news.value).toContain("the record does not say who asks for it");
  });
});
