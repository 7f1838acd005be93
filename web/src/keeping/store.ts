/** The browser's store of sealed words. What can be read in it without the key: whose, when, and of which tab. */

import type { Sealed } from "./cipher";

export interface Row extends Sealed {
  readonly id: string;
  readonly person: string;
  /** The tab that takes care of it. */
  readonly tab: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Where rows are. A *gate* lets pages in that opened before the person's last sign-out here, and no older one. */
export interface Store {
  /** Return the person's gate, made if there is none. */
  enter(person: string, fresh: string): Promise<string>;
  /** Put a row, unless the gate is another one now. */
  put(row: Row, gate: string): Promise<void>;
  /** Hand a row from one tab to another; false when it is no longer the first one's. */
  claim(id: string, from: string, to: string): Promise<boolean>;
  remove(id: string): Promise<void>;
  list(): Promise<Row[]>;
  /** Remove all of a person's, and shut the gate. */
  clear(person: string): Promise<void>;
}

const NAME = "adref";
const [WORDS, GATES] = ["words", "gates"] as const;

export async function openStore(): Promise<Store> {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(WORDS, { keyPath: "id" });
    opening.result.createObjectStore(GATES);
  };
  return new BrowserStore(await answer(opening));
}

class BrowserStore implements Store {
  constructor(private readonly database: IDBDatabase) {
    // a newer page may want another form of it
    database.onversionchange = () => database.close();
  }

  async enter(person: string, fresh: string): Promise<string> {
    const gates = this.begin(GATES).objectStore(GATES);
    const gate: string | undefined = await answer(gates.get(person));
    if (gate === undefined) await answer(gates.put(fresh, person));
    return gate ?? fresh;
  }

  async put(row: Row, gate: string): Promise<void> {
    const turn = this.begin(WORDS, GATES);
    const now: string | undefined = await answer(turn.objectStore(GATES).get(row.person));
    if (now === gate) await answer(turn.objectStore(WORDS).put(row));
  }

  async claim(id: string, from: string, to: string): Promise<boolean> {
    const words = this.begin(WORDS).objectStore(WORDS);
    const row: Row | undefined = await answer(words.get(id));
    if (row?.tab !== from) return false;
    await answer(words.put({ ...row, tab: to }));
    return true;
  }

  async remove(id: string): Promise<void> {
    await answer(this.begin(WORDS).objectStore(WORDS).delete(id));
  }

  list(): Promise<Row[]> {
    return answer(this.begin(WORDS).objectStore(WORDS).getAll());
  }

  async clear(person: string): Promise<void> {
    const turn = this.begin(WORDS, GATES);
    const words = turn.objectStore(WORDS);
    const rows: Row[] = await answer(words.getAll());
    for (const { id } of rows.filter((row) => row.person === person)) words.delete(id);
    await answer(turn.objectStore(GATES).delete(person));
  }

  private begin(...stores: string[]): IDBTransaction {
    return this.database.transaction(stores, "readwrite");
  }
}

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
