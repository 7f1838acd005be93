import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { Carets } from "../../src/binding/carets";

const user = { name: "Aïcha Daoudi", delegation: "Morocco", role: "delegate" };

describe("the caret of another", () => {
  let mine: Y.Doc;
  let theirs: Y.Doc;
  let carets: Carets;
  let awareness: Awareness;

  beforeEach(() => {
    vi.useFakeTimers();
    mine = new Y.Doc();
    theirs = new Y.Doc();
    theirs.on("update", (update: Uint8Array) => Y.applyUpdate(mine, update, "server"));
    awareness = new Awareness(mine);
    carets = new Carets(awareness);
  });

  afterEach(() => {
    carets.destroy();
    awareness.destroy();
    vi.useRealTimers();
  });

  const draw = () => carets.drawCaret(user, theirs.clientID);
  const rests = (caret: HTMLElement) => caret.classList.contains("resting");
  const stand = (cursor: unknown) => {
    awareness.states.set(theirs.clientID, { cursor });
    awareness.emit("change", [{ added: [], updated: [theirs.clientID], removed: [] }, "server"]);
  };

  it("flies its flag for two seconds", () => {
    const caret = draw();
    expect(caret.dataset.by).toBe("Morocco");
    expect(rests(caret)).toBe(false);
    vi.advanceTimersByTime(2_000);
    expect(rests(caret)).toBe(true);
  });

  it("raises it when its person types, though the editor keeps the caret and the place stays", () => {
    const caret = draw();
    vi.advanceTimersByTime(2_000);
    theirs.getText("prosemirror").insert(0, "word");
    expect(rests(caret)).toBe(false);
    vi.advanceTimersByTime(1_900);
    theirs.getText("prosemirror").insert(4, "s");
    vi.advanceTimersByTime(1_900);
    expect(rests(caret)).toBe(false);
    vi.advanceTimersByTime(100);
    expect(rests(caret)).toBe(true);
  });

  it("raises it when its person goes elsewhere, and not when nothing moved", () => {
    stand({ anchor: 1 });
    const caret = draw();
    vi.advanceTimersByTime(2_000);
    stand({ anchor: 1 });
    expect(rests(caret)).toBe(true);
    stand({ anchor: 2 });
    expect(rests(caret)).toBe(false);
  });

  it("leaves it down when it is drawn anew, and when others or the reader type", () => {
    draw();
    vi.advanceTimersByTime(2_000);
    const caret = draw();
    expect(rests(caret)).toBe(true);
    mine.getText("prosemirror").insert(0, "mine");
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(new Y.Doc()), "server");
    expect(rests(caret)).toBe(true);
  });
});
