import { describe, expect, it } from "vitest";
import { readChange } from "../../../src/pages/agenda/proposals/reading";
import { shorten } from "../../../src/pages/agenda/proposals/shortening";

const long = "word ".repeat(40).trim();

describe("a proposal as it is shown", () => {
  it("has the words around each change, and no more of what stays", () => {
    const shown = shorten([
      { op: "equal", text: `${long} ` },
      { op: "insert", text: "new" },
      { op: "equal", text: ` ${long} ` },
      { op: "delete", text: "old" },
      { op: "equal", text: ` ${long}` },
    ]);
    expect(shown.map(({ op }) => op)).toEqual(["equal", "insert", "equal", "delete", "equal"]);
    const [before, , between, , after] = shown.map(({ text }) => text);
    expect(before).toMatch(/^ … word .*word $/);
    expect(between).toMatch(/^ word.*word … word.*word $/);
    expect(after).toMatch(/^ word.*word … $/);
    expect(Math.max(...shown.map(({ text }) => text.length))).toBeLessThan(130);
  });

  it("is whole where it is short", () => {
    const short = [
      { op: "equal", text: "States " },
      { op: "insert", text: "shall " },
      { op: "equal", text: "cooperate." },
    ] as const;
    expect(shorten(short)).toEqual(short);
  });

  it("says which words were put in, also while it is being written", () => {
    expect(readChange("States act.", "States shall act in time.")).toMatchObject({ words: 3 });
    expect(readChange("States act in time.", "States act.")).toEqual({ text: "", words: 0 });
    expect(readChange("States act.", "States act.")).toBeNull();
  });
});
