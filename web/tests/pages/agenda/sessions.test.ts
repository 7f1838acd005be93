import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/http/contract";
import { hide, keyOf, kindOf, nothingHidden, tally } from "../../../src/pages/agenda/changefilter";
import { trackChanges } from "../../../src/pages/agenda/changes";
import { findSessions } from "../../../src/pages/agenda/sessionlist";

const minute = 60_000;
const change = (op: Change["op"], text: string, who: string, at: number): Change => ({
  op,
  text,
  person: { id: who, name: who },
  delegation: { code: who.toUpperCase(), names: { en: who } },
  at: at * minute,
});

describe("what was written, in sessions", () => {
  it("joins what one person did without a long pause, and puts the newest first", () => {
    const found = findSessions([
      change("insert", "the real ", "mar", 30),
      change("equal", "needs", "mar", 0),
      change("delete", "before the end", "che", 20),
      change("insert", "in good time", "che", 22),
      change("insert", "again", "mar", 90),
    ]);
    expect(found.map(({ person, added, gone, words }) => [person?.id, added, gone, words])).toEqual([
      ["mar", 1, 0, "again"],
      ["mar", 2, 0, "the real"],
      ["che", 3, 3, ""],
    ]);
    expect([found[2]?.from, found[2]?.until]).toEqual([20 * minute, 22 * minute]);
  });

  it("tells imported words from those of people, by their source", () => {
    const imported = {
      ...change("insert", "states", "", 1),
      person: null,
      delegation: null,
      source: "The draft of Berne",
    };
    const found = findSessions([imported, { ...imported, text: " agree" }, change("insert", "fully", "mar", 1)]);
    expect(found.map(({ person, source, added }) => [person?.id, source, added])).toEqual([
      [undefined, "The draft of Berne", 2],
      ["mar", null, 1],
    ]);
  });

  it("leaves what a split or join carried to its own entry", () => {
    const carried: Change = {
      ...change("delete", "the second half", "", 3),
      person: null,
      delegation: null,
      act: "split",
    };
    const brought: Change = { ...change("insert", "the next", "mar", 4), act: "join" };
    expect(findSessions([carried, brought, change("insert", "again", "mar", 5)])).toMatchObject([{ words: "again" }]);
  });

  it("leaves out what holds no word or sign, and knows what a sign did", () => {
    expect(findSessions([change("insert", "\n", "mar", 1)])).toEqual([]);
    const [session] = findSessions([change("insert", "\n", "mar", 1), change("insert", ";", "mar", 2)]);
    expect(session).toMatchObject({ op: "insert", words: ";", added: 0, gone: 0 });
  });

  it("keeps apart what one person wrote for two delegations, and delegations whose persons are not named", () => {
    const unnamed = (code: string): Change => ({ ...change("insert", "words", code, 1), person: null });
    expect(findSessions([unnamed("mar"), unnamed("che"), unnamed("mar")])).toHaveLength(2);
  });

  it("is empty where nothing changed", () => expect(findSessions([change("equal", "needs", "mar", 0)])).toEqual([]));
});

describe("the filters of a comparison", () => {
  const parts = trackChanges([
    change("equal", "Regular ", "x", 0),
    change("insert", "safe ", "mar", 1),
    change("equal", "channels", "x", 0),
    change("delete", ";", "che", 2),
    change("equal", " ", "x", 0),
    change("insert", "[", "mar", 3),
  ]);

  it("count by author and by kind", () => {
    expect([...tally(parts, keyOf)]).toEqual([
      ["MAR", 2],
      ["CHE", 1],
    ]);
    expect([...tally(parts, kindOf)]).toEqual([
      ["words", 1],
      ["punctuation", 1],
      ["brackets", 1],
    ]);
  });

  it("draw what they hide as it reads now, and number the rest as before", () => {
    expect(hide(parts, nothingHidden)).toEqual(parts);
    const hidden = hide(parts, { authors: new Set(["MAR"]), kinds: new Set() });
    expect(hidden.filter((part) => part.kind === "change").map(({ number }) => number)).toEqual([2]);
    expect(hidden[1]).toEqual({ kind: "equal", text: "safe " });
    const noMarks = hide(parts, { authors: new Set(), kinds: new Set(["punctuation"]) });
    expect(noMarks.some((part) => part.kind === "change" && part.deleted === ";")).toBe(false);
  });
});
