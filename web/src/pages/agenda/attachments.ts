/** Keeps the texts near the reader's eyes attached: within a screen of view, at most 24, let go 10 s after. */
import { type Signal, signal } from "@preact/signals";
import type { LiveText } from "../../binding";
import { type Candidate, chooseNearest } from "./nearest";

const limit = 24;
const patience = 10_000;
const breath = 500;

interface Watched {
  place: HTMLElement;
  live: Signal<LiveText | null>;
  near: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export interface Attaching {
  attach: (key: string, place: HTMLElement) => LiveText;
  /** Called before a text is detached; what it resolves to is not used. */
  beforeDetach: (key: string) => Promise<unknown>;
}

export class Attachments {
  /** All texts attached now, by key. */
  readonly texts = signal<ReadonlyMap<string, LiveText>>(new Map());
  private readonly watched = new Map<string, Watched>();
  private observer: IntersectionObserver | undefined;

  constructor(private readonly how: Attaching) {}

  /** Watch for what comes near within `root`, the element that scrolls, or the window. */
  observe(root: HTMLElement | null): void {
    this.observer?.disconnect();
    this.observer = new IntersectionObserver((entries) => this.take(entries), { root, rootMargin: "100% 0px" });
    for (const { place } of this.watched.values()) this.observer.observe(place);
  }

  /** Watch a place for a text; `live` holds the text while it is attached. */
  watch(key: string, place: HTMLElement, live: Signal<LiveText | null>): () => void {
    const one: Watched = { place, live, near: false, timer: undefined };
    this.watched.set(key, one);
    place.dataset.key = key;
    this.observer?.observe(place);
    return () => this.unwatch(key, one);
  }

  private unwatch(key: string, one: Watched): void {
    this.observer?.unobserve(one.place);
    clearTimeout(one.timer);
    if (this.watched.get(key) === one) this.watched.delete(key);
    if (one.live.peek()) this.endWhenSaved(key, one);
  }

  private take(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const one = this.watched.get((target as HTMLElement).dataset.key ?? "");
      if (one) one.near = isIntersecting;
    }
    this.arrange();
  }

  private arrange(): void {
    const chosen = chooseNearest(this.candidates(), limit);
    for (const [key, one] of this.watched) {
      if (chosen.has(key)) this.keep(key, one);
      else if (one.live.peek() && !one.timer) this.letGoLater(key, one);
    }
  }

  private keep(key: string, one: Watched): void {
    clearTimeout(one.timer);
    one.timer = undefined;
    if (one.live.peek() || this.texts.peek().has(key)) return;
    one.live.value = this.how.attach(key, one.place);
    this.texts.value = new Map(this.texts.peek()).set(key, one.live.value);
  }

  private letGoLater(key: string, one: Watched): void {
    one.timer = setTimeout(async () => {
      await this.how.beforeDetach(key);
      one.timer = undefined;
      if (this.watched.get(key) !== one || chooseNearest(this.candidates(), limit).has(key)) return;
      if (one.live.peek()?.canDetach === false) this.letGoLater(key, one);
      else this.end(key, one);
    }, patience);
  }

  /** The place is gone from the page, but words that are not on disk keep the text alive until they are. */
  private endWhenSaved(key: string, one: Watched): void {
    if (one.live.peek()?.canDetach) this.end(key, one);
    else setTimeout(() => this.endWhenSaved(key, one), breath);
  }

  private end(key: string, one: Watched): void {
    one.live.peek()?.destroy();
    one.live.value = null;
    const rest = new Map(this.texts.peek());
    rest.delete(key);
    this.texts.value = rest;
    if (this.watched.has(key)) this.arrange();
  }

  private candidates(): Candidate[] {
    const middle = window.innerHeight / 2;
    return [...this.watched]
      .filter(([, one]) => one.near || one.place.contains(document.activeElement))
      .map(([key, { place, live }]) => {
        const { top, bottom } = place.getBoundingClientRect();
        const distance = top > middle ? top - middle : bottom < middle ? middle - bottom : 0;
        return { key, distance, held: place.contains(document.activeElement) || live.peek()?.canDetach === false };
      });
  }
}
