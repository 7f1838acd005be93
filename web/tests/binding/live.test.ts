import { describe, expect, it } from "vitest";
import { agenda, isLive, isSaved, open, paragraph, place, stage, type, until, untilKept, view, wire } from "./stage";

stage();

describe("a live text", () => {
  it("shows what the server has, as a labelled box in its own language", async () => {
    const live = open();
    await until(live, isLive);
    const box = place.querySelector("[role=textbox]");
    expect(box?.textContent).toBe("States keep the right to decide.");
    expect(box?.getAttribute("aria-label")).toBe("Clause 12, English");
    expect([box?.getAttribute("lang"), box?.getAttribute("dir")]).toEqual(["en", "ltr"]);
    expect(wire.claims).toEqual(['{"epoch":3,"schema":1}']);
  });

  it("writes nothing by being looked at", async () => {
    await until(open(), isLive);
    wire.write((fragment) => fragment.push([paragraph("More.")]));
    await expect.poll(() => place.textContent).toContain("More.");
    expect(wire.sessions[0]?.received).toBe(1);
  });

  it("is saved only when the server says that the frame which carried the words is stored", async () => {
    const live = open();
    await until(live, isLive);
    wire.stalled = true;
    type(" Now");
    type(" here");
    expect(live.canDetach).toBe(false);
    expect(live.unsavedWords).toBe(2);
    expect(agenda.saving.value).toMatchObject({ kind: "sending" });
    wire.say({ type: "saved", received: 2, seq: 2, at: 5 });
    await expect.poll(() => live.unsavedWords).toBe(1);
    wire.release();
    await until(live, isSaved);
    expect(live.canDetach).toBe(true);
    expect(agenda.saving.value.kind).toBe("saved");
    expect(wire.text()).toContain("decide. Now here");
  });

  it("goes on while the line is down and is saved after it is back", async () => {
    const live = open();
    await until(live, isLive);
    wire.cut();
    const state = await until(live, ({ kind }) => kind === "offline");
    expect(state).toMatchObject({ kind: "offline", saving: { kind: "none" } });
    expect(agenda.connection.value.kind).toBe("offline");
    type(" in good time");
    expect(live.unsavedWords).toBe(3);
    expect(live.state.value).toMatchObject({ saving: { kind: "sending", words: 3 } });
    await until(live, isSaved);
    expect(wire.text()).toContain("decide. in good time");
    expect(agenda.connection.value.kind).toBe("connected");
  });

  it("resends what a lost connection swallowed", async () => {
    const live = open();
    await until(live, isLive);
    wire.stalled = true;
    type(" lost");
    await expect.poll(() => wire.sessions[0]?.received).toBe(2);
    wire.cut();
    wire.stalled = false;
    await until(live, isSaved);
    expect(wire.text()).toContain("decide. lost");
  });

  it("becomes read-only at once when the standing changes, and undo ends there", async () => {
    const live = open();
    await until(live, isLive);
    type(" Now");
    await until(live, isSaved);
    expect(live.can("undo")).toBe(true);
    wire.say({ type: "standing", status: "paused", may_write: false, reason: "paused" });
    await until(live, (state) => state.kind === "live" && !state.mayWrite);
    expect(view().editable).toBe(false);
    expect(place.querySelector("[role=textbox]")).toBeNull();
    expect(live.run("strong")).toBe(false);
    wire.say({ type: "standing", status: "open", may_write: true, reason: "" });
    await until(live, (state) => state.kind === "live" && state.mayWrite);
    expect(live.can("undo")).toBe(false);
    expect(view().editable).toBe(true);
  });
});

