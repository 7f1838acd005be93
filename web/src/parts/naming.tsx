/** What a clause is called: by its label, else by its short title, else by how it begins. */
import type { Clause, TextNode } from "../http/contract";
import { language, t } from "../text";
import { directionOf, languageOf, pick, printLabel } from "../text/names";
import { Label } from "./Words";

export type Nameable = Pick<Clause, "label" | "title" | "texts"> & { kind?: string };

export const isHeading = (kind = ""): boolean => ["part", "chapter", "heading"].includes(kind);

/** Return the words of a document, one line a paragraph; footnotes are not part of the line. */
export function readWords(node: TextNode): string {
  if (node.type === "text") return node.text ?? "";
  if (node.type === "footnote") return "";
  const inner = (node.content ?? []).map(readWords);
  return node.type === "doc" || node.type.endsWith("_list") ? inner.filter(Boolean).join("\n") : inner.join("");
}

/** Words and the language that they are in. */
interface Titled {
  words: string;
  code: string;
}

/** Return the short title in a language, else how the text begins, in that language if it has words in it. Of a
 * heading the text says the title, so what was written in it last is its title.
 */
export function findTitle(clause: Nameable, wanted: string): Titled {
  const text = isHeading(clause.kind) && clause.texts[wanted];
  const written = text && readWords(text.json).trim();
  if (written) return { words: written, code: wanted };
  const words = pick(clause.title, wanted);
  return words ? { words, code: languageOf(clause.title, wanted) } : beginning(clause, wanted);
}

export const shortTitle = (clause: Nameable, wanted: string): string => findTitle(clause, wanted).words;

/** Return the clause's name for a sentence: `12`, or its short title in quotation marks. */
export function nameClause(clause: Nameable): string {
  return clause.label ? printLabel(clause.label) : t("clause.titled", { title: shortTitle(clause, language()) });
}

/** The clause's name as it stands on the page, isolated and marked with its language, quotation marks and all. */
export function ClauseName({ of }: { of: Nameable }) {
  if (of.label) return <Label of={of.label} />;
  const { words, code } = findTitle(of, language());
  return (
    <bdi lang={code} dir={directionOf(code)}>
      {t("clause.titled", { title: words })}
    </bdi>
  );
}

const longest = 48;

function beginning({ texts }: Nameable, wanted: string): Titled {
  const original = Object.keys(texts).find((one) => texts[one]?.original) ?? wanted;
  const codes = [wanted, original, ...Object.keys(texts)];
  const code = codes.find((one) => texts[one] && readWords(texts[one].json).trim()) ?? wanted;
  const words = texts[code] ? readWords(texts[code].json).trim() : "";
  if (words.length <= longest) return { code, words: words.replace(/[,;:.،؛]+$/u, "") };
  const whole = words.slice(0, longest).replace(/[\s,;:.،؛]+\S*$/u, "");
  return { code, words: `${whole}…` };
}
