import { describe, expect, it } from "vitest";
import { readPress } from "../../../src/pages/agenda/resting";

const press = (key: string, held: KeyboardEventInit = {}) => readPress(new KeyboardEvent("keydown", { key, ...held }));

describe("a key pressed by who was just typing", () => {
  it("is more of it when it would have written or deleted", () => {
    for (const key of [" ", "a", "?", "ع", "𝒜", "Enter", "Backspace", "Dead"]) expect(press(key)).toBe("typing");
    expect(press("@", { ctrlKey: true, altKey: true, modifierAltGraph: true })).toBe("typing");
  });

  it("moves on when it goes somewhere", () => {
    for (const key of ["ArrowDown", "PageDown", "Tab", "Escape", "F6"]) expect(press(key)).toBe("moving");
  });

  it("is neither when it is a command or only held down", () => {
    expect(press("z", { ctrlKey: true })).toBe("neither");
    expect(press("ArrowDown", { altKey: true })).toBe("neither");
    expect(press("Shift")).toBe("neither");
  });
});