describe("words that are refused", () => {
  it("are kept, and the text is opened anew as the server has it", async () => {
    const live = open();
    await until(live, isLive);
    wire.refusing = "locked";
    wire.hello = { status: "locked", may_write: false, reason: "locked" };
    type(" and are told them in time");
    const kept = await untilKept(live);
    expect(live.state.value).toMatchObject({ kind: "live", mayWrite: false, status: "locked" });
    expect(kept).toMatchObject({ code: "locked", text: "and are told them in time", words: 6, language: "en", seq: 7 });
    expect(JSON.stringify(kept.document)).toContain("decide. and are told them in time");
    expect(place.textContent).toBe("States keep the right to decide.");
    expect(wire.text()).not.toContain("told");
    agenda.letGo(kept.id);
    expect(agenda.kept.value).toEqual([]);
  });

  it("are the new ones only: a paragraph that was parted is not kept for it", async () => {
    const live = open();
    await until(live, isLive);
    wire.refusing = "locked";
    view().dispatch(view().state.tr.split(12).insertText("surely ", 14));
    expect(view().state.doc.childCount).toBe(2);
    expect((await untilKept(live)).text).toBe("surely");
  });

  it("do not come back by themselves when the clause is reopened", async () => {
    const live = open();
    await until(live, isLive);
    wire.refusing = "locked";
    type(" late");
    await untilKept(live);
    wire.refusing = "";
    type(" on time");
    await until(live, isSaved);
    expect(wire.text()).toContain("decide. on time");
    expect(wire.text()).not.toContain("late");
  });

  it("are kept when the line is down while the clause is locked", async () => {
    const live = open();
    await until(live, isLive);
    wire.cut();
    await until(live, ({ kind }) => kind === "offline");
    wire.refusing = "locked";
    type(" offline words");
    expect((await untilKept(live)).text).toBe("offline words");
  });

  it("are kept, and not sent again, when the server closes the socket for them", async () => {
    const live = open();
    await until(live, isLive);
    wire.stalled = true;
    type(" odd");
    await expect.poll(() => wire.sessions[0]?.received).toBe(2);
    wire.cut(4400);
    expect(await untilKept(live)).toMatchObject({ code: "malformed", text: "odd", seq: null });
    expect(wire.text()).not.toContain("odd");
  });

  it("are not asked for ever: a server that refuses again and again is left alone", async () => {
    const live = open();
    wire.refusing = "denied";
    for (let life = 0; life < 4; life++) {
      await until(live, isLive);
      const ended = until(live, ({ kind }) => kind === "opening" || kind === "refused");
      type(` ${life}`);
      await ended;
    }
    expect(live.state.value).toMatchObject({ kind: "refused", code: "denied" });
    expect(agenda.kept.value.map(({ text }) => text)).toEqual(["0", "1", "2", "3"]);
    wire.refusing = "";
    live.reopen();
    expect((await until(live, isLive)).kind).toBe("live");
  });
});

describe("a document that is not the one on the page", () => {
  it("is never merged: another epoch starts fresh and keeps unsent words", async () => {
    const live = open();
    await until(live, isLive);
    wire.cut();
    await until(live, ({ kind }) => kind === "offline");
    type(" old words");
    wire.epoch = 4;
    expect(await untilKept(live)).toMatchObject({ code: "epoch", text: "old words", seq: null });
    expect(wire.text()).not.toContain("old words");
    expect(wire.claims.at(-1)).toBe("");
    wire.cut();
    await until(live, ({ kind }) => kind === "offline");
    await until(live, isLive);
    expect(wire.claims.at(-1)).toBe('{"epoch":4,"schema":1}');
  });

  it.each([
    ["a schema that this page does not have", { schema: 2 }, "schema"],
    ["a protocol that this page does not speak", { protocol: 2 }, "protocol"],
  ])("is not opened with %s", async (_, hello, code) => {
    wire.hello = hello;
    const live = open();
    expect(await until(live, ({ kind }) => kind === "refused")).toMatchObject({ code });
    expect(place.querySelector(".ProseMirror")).toBeNull();
  });

  it("is refused when the server does not show it", async () => {
    wire.denial = "unknown";
    const live = open();
    expect(await until(live, ({ kind }) => kind === "refused")).toMatchObject({ code: "unknown" });
  });
});
