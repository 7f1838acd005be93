import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { isLive, isSaved, open, place, stage, type, until, wire } from "./stage";

stage();

describe("presence", () => {
  it("says nothing of a reader until the caret enters, and nothing after it has left", async () => {
    const live = open();
    await until(live, isLive);
    await expect.poll(() => wire.sessions[0]?.received).toBe(1);
    expect(wire.told).toBe(0);
    live.focus();
    await expect.poll(() => wire.carets.getStates().size).toBe(2);
    (document.activeElement as HTMLElement).blur();
    await expect.poll(() => wire.carets.getStates().size).toBe(1);
  });

  it("shows the others' carets with the delegation that the server states", async () => {
    const live = open();
    await until(live, isLive);
    const at = Y.createRelativePositionFromTypeIndex(wire.doc.getXmlFragment("prosemirror"), 0);
    wire.show(7, { name: "Aïcha Daoudi", delegation: "Morocco", role: "delegate" }, { anchor: at, head: at });
    await expect
      .poll(() => live.present.value)
      .toEqual([{ client: 7, name: "Aïcha Daoudi", delegation: "Morocco", role: "delegate" }]);
    const caret = place.querySelector<HTMLElement>(".caret");
    expect(caret?.dataset.by).toBe("Morocco");
    expect(caret?.getAttribute("aria-hidden")).toBe("true");
  });
});

describe("leaving", () => {
  it("warns while words are not on disk, and not after", async () => {
    const live = open();
    await until(live, isLive);
    const leave = () => {
      const event = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(leave()).toBe(false);
    wire.stalled = true;
    type(" not yet");
    expect(leave()).toBe(true);
    wire.release();
    await until(live, isSaved);
    expect(leave()).toBe(false);
  });

  it("leaves the text as it was on the screen and no caret in it", async () => {
    const live = open();
    await until(live, isLive);
    live.destroy();
    expect(live.state.value.kind).toBe("closed");
    expect(place.textContent).toBe("States keep the right to decide.");
    await expect.poll(() => wire.sessions.length).toBe(0);
  });
});
