/** The words around a change: enough to know the place, and no more. Pure. */
import type { Change } from "../../../http/contract";

const around = 60;
const gap = " … ";

type Piece = Pick<Change, "op" | "text">;

/** Return the changes with what is equal cut to some characters beside them, at spaces. */
export function shorten(changes: readonly Piece[]): Piece[] {
  return changes.map(({ op, text }, index) => {
    if (op !== "equal") return { op, text };
    const [isFirst, isLast] = [index === 0, index === changes.length - 1];
    const head = isFirst ? "" : cutAfter(text);
    const tail = isLast ? "" : cutBefore(text);
    return { op, text: head.length + tail.length >= text.length ? text : `${head}${gap}${tail}` };
  });
}

const cutAfter = (text: string): string =>
  text.length > around ? text.slice(0, around).replace(/\s*\S*$/u, "") : text;
const cutBefore = (text: string): string => (text.length > around ? text.slice(-around).replace(/^\S*\s*/u, "") : text);
