/**
 * The words on the screen. A sentence lives under one key in each language's JSON, whole, with named parameters;
 * where it counts, the entry holds its plural forms and `count` picks one.
 */
import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import type english from "./en.json";
import { allParts, type Part } from "./parts";

export type { Part } from "./parts";

export const interfaceLanguages = ["en", "fr", "es", "ar"] as const;
export type InterfaceLanguage = (typeof interfaceLanguages)[number];
export type Key = keyof typeof english;
type Sentence = string | Partial<Record<Intl.LDMLPluralRule, string>>;
type Sentences = Partial<Record<Key, Sentence>>;
type Load = () => Promise<{ default: Sentences }>;

const locales: Record<InterfaceLanguage, string> = { en: "en-GB", fr: "fr", es: "es", ar: "ar-EG" };
/** The words of a page come in parts, which the build takes out of the whole. */
const sources: Record<Part, Record<string, Load>> = {
  house: import.meta.glob("./*.json", { query: "?part=house" }),
  room: import.meta.glob("./*.json", { query: "?part=room" }),
  desk: import.meta.glob("./*.json", { query: "?part=desk" }),
  refusals: import.meta.glob("./*.json", { query: "?part=refusals" }),
  paper: import.meta.glob("./*.json", { query: "?part=paper" }),
  shelf: import.meta.glob("./*.json", { query: "?part=shelf" }),
  people: import.meta.glob("./*.json", { query: "?part=people" }),
  papers: import.meta.glob("./*.json", { query: "?part=papers" }),
  intake: import.meta.glob("./*.json", { query: "?part=intake" }),
  door: import.meta.glob("./*.json", { query: "?part=door" }),
  others: import.meta.glob("./*.json", { query: "?part=others" }),
} as Record<Part, Record<string, Load>>;
const spoken = signal<{ language: InterfaceLanguage; sentences: Sentences } | null>(null);
const learnt = new Set<Part>();

/** The interface's language; reading it in a component renders that component anew when it changes. */
export const language = (): InterfaceLanguage => spoken.value?.language ?? "en";
export const locale = (): string => locales[language()];

/** Load the words of a language and speak it from now on: in these parts, and in those that were learnt before. */
export async function speak(wanted: InterfaceLanguage, parts: readonly Part[] = allParts): Promise<void> {
  for (const part of parts) learnt.add(part);
  const loaded = await Promise.all([...learnt].map((part) => load(wanted, part)));
  spoken.value = { language: wanted, sentences: Object.assign({}, ...loaded) };
}

/** Load a further part of the words. What is on the page does not change by it, so nothing is drawn anew. */
export async function learn(part: Part): Promise<void> {
  const known = spoken.peek();
  if (!known || learnt.has(part)) return;
  Object.assign(known.sentences, await load(known.language, part));
  learnt.add(part);
}

const load = async (wanted: InterfaceLanguage, part: Part): Promise<Sentences> =>
  (await sources[part][`./${wanted}.json`]?.())?.default ?? {};

/** Whether there is such a sentence among the words that have been learnt. */
export const knows = (key: string): key is Key => spoken.peek()?.sentences[key as Key] !== undefined;

/** Return the sentence as a list of words and nodes, so that names in it can be isolated and links can be links. */
export function say(key: Key, values: Record<string, ComponentChild> = {}): ComponentChild[] {
  const sentence = spoken.value?.sentences[key] ?? "";
  const template = typeof sentence === "string" ? sentence : choosePlural(sentence, Number(values.count));
  return template.split(/\{(\w+)\}/).map((piece, index) => {
    if (index % 2 === 0) return piece;
    const value = values[piece];
    return typeof value === "number" ? formatNumber(value) : value;
  });
}

/** Return the sentence as plain words. */
export const t = (key: Key, values: Record<string, string | number> = {}): string => say(key, values).join("");

export const formatNumber = (value: number): string => new Intl.NumberFormat(locale()).format(value);

function choosePlural(forms: Partial<Record<Intl.LDMLPluralRule, string>>, count: number): string {
  return forms[new Intl.PluralRules(locale()).select(count)] ?? forms.other ?? "";
}
