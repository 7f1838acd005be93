import { beforeAll, describe, expect, it } from "vitest";
import type { Change } from "../../../src/http/contract";
import { keyOf } from "../../../src/pages/agenda/changefilter";
import { sumUp, trackChanges } from "../../../src/pages/agenda/changes";
import { authorOf } from "../../../src/pages/agenda/TrackedText";
import { speak } from "../../../src/text";

beforeAll(async () => {
  await speak("en");
});

const equal = (text: string): Change => ({ op: "equal", text, person: null, delegation: null, at: null });
const by = (op: "insert" | "delete", text: string, code: string): Change => ({
  op,
  text,
  person: { id: code, name: code },
  delegation: { code, names: { en: code } },
  at: 1,
});

describe("a comparison", () => {
  it("reads a deletion and the insertion after it by one author as one replacement", () => {
    const parts = trackChanges([equal("are "), by("delete", "should", "CAN"), by("insert", "shall", "CAN")]);
    expect(parts).toMatchObject([
      { kind: "equal", text: "are " },
      { kind: "change", number: 1, deleted: "should", inserted: "shall" },
    ]);
  });

  it("keeps the words of two authors apart, though they touch", () => {
    const parts = trackChanges([by("delete", "undue", "CHE"), by("insert", "due", "MAR")]);
    expect(parts).toMatchObject([
      { number: 1, deleted: "undue", inserted: "" },
      { number: 2, deleted: "", inserted: "due" },
    ]);
  });

  it("begins a new change when an author deletes after having inserted", () => {
    const parts = trackChanges([by("insert", "one ", "MAR"), by("delete", "two", "MAR")]);
    expect(parts).toHaveLength(2);
  });

  it("sets the tag behind the punctuation that closes the words", () => {
    const parts = trackChanges([by("insert", "[to work]", "JPN"), equal("]. Next")]);
    expect(parts).toMatchObject([{ closing: "]." }, { kind: "equal", text: " Next" }]);
  });

  it("sets the tag before the space that the changed words end with", () => {
    const parts = trackChanges([by("delete", "undue ", "CHE"), equal("delay")]);
    expect(parts).toMatchObject([{ deleted: "undue ", gap: " ", closing: "" }, { text: "delay" }]);
  });

  it("loses no word of what it is given", () => {
    const changes = [equal("a "), by("insert", "b ", "MAR"), equal(".c"), by("delete", "d", "CHE"), equal(", e")];
    const words = trackChanges(changes).map((part) =>
      part.kind === "equal" ? part.text : part.deleted + part.inserted + part.closing,
    );
    expect(words.join("")).toBe("a b .cd, e");
  });

  it("does not count a new line or blank as a change, and reads on as the text does now", () => {
    const parts = trackChanges([equal("one"), by("insert", "\n", "MAR"), by("delete", " ", "CHE"), equal("two")]);
    expect(parts).toEqual([equal("one"), equal("\n"), equal("two")].map(({ text }) => ({ kind: "equal", text })));
    expect(sumUp(parts).changes).toBe(0);
  });

  it("names the source of imported words, and what carried words away", () => {
    const from = { ...by("insert", "new", ""), person: null, delegation: null, source: "The draft of Berne" };
    const away: Change = { ...by("delete", "old", ""), person: null, delegation: null, act: "split" };
    const parts = trackChanges([away, from]).filter((part) => part.kind === "change");
    expect(parts.map(authorOf)).toEqual(["Split", "The draft of Berne"]);
    expect(parts.map(keyOf)).toEqual(["split", "The draft of Berne"]);
  });

  it("counts changes and the delegations that made them", () => {
    const parts = trackChanges([by("insert", "a", "MAR"), equal(" "), by("insert", "b", "MAR"), equal(" ")]);
    expect(sumUp(parts)).toEqual({ changes: 2, delegations: 1 });
    expect(sumUp(trackChanges([equal("same")]))).toEqual({ changes: 0, delegations: 0 });
  });
});
