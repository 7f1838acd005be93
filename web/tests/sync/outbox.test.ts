import { describe, expect, it } from "vitest";
import { readSent } from "../../src/sync/frames";
import { Outbox } from "../../src/sync/outbox";

const edit = (value: number) => Uint8Array.of(value, value);

describe("the outbox", () => {
  it("gives an edit up only for the frame that carried it", () => {
    const box = new Outbox();
    box.restart();
    box.sendAnswer();
    for (const value of [1, 2]) {
      box.add(edit(value), 100 + value);
      box.sendUpdate(edit(value));
    }
    expect(box.settle(1)).toBe(false);
    expect(box.settle(2)).toBe(true);
    expect(box.updates).toEqual([edit(2)]);
    expect(box.since).toBe(102);
    expect(box.settle(3)).toBe(true);
    expect(box.isEmpty).toBe(true);
  });

  it("keeps an edit that was never sent, whatever is said to be stored", () => {
    const box = new Outbox();
    box.add(edit(1), 0);
    box.settle(100);
    expect(box.isEmpty).toBe(false);
  });

  it("counts anew in a new session, whose answer carries all that is left", () => {
    const box = new Outbox();
    for (const value of [1, 2]) {
      box.add(edit(value), 0);
      box.sendUpdate(edit(value));
    }
    box.restart();
    expect(box.settle(2)).toBe(false);
    box.sendAnswer();
    box.add(edit(3), 0);
    box.sendUpdate(edit(3));
    box.settle(1);
    expect(box.updates).toEqual([edit(3)]);
  });

  it("counts a frame that was queued while the line was down where it really goes out", () => {
    const box = new Outbox();
    box.add(edit(1), 0);
    box.restart();
    box.sendUpdate(edit(1));
    box.sendAnswer();
    box.add(edit(2), 0);
    box.sendUpdate(edit(2));
    box.settle(2);
    expect(box.updates).toEqual([edit(2)]);
  });

  it("does not take an edit for sent because another frame went out", () => {
    const box = new Outbox();
    box.add(edit(1), 0);
    box.sendUpdate(edit(9));
    box.settle(1);
    expect(box.isEmpty).toBe(false);
  });
});

describe("a frame that goes out", () => {
  const frame = (...octets: number[]) => Uint8Array.of(1, 0x61, ...octets);

  it.each([
    ["a token", frame(2, 0, 0), { kind: "token", key: "a" }],
    ["an answer", frame(0, 1, 0), { kind: "answer", key: "a" }],
    ["an update", frame(0, 2, 1, 7), { kind: "update", key: "a", update: Uint8Array.of(7) }],
    ["a question", frame(0, 0, 0), undefined],
    ["presence", frame(1, 0), undefined],
    ["a pong", Uint8Array.of(10), undefined],
  ])("is read: %s", (_, octets, expected) => {
    expect(readSent(octets)).toEqual(expected);
  });
});
