/** What to say when an import is refused: one sentence, the line that it is about, and the words on both sides. */
import type { Clause } from "../../http/contract";
import type { Refusal } from "../../http/refusal";
import { nameClause } from "../../parts/naming";
import { type Key, t } from "../../text";
import { languageName, printLabel } from "../../text/names";

/** As the server does (rule IMPORT 1). */
export const largestFile = 5_000_000;

const own = [
  "no_such_agenda",
  "no_such_language",
  "no_such_place",
  "not_secretariat",
  "text_exists",
  "clause_locked",
  "file_too_large",
  "clause_too_long",
  "too_many_clauses",
  "not_utf8",
  "binary",
  "empty",
  "not_json",
  "shape_unknown",
  "language_not_in_source",
  "words_lost",
  "nothing_aligns",
  "query_missing",
  "not_settled",
  "not_signed_in",
  "unreachable",
];
const withLine = ["not_utf8", "binary", "clause_too_long", "too_many_clauses", "words_lost"];

type Place = string | { id: string; label: string };

/** Return the sentences for a refusal. `known` are the clauses that stand, by id. */
export function explain(refusal: Refusal, language: string, known: ReadonlyMap<string, Clause>): string[] {
  const code = refusal.code === "body_too_large" ? "file_too_large" : refusal.code;
  const { line, source, clauses } = refusal.detail;
  const places = (Array.isArray(clauses) ? clauses : []) as Place[];
  const named = { language: languageName(language), count: places.length, first: nameFirst(places[0], known) };
  const sentences = [t(`importing.refused.${own.includes(code) ? code : "other"}` as Key, named)];
  if (typeof line === "number" && withLine.includes(code)) sentences.push(t("importing.at_line", { line }));
  if (code !== "words_lost") return sentences;
  const sides = [
    ["importing.in_file", source],
    ["importing.in_clauses", clauses],
  ] as const;
  for (const [key, words] of sides) if (typeof words === "string" && words) sentences.push(t(key, { words }));
  return sentences;
}

function nameFirst(place: Place | undefined, known: ReadonlyMap<string, Clause>): string {
  if (place === undefined) return "";
  const clause = known.get(typeof place === "string" ? place : place.id);
  if (clause) return nameClause(clause);
  return typeof place === "string" ? "" : printLabel(place.label);
}
