/** Names that come from the record, in the language that the reader or the column asks for. */
import type { ComponentChild } from "preact";
import { arabic, suffixes as suffixForms, words as wordForms } from "../../../schema/labels.json";
import type { Names } from "../http/contract";
import { language, locale } from "./index";

/** Return the language in which `names` can be shown to a reader of `wanted`: that one, else English, else any. */
export function languageOf(names: Names, wanted: string = language()): string {
  return [wanted, "en", ...Object.keys(names)].find((code) => names[code]) ?? wanted;
}

export const pick = (names: Names, wanted?: string): string => names[languageOf(names, wanted)] ?? "";

/** Return a language's name in that language, with a capital: `Français`. */
export function ownName(code: string): string {
  const name = new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

/** Return a language's name in the interface's language. */
export const languageName = (code: string): string => displayNames(locale()).of(code) ?? code;

const displays = new Map<string, Intl.DisplayNames>();

/** To make one takes longer than to draw a clause. */
function displayNames(spoken: string): Intl.DisplayNames {
  const known = displays.get(spoken) ?? new Intl.DisplayNames([spoken], { type: "language" });
  displays.set(spoken, known);
  return known;
}

export const directionOf = (code: string): "rtl" | "ltr" => (/^(ar|fa|he|ur)\b/.test(code) ? "rtl" : "ltr");

/** Join words or nodes as the interface's language lists them: `12, 15 and 27`. */
export function listed(items: ComponentChild[]): ComponentChild[] {
  const marks = items.map((_, index) => String(index));
  const parts = new Intl.ListFormat(locale(), { type: "conjunction" }).formatToParts(marks);
  return parts.map((part) => (part.type === "element" ? items[Number(part.value)] : part.value));
}

type Forms = Readonly<Record<string, Readonly<Record<string, string>>>>;
/** Words that stand in labels themselves, and suffixes, by language. */
const words: Forms = wordForms;
const suffixes: Forms = suffixForms;
const { digits, letters, romans, sections, parts, chapters } = arabic;
const suffixed = new RegExp(`^(.*[\\d)]|.*?(?=\\s))(\\s*)(${Object.keys(suffixes).join("|")})$`);
const worded = new RegExp(`^(${Object.keys(words).join("|")})\\b`);

interface LabelParts {
  number: string;
  suffix: string;
  /** What stands between them: a label is printed as it was given. */
  gap: string;
}

/** Return a clause's label in two parts, number and suffix (`12`, `bis`); for Arabic readers in their digits and letters. */
export function splitLabel(label: string, code: string = language()): LabelParts {
  const [, whole = label, gap = "", suffix = ""] = suffixed.exec(label) ?? [];
  const number = whole.replace(worded, (word) => words[word]?.[code] ?? word);
  const shown = suffixes[suffix]?.[code] ?? suffix;
  return code === "ar"
    ? { number: arabicNumber(number), suffix: shown, gap: suffix && " " }
    : { number, suffix: shown, gap };
}

/** The ranks of the United Nations' Arabic documents: sections by ordinals, chapters by the old order of letters. */
function arabicNumber(number: string): string {
  const rank = romans.indexOf(number);
  if (rank >= 0) return sections[rank] ?? number;
  if (/^[A-J]$/.test(number)) return chapters[number.charCodeAt(0) - 65] ?? number;
  return writeNumber(number, "ar").replace(
    /\(([a-j])\)/g,
    (_, letter: string) => `(${letters[letter.charCodeAt(0) - 97]})`,
  );
}

/** Return a number in the digits of a language. */
export const writeNumber = (number: number | string, code: string): string =>
  code === "ar" ? `${number}`.replace(/[0-9]/g, (digit) => digits[Number(digit)] ?? digit) : `${number}`;

/** Return the number of a part for `Part {label}`: in Arabic the ordinal that goes with the word. */
export function partNumber(label: string, code: string = language()): string {
  const rank = romans.indexOf(label);
  return code === "ar" && rank >= 0 ? (parts[rank] ?? label) : label;
}

/** Whether a label says by itself what it counts, such as `Option 2`: no word stands before it then. */
export const namesItself = (label: string): boolean => /^\p{L}{2,}/u.test(label) && !romans.includes(label);

/** Return the label as one string, for sentences. */
export function printLabel(label: string, code: string = language()): string {
  const { number, suffix, gap } = splitLabel(label, code);
  return number + gap + suffix;
}

/** Return the first `count` hexadecimal digits of a hash in groups of `group`. */
export const shortHash = (hash: string, count = 8, group = 4): string =>
  hash
    .slice(0, count)
    .match(new RegExp(`.{1,${group}}`, "g"))
    ?.join(" ") ?? "";
