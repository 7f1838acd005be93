/** Where a text can be cut in two, and what stands on each side of the cut. Pure. */
import type { Clause, TextNode } from "../../../http/contract";
import type { Caret, Cut } from "../../../http/structure";
import { hasWords } from "../rows";

/** One position before a word, with the words on both sides. */
export interface Spot extends Caret {
  before: string;
  after: string;
}

/** Return every place between two words at which both halves hold words, in order. */
export function findSpots({ content = [] }: TextNode): Spot[] {
  const blocks = content.map(readBlock);
  return blocks
    .flatMap((text, block) => startsIn(text, block).map((offset) => makeSpot(blocks, block, offset)))
    .filter(({ before, after }) => before.trim() && after.trim());
}

/** Return the spot at a caret, or the nearest before it; without a caret, the one nearest to the middle that ends a sentence. */
export function chooseSpot(spots: readonly Spot[], caret: Caret | null): number {
  if (caret)
    return Math.max(
      0,
      spots.findLastIndex((spot) => compare(spot, caret) <= 0),
    );
  const ends = spots.map(({ before }, index) => (/[.;:؛۔。]["”»)]*\s*$/u.test(before) ? index : -1));
  const candidates = ends.some((index) => index >= 0)
    ? ends.filter((index) => index >= 0)
    : spots.map((_, index) => index);
  const middle = (spots.length - 1) / 2;
  return candidates.reduce(
    (best, one) => (Math.abs(one - middle) < Math.abs(best - middle) ? one : best),
    candidates[0] ?? 0,
  );
}

/** Return the languages of a clause that have words, and so are to be cut. */
export const languagesToCut = (clause: Pick<Clause, "texts">): string[] =>
  Object.keys(clause.texts).filter((code) => hasWords(clause.texts[code]?.json ?? { type: "doc" }));

export const toCut = (chosen: Record<string, Spot | undefined>): Cut =>
  Object.fromEntries(
    Object.entries(chosen).flatMap(([code, spot]) =>
      spot ? [[code, { block: spot.block, offset: spot.offset }]] : [],
    ),
  );

const compare = (one: Caret, other: Caret): number => one.block - other.block || one.offset - other.offset;

const opens = "\ufdd0";
const closes = "\ufdd1";
const object = "\ufffc";

/** A block as it is counted: a UTF-16 unit or a leaf is one, the start and the end of any other node one each. */
const readBlock = ({ content = [] }: TextNode): string => content.map(readUnits).join("");

function readUnits({ type, text = "", content = [] }: TextNode): string {
  if (type === "text") return text;
  if (type === "hard_break") return "\n";
  const inner = content.map(readUnits).join("");
  if (type === "footnote") return object.repeat(inner.length + 2);
  return /^(paragraph|list_item|.*_list)$/.test(type) ? opens + inner + closes : object;
}

/** Return the offsets at which words begin; what opens with a word goes with it, so that no empty item stays behind. */
function startsIn(text: string, block: number): number[] {
  const starts = [...text.matchAll(/(?<=[\s\ufdd0])[^\s\ufdd0\ufdd1\ufffc]/gu)].map(({ index }) => {
    const [opened = ""] = /\ufdd0*$/.exec(text.slice(0, index)) ?? [];
    return index - opened.length;
  });
  return [...new Set(block > 0 ? [0, ...starts] : starts)];
}

function makeSpot(blocks: readonly string[], block: number, offset: number): Spot {
  const text = blocks[block] ?? "";
  const join = (parts: string[]) =>
    parts
      .join("\n")
      .replaceAll(object, "")
      .replace(/[\ufdd0\ufdd1\n]+/g, "\n")
      .trim();
  return {
    block,
    offset,
    before: join([...blocks.slice(0, block), text.slice(0, offset)]),
    after: join([text.slice(offset), ...blocks.slice(block + 1)]),
  };
}
