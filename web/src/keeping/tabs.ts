/** Which tabs of this browser still live: each holds a lock of its name for as long as its page. */

const LOCK = "adref/tab/";

export interface Tabs {
  readonly own: string;
  /** Return the names of all that live now. */
  living(): Promise<ReadonlySet<string>>;
}

/** Take the lock of this tab, under a name of its own. */
export async function enterTab(): Promise<Tabs> {
  const own = crypto.randomUUID();
  await new Promise<void>((resolve) => {
    void navigator.locks.request(`${LOCK}${own}`, () => {
      resolve();
      return new Promise(() => undefined);
    });
  });
  return {
    own,
    living: async () => {
      const { held = [] } = await navigator.locks.query();
      return new Set(held.flatMap(({ name }) => (name?.startsWith(LOCK) ? name.slice(LOCK.length) : [])));
    },
  };
}
