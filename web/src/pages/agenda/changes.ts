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
  source: string | null;
  act: Change["act"];
  /** Closing punctuation that stands between the words and the tag. */
  closing: string;
  /** White space that the changed words ended with; it stands behind the tag. */
  gap: string;
}

export type Part = { kind: "equal"; text: string } | Tracked;

/** Whose a change is, as a key: of the delegation and the person, or of the source of imported words. */
export const authorKey = ({ delegation, person, source }: Pick<Change, "delegation" | "person" | "source">): string =>
  `${delegation?.code ?? ""}/${person?.id ?? ""}/${source ?? ""}`;

export const isBlank = (text: string): boolean => text.trim() === "";

/**
 * A deletion and the insertion right after it by the same author are one replacement. What holds no word or sign, as a
 * new line, is no change of its own.
 */
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
    } else if (isBlank(change.text)) {
      if (change.op === "insert") parts.push({ kind: "equal", text: change.text });
    } else {
      parts.push(begin(change, ++number));
    }
  }
  return closePunctuation(parts);
}

function joins(last: Tracked, change: Change): boolean {
  if (authorKey(last) !== authorKey(change) || last.act !== change.act) return false;
  return change.op === "insert" ? true : last.inserted === "";
}

function begin({ op, text, person, delegation, at, source = null, act }: Change, number: number): Tracked {
  const words = { deleted: op === "delete" ? text : "", inserted: op === "insert" ? text : "" };
  return { kind: "change", number, ...words, person, delegation, at, source, act, closing: "", gap: "" };
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
