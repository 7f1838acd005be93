/** Names that come from the record, in the language that the reader or the column asks for. */
import type { ComponentChild } from "preact";
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

const ordinals = new Map([
  ["bis", "مكررا"],
  ["ter", "مكررا ثانيا"],
  ["quater", "مكررا ثالثا"],
]);
const arabicDigits = "٠١٢٣٤٥٦٧٨٩";
const arabicLetters = ["أ", "ب", "ج", "د", "هـ", "و", "ز", "ح", "ط", "ي"];

const romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
const arabicSections = ["أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا"];
const arabicParts = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"];
const arabicChapters = ["ألف", "باء", "جيم", "دال", "هاء", "واو", "زاي", "حاء", "طاء", "ياء"];
/** Words that stand in labels themselves, by language. */
const labelWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Option: { es: "Opción", ar: "الخيار" },
  Article: { es: "Artículo", ar: "المادة" },
};

/** Return a clause's label in two parts, number and suffix (`12`, `bis`); for Arabic readers in their digits and letters. */
export function splitLabel(label: string, code: string = language()): { number: string; suffix: string } {
  const [, whole = label, suffix = ""] = /^(.*?)\s+(bis|ter|quater)$/.exec(label) ?? [];
  const number = whole.replace(/^(Option|Article)\b/, (word) => labelWords[word]?.[code] ?? word);
  if (code !== "ar") return { number, suffix };
  return { number: arabicNumber(number), suffix: ordinals.get(suffix) ?? suffix };
}

/** The ranks of the United Nations' Arabic documents: sections by ordinals, chapters by the old order of letters. */
function arabicNumber(number: string): string {
  const rank = romans.indexOf(number);
  if (rank >= 0) return arabicSections[rank] ?? number;
  if (/^[A-J]$/.test(number)) return arabicChapters[number.charCodeAt(0) - 65] ?? number;
  return writeNumber(number, "ar").replace(
    /\(([a-j])\)/g,
    (_, letter: string) => `(${arabicLetters[letter.charCodeAt(0) - 97]})`,
  );
}

/** Return a number in the digits of a language. */
export const writeNumber = (number: number | string, code: string): string =>
  code === "ar" ? `${number}`.replace(/[0-9]/g, (digit) => arabicDigits[Number(digit)] ?? digit) : `${number}`;

/** Return the number of a part for `Part {label}`: in Arabic the ordinal that goes with the word. */
export function partNumber(label: string, code: string = language()): string {
  const rank = romans.indexOf(label);
  return code === "ar" && rank >= 0 ? (arabicParts[rank] ?? label) : label;
}

/** Whether a label says by itself what it counts, such as `Option 2`: no word stands before it then. */
export const namesItself = (label: string): boolean => /^\p{L}{2,}/u.test(label) && !romans.includes(label);

/** Return the label as one string, for sentences. */
export function printLabel(label: string): string {
  const { number, suffix } = splitLabel(label);
  return suffix ? `${number} ${suffix}` : number;
}

/** Return the first `count` hexadecimal digits of a hash in groups of `group`. */
export const shortHash = (hash: string, count = 8, group = 4): string =>
  hash
    .slice(0, count)
    .match(new RegExp(`.{1,${group}}`, "g"))
    ?.join(" ") ?? "";
