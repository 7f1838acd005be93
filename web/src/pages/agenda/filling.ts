/** Whether a place on the page holds words, kept in step while others write into it. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Watch `place` while `asked`; the signal is true as long as there are words in it. */
export function useFilling(place: RefObject<HTMLElement | null>, asked: boolean): ReadonlySignal<boolean> {
  const filled = useSignal(false);
  useEffect(() => {
    const element = place.current;
    filled.value = false;
    if (!asked || !element) return;
    const look = () => {
      filled.value = element.textContent?.trim() !== "";
    };
    const observer = new MutationObserver(look);
    observer.observe(element, { childList: true, characterData: true, subtree: true });
    look();
    return () => observer.disconnect();
  }, [asked]);
  return filled;
}
