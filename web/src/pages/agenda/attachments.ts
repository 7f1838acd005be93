/** Keeps the texts near the reader's eyes attached: within a screen of view, at most 24, let go 10 s after. */
import { type Signal, signal } from "@preact/signals";
import type { LiveText } from "../../binding";
import { type Candidate, chooseNearest } from "./nearest";

const limit = 24;
const patience = 10_000;
const breath = 500;
/** Texts that only pass by while the page is scrolled are not attached. */
const calm = 120;

interface Watched {
  key: string;
  place: HTMLElement;
  /** What is looked for in view: the clause, for a text far away is not laid out. */
  row: HTMLElement;
  live: Signal<LiveText | null>;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** When it went out of view, in Unix milliseconds. */
  left: number;
}

export interface Attaching {
  attach: (key: string, place: HTMLElement) => LiveText;
}

export class Attachments {
  /** All texts attached now, by key. */
  readonly texts = signal<ReadonlyMap<string, LiveText>>(new Map());
  private readonly watched = new Map<string, Watched>();
  private readonly near = new Set<HTMLElement>();
  private observer: IntersectionObserver | undefined;
  private arranging: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly how: Attaching) {}

  /** Watch for what comes near within `root`, the element that scrolls, or the window. */
  observe(root: HTMLElement | null): void {
    this.observer?.disconnect();
    this.observer = new IntersectionObserver((entries) => this.take(entries), { root, rootMargin: "100% 0px" });
    for (const { row } of this.watched.values()) this.observer.observe(row);
  }

  /** Watch a place for a text; `live` holds the text while it is attached. */
  watch(key: string, place: HTMLElement, live: Signal<LiveText | null>): () => void {
    const row = place.closest<HTMLElement>("[data-clause]") ?? place;
    const one: Watched = { key, place, row, live, timer: undefined, left: 0 };
    this.watched.set(key, one);
    this.observer?.observe(row);
    this.adopt(one);
    return () => this.unwatch(one);
  }

  /** Put the caret into a text; one that is not attached yet is attached for it. */
  enter(key: string): void {
    const one = this.watched.get(key);
    if (one) this.keep(one);
    this.texts.peek().get(key)?.focus();
  }

  /** Stop at once, with the page. */
  close(): void {
    clearTimeout(this.arranging);
    this.observer?.disconnect();
    for (const { timer } of this.watched.values()) clearTimeout(timer);
  }

  /** A text that lost its place while it held words moves into the new one. */
  private adopt(one: Watched): void {
    const live = this.texts.peek().get(one.key);
    if (!live) return;
    live.moveTo(one.place);
    one.live.value = live;
  }

  private unwatch(one: Watched): void {
    clearTimeout(one.timer);
    if (this.watched.get(one.key) === one) this.watched.delete(one.key);
    if (![...this.watched.values()].some(({ row }) => row === one.row)) {
      this.observer?.unobserve(one.row);
      this.near.delete(one.row);
    }
    if (one.live.peek()) this.endWhenSaved(one);
  }

  private take(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const row = target as HTMLElement;
      row.toggleAttribute("data-near", isIntersecting);
      if (isIntersecting) this.near.add(row);
      else this.near.delete(row);
    }
    clearTimeout(this.arranging);
    if (this.texts.peek().size === 0) this.arrange();
    else this.arranging = setTimeout(() => this.arrange(), calm);
  }

  private arrange(): void {
    const chosen = chooseNearest(this.candidates(), limit);
    const others = [...this.watched.values()].filter(({ key, live }) => live.peek() && !chosen.has(key));
    for (const one of others) if (!one.timer) this.letGoLater(one);
    // what went out of view last may stay for a while, as far as there is room
    others.sort((one, other) => other.left - one.left);
    for (const one of others.slice(limit - chosen.size)) this.end(one);
    for (const key of chosen) this.keep(this.watched.get(key) as Watched);
  }

  private keep(one: Watched): void {
    clearTimeout(one.timer);
    one.timer = undefined;
    if (this.texts.peek().has(one.key)) return;
    one.live.value = this.how.attach(one.key, one.place);
    this.texts.value = new Map(this.texts.peek()).set(one.key, one.live.value);
  }

  private letGoLater(one: Watched): void {
    one.left = Date.now();
    one.timer = setTimeout(() => {
      one.timer = undefined;
      if (this.watched.get(one.key) !== one || chooseNearest(this.candidates(), limit).has(one.key)) return;
      if (one.live.peek()?.canDetach === false) this.letGoLater(one);
      else this.end(one);
    }, patience);
  }

  /** The place is gone from the page, but words that are nowhere else keep the text alive. */
  private endWhenSaved(one: Watched): void {
    const { live, key } = one;
    if (this.watched.get(key)?.live.peek() === live.peek()) return;
    if (live.peek()?.canDetach) this.end(one);
    else setTimeout(() => this.endWhenSaved(one), breath);
  }

  private end(one: Watched): void {
    clearTimeout(one.timer);
    one.timer = undefined;
    one.live.peek()?.destroy();
    one.live.value = null;
    const rest = new Map(this.texts.peek());
    rest.delete(one.key);
    this.texts.value = rest;
  }

  private candidates(): Candidate[] {
    const middle = window.innerHeight / 2;
    const active = document.activeElement;
    return [...this.watched.values()]
      .map(({ key, place, row, live }) => {
        const held = place.contains(active) || live.peek()?.canDetach === false;
        return { key, row, held };
      })
      .filter(({ row, held }) => held || this.near.has(row))
      .map(({ key, row, held }) => {
        const { top, bottom } = row.getBoundingClientRect();
        return { key, held, distance: top > middle ? top - middle : bottom < middle ? middle - bottom : 0 };
      });
  }
}
