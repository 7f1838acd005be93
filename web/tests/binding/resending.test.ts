import { describe, expect, it } from "vitest";
import { LiveAgenda, type UnsentText } from "../../src/binding";
import { Socket } from "../wire";
import { agenda, isLive, open, place, stage, type, until, wire } from "./stage";

stage();

/** Type while nothing is stored, and close the page as it stands. */
async function leaveBehind(words: string): Promise<UnsentText> {
  await until(open(), isLive);
  wire.stalled = true;
  type(words);
  const [unsent] = agenda.unsent();
  agenda.close();
  if (!unsent) throw new Error("nothing is unsent");
  return unsent;
}

/** Open the next page, on the same server. */
function openNext(): LiveAgenda {
  wire.stalled = false;
  wire.cut();
  return new LiveAgenda({ url: wire.url, socket: Socket });
}

describe("what a page could not send", () => {
  it("says which words they are, in which text", async () => {
    expect(await leaveBehind(" and in time")).toMatchObject({
      language: "en",
      epoch: 3,
      text: "and in time",
      words: 3,
    });
  });

  it("comes into the text from the next page, also where that is open already", async () => {
    const unsent = await leaveBehind(" and in time");
    const next = openNext();
    const live = open({}, next);
    await until(live, isLive);
    await next.resend(unsent);
    expect(wire.text()).toContain("decide. and in time");
    expect(next.kept.value).toEqual([]);
    next.close();
  });

  it("comes in once, though the server has it already", async () => {
    const unsent = await leaveBehind(" once");
    wire.release();
    const next = openNext();
    await next.resend(unsent);
    await next.resend(unsent);
    expect(wire.text().match(/once/g)).toHaveLength(1);
    expect(next.kept.value).toEqual([]);
    next.close();
  });

  it("is kept, with the text as it is now, when it is refused", async () => {
    const unsent = await leaveBehind(" too late");
    wire.refusing = "locked";
    const next = openNext();
    await next.resend(unsent);
    const [kept] = next.kept.value;
    expect(kept).toMatchObject({ code: "locked", text: "too late", words: 2, seq: 7, language: "en" });
    expect(JSON.stringify(kept?.document)).toContain("decide. too late");
    next.letGo(kept?.id ?? "");
    expect(next.kept.value).toEqual([]);
    next.close();
  });

  it("is kept as it was written when the text has begun anew", async () => {
    const unsent = await leaveBehind(" of old");
    wire.epoch = 4;
    const next = openNext();
    await next.resend(unsent);
    expect(next.kept.value).toMatchObject([{ code: "epoch", text: "of old", seq: null }]);
    expect(wire.text()).not.toContain("of old");
    next.close();
  });
});

describe("a copy to draw up a proposal in", () => {
  it("is written in and goes nowhere", async () => {
    const live = open();
    await until(live, isLive);
    const { words } = await import("../words");
    const box = document.body.appendChild(document.createElement("div"));
    const options = { clause: "a", language: "en", epoch: 3, direction: "ltr", label: "Copy", words } as const;
    const json = { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "As it is." }] }] };
    const drawn = await agenda.draw(box, { ...options, references: () => "" }, json);
    expect(drawn.read()).toEqual(json);
    drawn.focus();
    expect(box.querySelector("[role=textbox]")?.getAttribute("aria-label")).toBe("Copy");
    expect(wire.sessions).toHaveLength(1);
    drawn.destroy();
    expect(place.textContent).toContain("States keep");
  });
});
