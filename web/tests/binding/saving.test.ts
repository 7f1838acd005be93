import { describe, expect, it } from "vitest";
import { sumSavings } from "../../src/binding/saving";
import type { Saving, TextState } from "../../src/sync/states";

const live = (saving: Saving): TextState => ({
  kind: "live",
  mayWrite: true,
  status: "open",
  reason: "",
  saving,
});
const none = { kind: "none" } as const;
const saved = (at: number) => live({ kind: "saved", at });
const sending = (since: number, words: number) => live({ kind: "sending", since, words });

describe("what all texts together say", () => {
  it("is that words are on their way, while any are, from the first of them on", () => {
    expect(sumSavings([saved(9), sending(5, 2), sending(3, 1)], none)).toEqual({ kind: "sending", since: 3, words: 3 });
  });

  it("is the latest time at which any were saved, also in a text that is closed now", () => {
    expect(sumSavings([saved(4), saved(6), { kind: "opening" }], none)).toEqual({ kind: "saved", at: 6 });
    expect(sumSavings([live(none)], { kind: "saved", at: 8 })).toEqual({ kind: "saved", at: 8 });
  });

  it("is nothing while nothing was written", () => {
    expect(sumSavings([live(none), { kind: "closed" }], none)).toEqual(none);
  });
});
