/** Parts of a page that few readers ask for come on their own, when they are asked for. */
import { signal } from "@preact/signals";
import type { ComponentType, VNode } from "preact";
import { useEffect } from "preact/hooks";
import { learn, type Part } from "../text";

const pause = 3000;

/**
 * Return a component that loads the real one, and the words it speaks, when it is first drawn, and again while it
 * cannot be loaded. `meanwhile` stands in its place until it is here.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  words: readonly Part[] = [],
  meanwhile?: () => VNode,
): ComponentType<Props> {
  const part = signal<{ Part: ComponentType<Props> } | null>(null);
  const fetch = async (): Promise<void> => {
    part.value ??= await Promise.all([load(), ...words.map(learn)]).then(
      ([Part]) => ({ Part }),
      () => null,
    );
  };
  return function Later(props: Props) {
    const come = part.value;
    useEffect(() => {
      if (come) return;
      void fetch();
      const timer = setInterval(fetch, pause);
      return () => clearInterval(timer);
    }, [come]);
    return come ? <come.Part {...props} /> : (meanwhile?.() ?? null);
  };
}
