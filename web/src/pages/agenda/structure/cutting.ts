/** Where a text can be cut in two, and what stands on each side of the cut. Pure. */
import type { Clause, TextNode } from "../../../http/contract";
import type { Caret, Cut } from "../../../http/structure";
import { hasWords } from "../rows";
import { type Block, type CutSigns, drawBlocks } from "./cutdrawing";

/** One position before a word, with the words on both sides. */
export interface Spot extends Caret {
  before: string;
  after: string;
}

/** Return every place between two words at which both halves hold words, in order. */
export function findSpots({ content = [] }: TextNode, signs: CutSigns = {}): Spot[] {
  const blocks = drawBlocks(content, signs);
  return blocks.flatMap(({ units }, block) =>
    startsIn(units, block)
      .filter((offset) => holdWords(blocks, block, offset))
      .map((offset) => makeSpot(blocks, block, offset)),
  );
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

/** Return the languages, in the order in which they are given, in which a clause has words, and so is to be cut. */
export const languagesToCut = (clause: Pick<Clause, "texts">, languages: readonly string[]): string[] =>
  languages.filter((code) => hasWords(clause.texts[code]?.json ?? { type: "doc" }));

export const toCut = (chosen: Record<string, Spot | undefined>): Cut =>
  Object.fromEntries(
    Object.entries(chosen).flatMap(([code, spot]) =>
      spot ? [[code, { block: spot.block, offset: spot.offset }]] : [],
    ),
  );

const compare = (one: Caret, other: Caret): number => one.block - other.block || one.offset - other.offset;

/** Return the offsets at which words begin; what opens with a word goes with it, so that no empty item stays behind. */
function startsIn(text: string, block: number): number[] {
  const starts = [...text.matchAll(/(?<=[\s\ufdd0])[^\s\ufdd0\ufdd1\ufffc]/gu)].map(({ index }) => {
    const [opened = ""] = /\ufdd0*$/.exec(text.slice(0, index)) ?? [];
    return index - opened.length;
  });
  return [...new Set(block > 0 ? [0, ...starts] : starts)];
}

const hasAny = (units: string): boolean => /[^\s\ufdd0\ufdd1\ufffc]/u.test(units);

/** Whether there are words on both sides; signs and blanks alone are none. */
function holdWords(blocks: readonly Block[], block: number, offset: number): boolean {
  const { units } = blocks[block] as Block;
  const [before, after] = [blocks.slice(0, block), blocks.slice(block + 1)].map((side) => side.map((one) => one.units));
  return (
    [...(before ?? []), units.slice(0, offset)].some(hasAny) && [units.slice(offset), ...(after ?? [])].some(hasAny)
  );
}

function makeSpot(blocks: readonly Block[], block: number, offset: number): Spot {
  const { shown, at } = blocks[block] as Block;
  const side = (from: number, to?: number) => blocks.slice(from, to).map((one) => one.shown);
  const join = (parts: string[]) =>
    parts
      .join("\n")
      .replace(/[\ufdd0\ufdd1\n]+/g, "\n")
      .trim();
  return {
    block,
    offset,
    before: join([...side(0, block), shown.slice(0, at[offset])]),
    after: join([shown.slice(at[offset]), ...side(block + 1)]),
  };
}
