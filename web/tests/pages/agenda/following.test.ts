import { describe, expect, it } from "vitest";
import { reach } from "../../../src/pages/agenda/following";

describe("how far the list of clauses is scrolled", () => {
  const frame = { top: 100, bottom: 500 };

  it("is not at all while the current row stands in it", () => {
    expect(reach({ top: 100, bottom: 127 }, frame, 60)).toBe(0);
    expect(reach({ top: 473, bottom: 500 }, frame, 60)).toBe(0);
  });

  it("is the shortest way, with the neighbours of the row", () => {
    expect(reach({ top: 900, bottom: 927 }, frame, 60)).toBe(487);
    expect(reach({ top: 20, bottom: 47 }, frame, 60)).toBe(-140);
  });

  it("leaves the row in the frame when there is no room for neighbours", () => {
    expect(reach({ top: 900, bottom: 927 }, { top: 100, bottom: 127 }, 60)).toBe(800);
  });
});
