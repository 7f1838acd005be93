/** One clause on a page, with a server that does what the test tells it. */

import { effect } from "@preact/signals";
import type { EditorView } from "prosemirror-view";
import { afterEach, beforeEach, expect } from "vitest";
import * as Y from "yjs";
import { type KeptWords, LiveAgenda, type LiveOptions, type LiveText, type TextState } from "../../src/binding";
import { Socket, WireServer } from "../wire";
import { words } from "../words";

const clause = "01932c5e-7a13-7e74-9d61-3c9e405f617d";
export let wire: WireServer;
export let agenda: LiveAgenda;
export let place: HTMLElement;
let opened: LiveText;

/** Set the stage before each test and clear it after. */
export function stage(): void {
  beforeEach(async () => {
    wire = await WireServer.start();
    wire.write((fragment) => fragment.insert(0, [paragraph("States keep the right to decide.")]));
    agenda = new LiveAgenda({ url: wire.url, socket: Socket });
    place = document.body.appendChild(document.createElement("div"));
  });

  afterEach(async () => {
    agenda.close();
    await wire.stop();
    place.remove();
  });
}

export function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement("paragraph");
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

export function open(more: Partial<LiveOptions> = {}, on = agenda, where = place): LiveText {
  opened = on.open(where, {
    clause,
    language: "en",
    epoch: 3,
    direction: "ltr",
    label: "Clause 12, English",
    words,
    references: () => "13",
    ...more,
  });
  return opened;
}

/** Resolve with the first state that fits. */
export function until(live: LiveText, fits: (state: TextState) => boolean): Promise<TextState> {
  return new Promise((resolve) => {
    let stop: (() => void) | undefined;
    let isDone = false;
    stop = effect(() => {
      const state = live.state.value;
      if (isDone || !fits(state)) return;
      isDone = true;
      queueMicrotask(() => stop?.());
      resolve(state);
    });
  });
}

export const isLive = (state: TextState): boolean => state.kind === "live";
export const isSaved = (state: TextState): boolean => state.kind === "live" && state.saving.kind === "saved";

/** Resolve with what was not taken, once the text is open again. */
export async function untilKept(live: LiveText): Promise<KeptWords> {
  await expect.poll(() => agenda.kept.value.length, { timeout: 5_000 }).toBeGreaterThan(0);
  await until(live, isLive);
  return agenda.kept.value.at(-1) as KeptWords;
}

/** The ProseMirror view behind the text opened last: what a browser's key presses end in. */
export function view(): EditorView {
  const { inner } = opened as unknown as { inner: { editor: { view: EditorView } | null } | null };
  const editor = inner?.editor;
  if (!editor) throw new Error("the text is not on the screen");
  return editor.view;
}

export function type(text: string, at = view().state.doc.content.size - 1): void {
  view().dispatch(view().state.tr.insertText(text, at));
}
