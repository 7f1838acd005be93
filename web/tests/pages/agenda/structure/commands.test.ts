import { beforeEach, describe, expect, it, vi } from "vitest";
import { Room } from "../../../../src/pages/agenda/room";
import { flatten } from "../../../../src/pages/agenda/rows";
import { search } from "../../../../src/pages/agenda/structure/CommandList";
import { chairOf } from "../../../../src/pages/agenda/structure/chair";
import { commands, ownCommands, readCommand, sayAct } from "../../../../src/pages/agenda/structure/commands";
import { nextItem } from "../../../../src/pages/agenda/structure/Menu";
import { reached, toScope } from "../../../../src/pages/agenda/structure/Scope";
import { speak } from "../../../../src/text";
import { makeAgenda, makeClause } from "../clauses";

const lock = { by: "Thandi Mokoena", role: {}, at: 0, hashes: {} };
/** A part of the page is being loaded. */
const waiting = { timeout: 10_000 };
const every = { lock: true, reopen: true, pause: true, structure: true, settings: true };

function makeRoom(may: Record<string, boolean>): Room {
  const agenda = makeAgenda([makeClause("11"), makeClause("12", { lock, status: "agreed" })]);
  return new Room({ ...agenda, you: { ...agenda.you, may } });
}

beforeEach(() => speak("en"));

describe("the commands of a seat", () => {
  it("are those that the server grants it, and none for a delegate", () => {
    expect(ownCommands(makeRoom({}))).toEqual([]);
    expect(ownCommands(makeRoom({ structure: true })).map(({ id }) => id)).not.toContain("lock");
    expect(ownCommands(makeRoom(every))).toEqual(commands);
  });

  it("each have a key of their own, with Alt and Shift, whatever the keyboard prints", () => {
    expect(new Set(commands.map(({ code }) => code)).size).toBe(commands.length);
    const press = { code: "ArrowUp", altKey: true, shiftKey: true, ctrlKey: false, metaKey: false };
    expect(readCommand(press, commands)?.id).toBe("up");
    expect(readCommand({ ...press, shiftKey: false }, commands)).toBeUndefined();
    expect(readCommand({ ...press, ctrlKey: true }, commands)).toBeUndefined();
    expect(readCommand(press, [])).toBeUndefined();
  });

  it("say at once what an agreed clause does not allow", () => {
    const room = makeRoom(every);
    room.select("12");
    commands.find(({ id }) => id === "split")?.run(room);
    expect(chairOf(room).task.value).toBeNull();
    expect(chairOf(room).told.value?.words).toBe(
      "Clause 12 is agreed, so it cannot be changed. A chair can reopen it.",
    );
  });

  it("say at once that there is nothing to join with, and no place beyond the last", async () => {
    const room = makeRoom(every);
    room.take(makeClause("12"));
    room.select("12");
    commands.find(({ id }) => id === "join")?.run(room);
    expect(chairOf(room).told.value?.words).toContain("nothing to join");
    commands.find(({ id }) => id === "down")?.run(room);
    await vi.waitFor(() => expect(chairOf(room).told.value?.words).toContain("the last in its row"), waiting);
  });
});

describe("an act", () => {
  it("that is refused keeps its form and says why in it", async () => {
    const room = makeRoom(every);
    const chair = chairOf(room);
    chair.begin("label");
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ code: "label_taken" }), { status: 409 }));
    const { labelClause } = await import("../../../../src/http/structure");
    await chair.shape(
      () => labelClause("11", "12"),
      () => "",
      () => "",
    );
    expect(chair.task.value?.form).toBe("label");
    expect(chair.wrong.value).toBe("Another clause has this number. Type another, or change that one first.");
    vi.unstubAllGlobals();
  });

  it("is said in the words of the record when somebody takes it back", () => {
    expect(sayAct({ act: "move", clauses: [{ label: "12 bis", title: {} }] })).toBe("clause 12 bis moved");
    expect(sayAct({ act: "unheard_of", clauses: [{ label: "9", title: {} }] })).toBe("clause 9 changed");
  });
});

describe("the list of commands", () => {
  it("finds by the beginnings of words, accents or not", () => {
    const all = [{ words: "Insérer une clause avant…" }, { words: "Poser les plumes…" }];
    expect(search(all, "inser av")).toEqual([all[0]]);
    expect(search(all, "")).toEqual(all);
    expect(search(all, "xyz")).toEqual([]);
  });

  it("goes round and round", () => {
    expect(nextItem("ArrowDown", 2, 3)).toBe(0);
    expect(nextItem("ArrowUp", 0, 3)).toBe(2);
    expect(nextItem("End", 0, 3)).toBe(2);
    expect(nextItem("x", 0, 3)).toBeNull();
  });
});

describe("how far an act reaches", () => {
  const rows = flatten([
    makeClause("A", { kind: "heading", children: [makeClause("11"), makeClause("12")] }),
    makeClause("13"),
  ]);

  it("is the clause, all under it, a list in reading order, or the whole text", () => {
    expect(reached(rows, { id: "A" }, { reach: "one", named: [] })).toEqual(["A"]);
    expect(reached(rows, { id: "A" }, { reach: "below", named: [] })).toEqual(["A", "11", "12"]);
    expect(reached(rows, { id: "13" }, { reach: "some", named: ["11"] })).toEqual(["11", "13"]);
    expect(reached(rows, { id: "13" }, { reach: "all", named: [] })).toHaveLength(4);
    expect(toScope(rows, { id: "A" }, { reach: "below", named: [] })).toEqual({ subtree: "A" });
    expect(toScope(rows, { id: "A" }, { reach: "all", named: [] })).toEqual({ all: true });
    expect(toScope(rows, { id: "13" }, { reach: "some", named: ["11"] })).toEqual({ clauses: ["11", "13"] });
  });
});
