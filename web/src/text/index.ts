/**
 * The words on the screen. A sentence lives under one key in each language's JSON, whole, with named parameters;
 * where it counts, the entry holds its plural forms and `count` picks one.
 */
import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import type english from "./en.json";

export const interfaceLanguages = ["en", "fr", "es", "ar"] as const;
export type InterfaceLanguage = (typeof interfaceLanguages)[number];
export type Key = keyof typeof english;
type Sentence = string | Partial<Record<Intl.LDMLPluralRule, string>>;
type Sentences = Record<Key, Sentence>;

const locales: Record<InterfaceLanguage, string> = { en: "en-GB", fr: "fr", es: "es", ar: "ar-EG" };
const sources: Record<InterfaceLanguage, () => Promise<{ default: unknown }>> = {
  en: () => import("./en.json"),
  fr: () => import("./fr.json"),
  es: () => import("./es.json"),
  ar: () => import("./ar.json"),
};
const spoken = signal<{ language: InterfaceLanguage; sentences: Sentences } | null>(null);

/** The interface's language; reading it in a component renders that component anew when it changes. */
export const language = (): InterfaceLanguage => spoken.value?.language ?? "en";
export const locale = (): string => locales[language()];

/** Load the words of a language and speak it from now on. */
export async function speak(wanted: InterfaceLanguage): Promise<void> {
  const { default: sentences } = await sources[wanted]();
  spoken.value = { language: wanted, sentences: sentences as Sentences };
}

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
