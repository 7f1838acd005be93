/** What all texts of a page together say about saving. */

import type { Saving, TextState } from "../sync/states";

/** Words on their way come before all, then the latest time at which any were saved, also in texts that are closed now. */
export function sumSavings(states: Iterable<TextState>, before: Saving): Saving {
  const savings = [...states].map((state): Saving => ("saving" in state ? state.saving : { kind: "none" }));
  const sending = savings.filter((saving) => saving.kind === "sending");
  if (sending.length > 0) {
    const since = Math.min(...sending.map((saving) => saving.since));
    return { kind: "sending", since, words: sending.reduce((sum, saving) => sum + saving.words, 0) };
  }
  const at = Math.max(0, ...[...savings, before].map((saving) => (saving.kind === "saved" ? saving.at : 0)));
  return at > 0 ? { kind: "saved", at } : { kind: "none" };
}
