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
}

let opened: Map<string, Text>;
let refreshed: string[];
let attachments: Attachments;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("IntersectionObserver", Eyes);
  opened = new Map();
  refreshed = [];
  attachments = new Attachments({ attach: open, beforeDetach: async (key) => refreshed.push(key) });
  attachments.observe(null);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function open(key: string): LiveText {
  const text: Text = {
    canDetach: true,
    destroyed: false,
    destroy: () => {
      text.destroyed = true;
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

  it("is let go 10 s after it went away, once the page has its newest words", async () => {
    const { element, live } = place("12/en");
    Eyes.tell(element, true);
    Eyes.tell(element, false);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(live.value).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(refreshed).toEqual(["12/en"]);
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
});

it("no more than 24 texts are attached at once", () => {
  for (let number = 0; number < 30; number++) Eyes.tell(place(`${number}/en`).element, true);
  expect(attachments.texts.value.size).toBe(24);
});
