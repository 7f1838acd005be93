/** Parts of a page that few readers ask for come on their own, when they are asked for. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

const pause = 3000;

/** Return a component that loads the real one when it is first drawn, and again while it cannot be loaded. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const part = signal<{ Part: ComponentType<Props> } | null>(null);
  const fetch = async (): Promise<void> => {
    part.value ??= await load().then(
      (Part) => ({ Part }),
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
    return come && <come.Part {...props} />;
  };
}
