import { beforeEach, describe, expect, it } from "vitest";
import { Room } from "../../../src/pages/agenda/room";
import { speak } from "../../../src/text";
import { makeAgenda, makeClause, makeText } from "./clauses";

const lock = { by: "Thandi Mokoena", role: { en: "Co-Chair" }, at: 0, hashes: { en: "7f3a" } };
let room: Room;

beforeEach(async () => {
  await speak("en");
  localStorage.clear();
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
