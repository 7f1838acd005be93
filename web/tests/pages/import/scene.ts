import type { Agenda, Clause } from "../../../src/http/contract";
import type { Import } from "../../../src/http/intake";

export const makeClause = (id: string, label: string, languages: string[], children: Clause[] = []): Clause => ({
  id,
  label,
  kind: "operative",
  status: "open",
  title: {},
  languages,
  texts: {},
  brackets: 0,
  signs: {},
  lock: null,
  reopened: null,
  children,
});

export const makeAgenda = (clauses: Clause[] = []): Agenda =>
  ({
    id: "a",
    title: { en: "Working together" },
    process: { id: "berne", names: { en: "Berne Initiative" }, instrument_status: {} },
    draft: { id: "d", mode: "typing", languages: ["en", "fr", "es"], original_language: "en" },
    you: { person: { id: "p", name: "Nadia" }, seat: "s", role: "secretariat", delegation: null, title: {}, may: {} },
    clauses,
  }) as unknown as Agenda;

export const made: Import = {
  agenda: "a",
  language: "en",
  source: "s",
  clauses: 555,
  words: { source: 17429, clauses: 17429 },
  left_out: 10,
  brackets: {
    objects: 992,
    over_clauses: 9,
    left: [{ line: 24, label: "12bis", sign: "]", words: "national circumstances,]]" }],
  },
  options: 98,
  blanks: 4,
  references: { resolved: 12, words: 31 },
};

export const aligned: Import = {
  ...made,
  language: "fr",
  brackets: { objects: 0, over_clauses: 0, left: [] },
  aligned: {
    clauses: 61,
    by: { label: 50, order: 10, length: 1 },
    without_text: [
      { id: "c4", label: "4", words: "States consult." },
      { id: "c17", label: "17", words: "States report." },
    ],
    left_over: [{ line: 9, label: "3", words: "Rien du tout." }],
    labels: [{ id: "c1", label: "Article 1", printed: "Article premier" }],
  },
};
