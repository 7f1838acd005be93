/** The label that a clause would have by its place: the next number, or `12 bis` between two. Pure. */
import type { Place } from "../../../http/structure";
import type { Row } from "../rows";
import { childrenOf } from "./places";

const suffixes = ["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"];

/** Return a label for a new clause at `place`, or nothing where its neighbours have none. */
export function proposeLabel(rows: readonly Row[], place: Place): string {
  const siblings = childrenOf(rows, place.under);
  const until = siblings.findIndex(({ id }) => id === place.after) + 1;
  const before = siblings.slice(0, until).findLast(isLabelled)?.clause.label;
  if (before) return follow(before, takenBy(rows, siblings, before));
  const above = rows.find(({ id }) => id === place.under);
  if (siblings.some(isLabelled)) return "";
  return above && !above.heading && isLabelled(above) ? "(a)" : "";
}

const isLabelled = ({ clause }: Row): boolean => clause.label !== "";

/** Numbers run through the whole text, letters begin anew under each clause. */
function takenBy(rows: readonly Row[], siblings: readonly Row[], label: string): Set<string> {
  const inAll = /^\d/.test(label);
  return new Set((inAll ? rows : siblings).map(({ clause }) => clause.label));
}

function follow(label: string, taken: ReadonlySet<string>): string {
  const [, stem = label, suffix = ""] = /^(.*?)(?:\s+(\w+))?$/.exec(label) ?? [];
  const known = suffixes.includes(suffix);
  const next = known ? "" : advance(label, taken);
  if (next && !taken.has(next)) return next;
  const base = known ? stem : label;
  const free = suffixes.slice(suffixes.indexOf(suffix) + 1).find((one) => !taken.has(`${base} ${one}`));
  return free ? `${base} ${free}` : "";
}

/** Return the label after this one: 13 after 12, (c) after (b), 3.5 after 3.4, B after A, Part III after Part II. */
export function advance(label: string, taken: ReadonlySet<string> = new Set()): string {
  const number = /^(.*?)(\d+)(\W*)$/.exec(label);
  if (number) return `${number[1]}${Number(number[2]) + 1}${number[3]}`;
  const letter = /^(.*\W|)([a-yA-Y])(\W*)$/.exec(label);
  const roman = /^(.*\W|)([ivx]+|[IVX]+)(\W*)$/.exec(label);
  if (roman && !(letter && taken.has(shift(letter, -1)))) return `${roman[1]}${nextRoman(roman[2] ?? "")}${roman[3]}`;
  return letter ? shift(letter, 1) : "";
}

/** Move the letter of a label through the alphabet. */
const shift = ([, before, letter = "", behind]: RegExpExecArray, step: number): string =>
  `${before}${String.fromCharCode(letter.charCodeAt(0) + step)}${behind}`;

const values: readonly [string, number][] = [
  ["X", 10],
  ["IX", 9],
  ["V", 5],
  ["IV", 4],
  ["I", 1],
];

function nextRoman(numeral: string): string {
  const written = writeRoman(readRoman(numeral.toUpperCase()) + 1);
  return numeral === numeral.toUpperCase() ? written : written.toLowerCase();
}

function readRoman(numeral: string): number {
  const [sign, value] = values.find(([sign]) => numeral.startsWith(sign)) ?? ["", 0];
  return sign ? value + readRoman(numeral.slice(sign.length)) : 0;
}

function writeRoman(number: number): string {
  const [sign, value] = values.find(([, value]) => number >= value) ?? ["", 0];
  return sign ? sign + writeRoman(number - value) : "";
}
