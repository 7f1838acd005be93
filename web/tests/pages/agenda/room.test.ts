import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Agenda, Clause } from "../../../src/http/contract";
import { Room } from "../../../src/pages/agenda/room";
import { speak } from "../../../src/text";
import { forget, makeAgenda, makeClause, makeText } from "./clauses";

const lock = { by: "Thandi Mokoena", role: { en: "Co-Chair" }, at: 0, hashes: { en: "7f3a" } };
let room: Room;

beforeEach(async () => {
  await speak("en");
  forget();
  location.hash = "";
  room = new Room(makeAgenda([makeClause("head", { kind: "part" }), makeClause("11"), makeClause("12")]));
});

describe("the room", () => {
  it("opens at the first clause that is no heading", () => {
    expect(room.selected.value).toBe("11");
  });

  it("opens at the clause in the address", () => {
    location.hash = "#12";
    expect(new Room(room.agenda).selected.value).toBe("12");
  });

  it("takes in a lock: the clause, the counts, a sentence for the status line", () => {
    room.take(makeClause("12", { status: "agreed", lock }));
    expect(room.clause("12")?.value.lock?.by).toBe("Thandi Mokoena");
    expect(room.counts.value).toEqual({ open: 2, agreed: 1 });
    expect(room.news.value).toBe("Clause 12 agreed by Thandi Mokoena");
  });

  it("keeps the clauses below when one is read anew without them", () => {
    const below = makeClause("a");
    const nested = new Room(makeAgenda([makeClause("15", { children: [below] })]));
    nested.take(makeClause("15", { status: "bracketed" }));
    expect(nested.clause("15")?.value.children).toEqual([below]);
  });

  it("offers the tools only where there is something to write in", () => {
    expect(room.mayWrite.value).toBe(true);
    for (const id of ["head", "11", "12"]) {
      room.take(makeClause(id, { texts: { en: makeText({ may_write: false, reason: "observer" }) } }));
    }
    expect(room.mayWrite.value).toBe(false);
  });
});

describe("a clause whose making was undone", () => {
  const withdrawn = { status: "withdrawn", unmade: true } as const;
  const here = () => room.rows.value.map(({ id }) => id);

  it("is not shown, unless words are kept there", () => {
    room = new Room(makeAgenda([makeClause("7"), makeClause("7 bis", withdrawn)]));
    expect(here()).toEqual(["7"]);
    expect(room.clause("7 bis")).toBeDefined();
    room.spared.value = new Set(["7 bis"]);
    expect(here()).toEqual(["7", "7 bis"]);
  });

  it("is left by who was in it", async () => {
    room = new Room(makeAgenda([makeClause("7"), makeClause("7 bis"), makeClause("8")]));
    room.select("7 bis");
    const body = JSON.stringify(makeAgenda([makeClause("7"), makeClause("7 bis", withdrawn), makeClause("8")]));
    vi.stubGlobal("fetch", async () => new Response(body));
    expect(await room.refreshAll()).toBe(true);
    expect([here(), room.selected.value]).toEqual([["7", "8"], "7"]);
    expect(room.news.value).toBe("");
    vi.unstubAllGlobals();
  });
});

describe("the tree read anew", () => {
  const answer = (clauses: Clause[], over: Partial<Agenda> = {}) => {
    const body = JSON.stringify(makeAgenda(clauses, { ...over, counts: { agreed: 1 } }));
    vi.stubGlobal("fetch", async () => new Response(body));
  };

  afterEach(() => void vi.unstubAllGlobals());

  it("brings new clauses, other places, and takes away what is gone", async () => {
    answer([makeClause("head", { kind: "part", children: [makeClause("12")] }), makeClause("10")], { commit: 9 });
    expect(await room.refreshAll()).toBe(true);
    expect(room.rows.value.map(({ id, depth }) => [id, depth])).toEqual([
      ["head", 0],
      ["12", 1],
      ["10", 0],
    ]);
    expect(room.clause("10")?.value.label).toBe("10");
    expect(room.clause("11")).toBeUndefined();
    expect(room.counts.value).toEqual({ agreed: 1 });
    expect(room.agenda.commit).toBe(9);
  });

  it("leaves a clause alone that says what it said", async () => {
    const before = room.clause("12")?.value;
    answer([makeClause("11"), makeClause("12")]);
    await room.refreshAll();
    expect(room.clause("12")?.value).toBe(before);
  });

  it("selects the clause above when the selected one is gone", async () => {
    room.select("12");
    answer([makeClause("head", { kind: "part" }), makeClause("11")]);
    await room.refreshAll();
    expect(room.selected.value).toBe("11");
  });

  it("is read once more when it was asked for while it was being read, and no oftener", async () => {
    let read = 0;
    vi.stubGlobal("fetch", async () => {
      read += 1;
      return new Response(JSON.stringify(makeAgenda([makeClause("11")])));
    });
    await Promise.all([room.refreshAll(), room.refreshAll(), room.refreshAll()]);
    expect(read).toBe(2);
  });
});

it("a heading that changes its status is not counted", () => {
  room.take(makeClause("head", { kind: "part", status: "bracketed" }));
  expect(room.counts.value).toEqual({ open: 3 });
});

describe("the languages in the room", () => {
  it("toggle side by side in a wide window and are remembered", () => {
    room.toggle("ar");
    expect(room.columns.value).toEqual(["en", "fr", "ar"]);
    expect(new Room(room.agenda).columns.value).toEqual(["en", "fr", "ar"]);
  });

  it("take each other's place in a narrow window", () => {
    room.narrow.value = true;
    expect(room.columns.value).toEqual(["en"]);
    room.toggle("ar");
    expect(room.columns.value).toEqual(["ar"]);
    expect(room.tongue.value).toBe("ar");
  });

  it("stand in the order of the interface's language", async () => {
    room.toggle("ar");
    await speak("ar");
    expect(room.columns.value).toEqual(["ar", "en", "fr"]);
  });
});
