import { describe, expect, it } from "vitest";
import { readKey } from "../../../src/pages/agenda/keys";

const press = (key: string, held: Partial<Record<"altKey" | "ctrlKey" | "metaKey" | "shiftKey", boolean>> = {}) => ({
  key,
  code: key.length === 1 ? `Key${key.toUpperCase()}` : key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
});

describe("the keys of the page", () => {
  it("move between panes and clauses from anywhere, text included", () => {
    expect(readKey(press("F6"), "text", false)).toEqual({ kind: "pane", step: 1 });
    expect(readKey(press("F6", { shiftKey: true }), "text", false)).toEqual({ kind: "pane", step: -1 });
    expect(readKey(press("ArrowDown", { altKey: true }), "text", false)).toEqual({ kind: "clause", step: 1 });
    expect(readKey(press("ArrowUp", { altKey: true }), "elsewhere", false)).toEqual({ kind: "clause", step: -1 });
  });

  it("move across languages as the screen lies", () => {
    expect(readKey(press("ArrowRight", { altKey: true }), "text", false)).toEqual({ kind: "language", step: 1 });
    expect(readKey(press("ArrowRight", { altKey: true }), "text", true)).toEqual({ kind: "language", step: -1 });
    expect(readKey(press("ArrowLeft", { altKey: true }), "text", true)).toEqual({ kind: "language", step: 1 });
  });

  it("never take a letter or a sign from somebody who writes", () => {
    expect(readKey(press("?"), "text", false)).toBeNull();
    expect(readKey(press("Enter"), "text", false)).toBeNull();
    expect(readKey(press("Escape"), "text", false)).toBeNull();
    expect(readKey(press("?"), "elsewhere", false)).toEqual({ kind: "keys" });
  });

  it("open the text from its clause, and only from there", () => {
    expect(readKey(press("Enter"), "clause", false)).toEqual({ kind: "edit" });
    expect(readKey(press("Enter"), "elsewhere", false)).toBeNull();
  });

  it("open the command list from anywhere with Ctrl or Cmd and K", () => {
    expect(readKey(press("k", { ctrlKey: true }), "text", false)).toEqual({ kind: "commands" });
    expect(readKey(press("k", { metaKey: true }), "elsewhere", false)).toEqual({ kind: "commands" });
    expect(readKey(press("k", { ctrlKey: true, shiftKey: true }), "elsewhere", false)).toBeNull();
  });

  it("leave what belongs to the browser and the editor alone", () => {
    expect(readKey(press("ArrowDown", { altKey: true, shiftKey: true }), "text", false)).toBeNull();
    expect(readKey(press("f", { ctrlKey: true }), "elsewhere", false)).toBeNull();
    expect(readKey(press("[", { altKey: true }), "text", false)).toBeNull();
  });
});
