/** Pens down: a clause in which the chair has stopped the writing, without agreeing anything. */
import type { Clause } from "../../http/contract";

export const isPaused = ({ texts }: Pick<Clause, "texts">): boolean =>
  Object.values(texts).some(({ status }) => status === "paused");
