import { type Signal, signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LiveText } from "../../../src/binding";
import { Attachments } from "../../../src/pages/agenda/attachments";

/** The browser's observer, driven by hand. */
class Eyes {
  static tell: (place: HTMLElement, near: boolean) => void;
  constructor(told: (entries: { target: HTMLElement; isIntersecting: boolean }[]) => void) {
    Eyes.tell = (target, isIntersecting) => told([{ target, isIntersecting }]);
  }
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

interface Text {
  canDetach: boolean;
  destroyed: boolean;
  destroy: () => void;
  place: HTMLElement;
  moveTo: (place: HTMLElement) => void;
}

let opened: Map<string, Text>;
let attachments: Attachments;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IntersectionObserver", Eyes);
  opened = new Map();
  attachments = new Attachments({ attach: open });
  attachments.observe(null);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function open(key: string, place: HTMLElement): LiveText {
  const text: Text = {
    canDetach: true,
    destroyed: false,
    destroy: () => {
      text.destroyed = true;
    },
    place,
    moveTo: (other) => {
      text.place = other;
    },
  };
  opened.set(key, text);
  return text as unknown as LiveText;
}

function place(key: string): { element: HTMLElement; live: Signal<LiveText | null>; stop: () => void } {
  const element = document.body.appendChild(document.createElement("div"));
  const live = signal<LiveText | null>(null);
  return { element, live, stop: attachments.watch(key, element, live) };
}

describe("a text", () => {
  it("is attached when it comes near", () => {
    const { element, live } = place("12/en");
    expect(live.value).toBeNull();
    Eyes.tell(element, true);
    expect(live.value).toBe(opened.get("12/en"));
    expect([...attachments.texts.value.keys()]).toEqual(["12/en"]);
  });

  it("is let go 10 s after it went away", async () => {
    const { element, live } = place("12/en");
    Eyes.tell(element, true);
    Eyes.tell(element, false);
    await vi.advanceTimersByTimeAsync(10_100);
    expect(live.value).not.toBeNull();
    await vi.advanceTimersByTimeAsync(100);
    expect(live.value).toBeNull();
    expect(opened.get("12/en")?.destroyed).toBe(true);
  });

  it("stays when the reader comes back in time", async () => {
    const { element, live } = place("12/en");
    Eyes.tell(element, true);
    Eyes.tell(element, false);
    Eyes.tell(element, true);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(live.value).not.toBeNull();
  });

  it("is kept while it holds words that are not on disk, even when its place is gone", async () => {
    const { element, stop } = place("12/en");
    Eyes.tell(element, true);
    const text = opened.get("12/en") as Text;
    text.canDetach = false;
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(text.destroyed).toBe(false);
    text.canDetach = true;
    await vi.advanceTimersByTimeAsync(500);
    expect(text.destroyed).toBe(true);
    expect(attachments.texts.value.size).toBe(0);
  });

  it("moves into its new place when that is drawn while it holds words", async () => {
    const { element, stop } = place("12/en");
    Eyes.tell(element, true);
    const text = opened.get("12/en") as Text;
    text.canDetach = false;
    stop();
    const { element: other, live } = place("12/en");
    expect(text.place).toBe(other);
    expect(live.value).toBe(text);
    text.canDetach = true;
    await vi.advanceTimersByTimeAsync(2000);
    expect(text.destroyed).toBe(false);
  });
});

describe("many texts", () => {
  it("are never more than 24 at once", async () => {
    for (let number = 0; number < 30; number++) Eyes.tell(place(`${number}/en`).element, true);
    await vi.advanceTimersByTimeAsync(200);
    expect(attachments.texts.value.size).toBe(24);
  });

  it("that went out of view make room for those in view, the first gone first", async () => {
    const places = Array.from({ length: 30 }, (_, number) => place(`${number}/en`));
    for (const { element } of places.slice(0, 24)) Eyes.tell(element, true);
    await vi.advanceTimersByTimeAsync(200);
    for (const { element } of places.slice(0, 12)) {
      Eyes.tell(element, false);
      await vi.advanceTimersByTimeAsync(150);
    }
    for (const { element } of places.slice(24)) Eyes.tell(element, true);
    await vi.advanceTimersByTimeAsync(200);
    const gone = [...opened].filter(([, { destroyed }]) => destroyed).map(([key]) => key);
    expect(gone).toEqual(["0/en", "1/en", "2/en", "3/en", "4/en", "5/en"]);
    expect(attachments.texts.value.size).toBe(24);
  });

  it("that only pass by are not attached", async () => {
    Eyes.tell(place("0/en").element, true);
    const { element } = place("passing/en");
    Eyes.tell(element, true);
    Eyes.tell(element, false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(opened.has("passing/en")).toBe(false);
  });

  it("far from view are marked, so that they are not laid out", () => {
    const { element } = place("12/en");
    Eyes.tell(element, true);
    expect(element.hasAttribute("data-near")).toBe(true);
    Eyes.tell(element, false);
    expect(element.hasAttribute("data-near")).toBe(false);
  });
});
