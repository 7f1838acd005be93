import { beforeEach, describe, expect, it, vi } from "vitest";
import { importKey } from "../../src/keeping/cipher";
import { Safe } from "../../src/keeping/safe";
import { Shelf } from "./shelf";

const KEYS = { egypt: "A".repeat(43), ghana: `${"A".repeat(42)}E` };
const WORDS = "and are told them in time";
const all = () => true;

let shelf: Shelf;
let living: Set<string>;

beforeEach(() => {
  shelf = new Shelf();
  living = new Set();
});

/** Open a page in a tab of its own. */
async function open(tab: string, person: keyof typeof KEYS = "egypt", key = KEYS[person]): Promise<Safe> {
  living.add(tab);
  const tabs = { own: tab, living: async () => living };
  return Safe.open(shelf, tabs, person, await importKey(key));
}

describe("what a page keeps", () => {
  it("is sealed: of what it says nothing can be read in the store", async () => {
    await (await open("first")).keep(new Map([["a", { words: WORDS }]]));
    const [row] = [...shelf.rows.values()];
    expect(row).toMatchObject({ id: "a", person: "egypt", tab: "first" });
    const octets = new TextDecoder("latin1").decode(row?.octets);
    expect(octets.length).toBeGreaterThan(WORDS.length);
    expect(octets + JSON.stringify(row)).not.toContain("told");
  });

  it("is sealed anew at each change, and goes when it is kept no more", async () => {
    const safe = await open("first");
    await safe.keep(new Map([["a", 1]]));
    const first = shelf.rows.get("a");
    await safe.keep(new Map([["a", 1]]));
    expect(shelf.rows.get("a")).toBe(first);
    await safe.keep(new Map([["a", 2]]));
    expect(shelf.rows.get("a")?.nonce).not.toEqual(first?.nonce);
    await safe.keep(new Map());
    expect(shelf.rows.size).toBe(0);
  });

  it("is in order, however fast it changes", async () => {
    const safe = await open("first");
    await Promise.all([1, 2, 3].map((words) => safe.keep(new Map([["a", words]]))));
    living.clear();
    expect(await (await open("second")).adopt(all)).toEqual(new Map([["a", 3]]));
  });

  it("stays behind when the store is full, and is tried again", async () => {
    const safe = await open("first");
    vi.spyOn(shelf, "put").mockRejectedValueOnce(new Error("full"));
    await safe.keep(new Map([["a", 1]]));
    expect(shelf.rows.size).toBe(0);
    await safe.keep(new Map([["a", 1]]));
    expect(shelf.rows.size).toBe(1);
  });
});

describe("what a page that is gone has left", () => {
  const left = new Map([["a", { words: WORDS }]]);

  beforeEach(async () => {
    await (await open("first")).keep(left);
    living.delete("first");
  });

  it("is taken over by one page, and goes with what that keeps", async () => {
    const [one, other] = [await open("second"), await open("third")];
    const found = await Promise.all([one.adopt(all), other.adopt(all)]);
    expect(found.map(({ size }) => size).sort()).toEqual([0, 1]);
    expect(found.find(({ size }) => size > 0)).toEqual(left);
    await (found[0]?.size ? one : other).keep(new Map());
    expect(shelf.rows.size).toBe(0);
  });

  it("is left alone while the page lives, and where another agenda is open", async () => {
    living.add("first");
    const safe = await open("second");
    expect((await safe.adopt(all)).size).toBe(0);
    living.delete("first");
    expect((await safe.adopt(() => false)).size).toBe(0);
    expect(shelf.rows.get("a")?.tab).toBe("first");
  });

  it("is nothing to another person, nor under another key", async () => {
    expect((await (await open("second", "ghana")).adopt(all)).size).toBe(0);
    const thief = await open("third", "egypt", KEYS.ghana);
    expect((await thief.adopt((thing) => thing !== null)).size).toBe(0);
  });

  it("goes at the sign-out of its writer, and pages that are open still keep nothing more", async () => {
    const stale = await open("second");
    await (await open("third", "ghana")).keep(new Map([["b", 1]]));
    await shelf.clear("egypt");
    await stale.keep(new Map([["c", WORDS]]));
    expect([...shelf.rows.keys()]).toEqual(["b"]);
    await (await open("fourth")).keep(new Map([["d", WORDS]]));
    expect([...shelf.rows.keys()]).toEqual(["b", "d"]);
  });

  it("goes after fourteen days, whose ever it is", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 15 * 86_400_000 });
    expect((await (await open("second", "ghana")).adopt(all)).size).toBe(0);
    vi.useRealTimers();
    expect(shelf.rows.size).toBe(0);
  });
});
