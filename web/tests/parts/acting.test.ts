import { beforeEach, describe, expect, it } from "vitest";
import type { Seat } from "../../src/http/contract";
import { choices, spokenFor } from "../../src/parts/Acting";
import { speak } from "../../src/text";

const seat = (id: string, over: Partial<Seat> = {}): Seat => ({
  id,
  process: "berne",
  role: "delegate",
  delegation: null,
  title: {},
  chosen: false,
  ...over,
});
const egypt = { id: "egy", code: "EGY", names: { en: "Egypt" } };

beforeEach(() => speak("en"));

describe("as whom one acts", () => {
  it("is a choice only where one has several seats in a process", () => {
    expect(choices([seat("one"), seat("two", { process: "paris" })])).toEqual([]);
    expect(choices([seat("one"), seat("two"), seat("three", { process: "paris" })]).map(({ id }) => id)).toEqual([
      "one",
      "two",
    ]);
  });

  it("names the delegation for which a scribe writes", () => {
    expect(spokenFor([seat("one", { chosen: true, speaks_for: [egypt], speaking_for: "egy" })])).toBe("Egypt");
    expect(spokenFor([seat("one", { chosen: true, speaks_for: [egypt], speaking_for: null })])).toBe("");
    expect(spokenFor([seat("one", { chosen: false, speaks_for: [egypt], speaking_for: "egy" })])).toBe("");
  });
});
