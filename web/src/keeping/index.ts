/** Words that are not on the server's disk, kept in the browser over a reload. Rules U. */

import { importKey } from "./cipher";
import { Safe } from "./safe";
import { openStore } from "./store";
import { enterTab } from "./tabs";

export type { Safe, Things } from "./safe";

/** Open the safe of a person; null where the browser has none (no store, or a page that is not secure). */
export async function openSafe(person: string, key: string): Promise<Safe | null> {
  if (!isPossible()) return null;
  const [store, tabs] = await Promise.all([openStore(), enterTab()]);
  return Safe.open(store, tabs, person, await importKey(key));
}

/** Forget all words of a person who signs out here. */
export async function forgetWords(person: string): Promise<void> {
  if (isPossible()) await (await openStore()).clear(person);
}

const isPossible = (): boolean => "indexedDB" in globalThis && "locks" in navigator && "subtle" in crypto;
