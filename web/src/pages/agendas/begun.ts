/** A text to be begun, as its form says it, and what is wrong with it. */
import type { NewText } from "../../http/intake";
import { Refusal } from "../../http/refusal";
import { sayRefusal } from "../../parts/refusals";
import { type Key, t } from "../../text";

export type Part = "title" | "languages" | "symbol";

export interface Problem {
  part: Part | null;
  words: string;
}

const ours: Readonly<Record<string, Part | null>> = {
  language_unknown: "languages",
  symbol_unusable: "symbol",
  no_such_process: null,
};

/** Return the text that the form describes in the chosen languages, or the problem with it. */
export function readText(form: FormData, chosen: readonly string[]): NewText | Problem {
  if (chosen.length === 0) return { part: "languages", words: t("beginning.language_missing") };
  const told = (name: string) => String(form.get(name) ?? "").trim();
  const title = Object.fromEntries(
    chosen.flatMap((code) => (told(`title-${code}`) ? [[code, told(`title-${code}`)]] : [])),
  );
  if (Object.keys(title).length === 0) return { part: "title", words: t("refusal.title_missing") };
  const symbol = told("symbol");
  return {
    title,
    languages: [...chosen],
    original_language: told("original") || (chosen[0] ?? ""),
    ...(symbol && { symbol_base: symbol }),
  };
}

export const isProblem = (read: NewText | Problem): read is Problem => "words" in read;

/** Return what to say of a refusal, and where; rethrow what is none. */
export function explain(error: unknown): Problem {
  if (!(error instanceof Refusal)) throw error;
  const { code } = error;
  if (code in ours) return { part: ours[code] ?? null, words: t(`beginning.${code}` as Key) };
  if (code === "title_missing" || code === "title_too_long") return { part: "title", words: t(`refusal.${code}`) };
  return { part: null, words: code === "not_secretariat" ? t("refusal.not_secretariat") : sayRefusal(code) };
}
