/** Words that stand in a text of the States and so follow its language, whatever the pages speak. */
import type { Delegation, SignKind } from "../http/contract";

const kinds: Readonly<Record<string, Readonly<Record<Exclude<SignKind, "">, string>>>> = {
  en: { delete: "delete", replace: "replace", reserve: "reserve", retain: "retain" },
  fr: { delete: "supprimer", replace: "remplacer", reserve: "réserver", retain: "maintenir" },
  es: { delete: "suprimir", replace: "sustituir", reserve: "reservar", retain: "mantener" },
  ar: { delete: "حذف", replace: "استبدال", reserve: "تحفظ", retain: "إبقاء" },
  ru: { delete: "исключить", replace: "заменить", reserve: "оговорка", retain: "сохранить" },
  zh: { delete: "删除", replace: "替换", reserve: "保留意见", retain: "保留" },
};

const noText: Readonly<Record<string, string>> = {
  en: "No text.",
  fr: "Pas de texte.",
  es: "Sin texto.",
  ar: "لا نص.",
  ru: "Нет текста.",
  zh: "无案文。",
};

/** Return what is asked of the words in a bracket, in a word; nothing for a plain bracket. */
export const writeKind = (kind: SignKind, language: string): string =>
  kind && ((kinds[language] ?? kinds.en)?.[kind] ?? "");

/** Return what stands where a language has no words yet. */
export const writeNoText = (language: string): string => noText[language] ?? "—";

/**
 * Return the short name of who asks: what an organisation is called in the language, the code of a State; its name
 * where the language is not written in Latin letters.
 */
export function writeDelegation({ code, names, short }: Delegation, language: string): string {
  const [brief, name] = [short?.[language], names[language]];
  if (brief && brief !== name) return brief;
  return name && !/\p{Script=Latin}/u.test(name) ? name : code;
}

/** Return the delegations as a text of the language lists them beside a bracket. */
export const writeDelegations = (delegations: readonly Delegation[], language: string): string =>
  delegations.map((one) => writeDelegation(one, language)).join(language === "ar" ? "، " : ", ");
