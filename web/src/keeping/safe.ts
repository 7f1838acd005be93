/** Keeps in the browser's store what a page says, as it says it, and hands over what a page that is gone has left. */

import { seal, unseal } from "./cipher";
import type { Row, Store } from "./store";
import type { Tabs } from "./tabs";

const DAYS = 14;
const DAY = 86_400_000;

/** Things to be kept, by ids that say nothing of them. */
export type Things = ReadonlyMap<string, unknown>;

export class Safe {
  private readonly kept = new Map<string, string>();
  private work: Promise<void> = Promise.resolve();

  private constructor(
    private readonly store: Store,
    private readonly tabs: Tabs,
    private readonly person: string,
    private readonly key: CryptoKey,
    private readonly gate: string,
  ) {}

  static async open(store: Store, tabs: Tabs, person: string, key: CryptoKey): Promise<Safe> {
    return new Safe(store, tabs, person, key, await store.enter(person, crypto.randomUUID()));
  }

  /** Keep exactly these things from now on. Resolves once they are in the store. */
  keep(things: Things): Promise<void> {
    const spelt = new Map([...things].map(([id, thing]) => [id, JSON.stringify(thing)]));
    this.work = this.work.then(() => this.write(spelt)).catch(() => undefined);
    return this.work;
  }

  /** Take over what this person's pages that are gone have left and `wanted` fits, oldest first. */
  async adopt(wanted: (thing: unknown) => boolean): Promise<Things> {
    const living = await this.tabs.living();
    const rows = (await this.store.list()).sort((one, other) => one.at - other.at);
    const found = new Map<string, unknown>();
    for (const row of rows) {
      if (row.at < Date.now() - DAYS * DAY) await this.store.remove(row.id);
      else if (row.person === this.person && !living.has(row.tab)) {
        const thing = await this.read(row);
        if (wanted(thing) && (await this.store.claim(row.id, row.tab, this.tabs.own))) found.set(row.id, thing);
      }
    }
    for (const [id, thing] of found) this.kept.set(id, JSON.stringify(thing));
    return found;
  }

  private async write(things: ReadonlyMap<string, string>): Promise<void> {
    for (const [id, spelt] of things) {
      if (this.kept.get(id) === spelt) continue;
      const sealed = await seal(this.key, this.name(id), spelt);
      await this.store.put({ id, person: this.person, tab: this.tabs.own, at: Date.now(), ...sealed }, this.gate);
      this.kept.set(id, spelt);
    }
    for (const id of [...this.kept.keys()].filter((id) => !things.has(id))) {
      this.kept.delete(id);
      await this.store.remove(id);
    }
  }

  private async read(row: Row): Promise<unknown> {
    const spelt = await unseal(this.key, this.name(row.id), row);
    return spelt === null ? null : JSON.parse(spelt);
  }

  private name(id: string): string {
    return `${this.person}/${id}`;
  }
}
