/** A comparison as it is read: numbered changes, each with its author, its tag after the punctuation that closes it. Pure. */
import type { Change, Delegation, Person } from "../../http/contract";

export interface Tracked {
  kind: "change";
  number: number;
  deleted: string;
  inserted: string;
  person: Person | null;
  delegation: Delegation | null;
  at: number | null;
  /** Closing punctuation that stands between the words and the tag. */
  closing: string;
  /** White space that the changed words ended with; it stands behind the tag. */
  gap: string;
}

export type Part = { kind: "equal"; text: string } | Tracked;

const author = (change: { person: Person | null; delegation: Delegation | null }): string =>
  `${change.delegation?.code ?? ""}/${change.person?.id ?? ""}`;

/** A deletion and the insertion right after it by the same author are one replacement. */
export function trackChanges(changes: readonly Change[]): Part[] {
  const parts: Part[] = [];
  let number = 0;
  for (const change of changes) {
    const last = parts.at(-1);
    if (change.op === "equal") {
      parts.push({ kind: "equal", text: change.text });
    } else if (last?.kind === "change" && joins(last, change)) {
      if (change.op === "insert") last.inserted += change.text;
      else last.deleted += change.text;
    } else {
      parts.push(begin(change, ++number));
    }
  }
  return closePunctuation(parts);
}

function joins(last: Tracked, change: Change): boolean {
  if (author(last) !== author(change)) return false;
  return change.op === "insert" ? true : last.inserted === "";
}

function begin({ op, text, person, delegation, at }: Change, number: number): Tracked {
  const words = { deleted: op === "delete" ? text : "", inserted: op === "insert" ? text : "" };
  return { kind: "change", number, ...words, person, delegation, at, closing: "", gap: "" };
}

/** Draw a full stop or a closing bracket to the words before the tag, as a reader expects it. */
function closePunctuation(parts: readonly Part[]): Part[] {
  return parts.flatMap((part, index): Part[] => {
    const before = parts[index - 1];
    const after = parts[index + 1];
    if (part.kind === "change") {
      const gap = /\s*$/.exec(part.inserted || part.deleted)?.[0] ?? "";
      return [{ ...part, gap, closing: !gap && after?.kind === "equal" ? closingOf(after.text) : "" }];
    }
    const drawn = before?.kind === "change" && !/\s$/.test(before.inserted || before.deleted);
    const rest = drawn ? part.text.slice(closingOf(part.text).length) : part.text;
    return rest ? [{ kind: "equal", text: rest }] : [];
  });
}

const closingOf = (text: string): string => /^[\])»”’.,;:!?،؛؟]+/u.exec(text)?.[0] ?? "";

export interface Sum {
  changes: number;
  delegations: number;
}

export function sumUp(parts: readonly Part[]): Sum {
  const tracked = parts.filter((part) => part.kind === "change");
  const authors = new Set(tracked.map((part) => part.delegation?.code ?? part.person?.id).filter(Boolean));
  return { changes: tracked.length, delegations: authors.size };
}
