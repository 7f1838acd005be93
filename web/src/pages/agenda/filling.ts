/** Whether a place on the page holds words, kept in step while others write into it. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Watch `place`; the signal is true as long as there are words in it. */
export function useFilling(place: RefObject<HTMLElement | null>): ReadonlySignal<boolean> {
  const filled = useSignal(true);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const look = () => {
      filled.value = element.textContent?.trim() !== "";
    };
    const observer = new MutationObserver(look);
    observer.observe(element, { childList: true, characterData: true, subtree: true });
    look();
    return () => observer.disconnect();
  }, []);
  return filled;
}
