/** Clauses for tests: only what a test names differs from an open clause with one English text. */
import type { Agenda, Clause, ClauseText, TextNode } from "../../../src/http/contract";
import { columnsPlace } from "../../../src/http/reading";
import { remember } from "../../../src/parts/remembered";

/** No columns of last time. */
export const forget = (): void => remember(columnsPlace, "");

export const writeDoc = (...lines: string[]): TextNode => ({
  type: "doc",
  content: lines.map((text) => ({ type: "paragraph", content: [{ type: "text", text }] })),
});

export const makeText = (over: Partial<ClauseText> = {}): ClauseText => ({
  seq: 3,
  hash: "7f3a91c2",
  status: "open",
  original: true,
  epoch: 1,
  may_write: true,
  reason: "",
  json: writeDoc("Migrants respect the laws."),
  ...over,
});

export const makeClause = (id: string, over: Partial<Clause> = {}): Clause => ({
  id,
  label: id,
  kind: "understanding",
  status: "open",
  title: {},
  languages: ["en"],
  texts: { en: makeText() },
  brackets: 0,
  signs: {},
  lock: null,
  reopened: null,
  children: [],
  ...over,
});

export const makeAgenda = (clauses: Clause[], over: Partial<Agenda> = {}): Agenda => ({
  id: "agenda",
  title: { en: "An agenda" },
  process: { id: "process", names: { en: "A dialogue" }, instrument_status: { en: "Reference text" } },
  draft: { id: "draft", mode: "typing", languages: ["en", "fr", "es", "ar"], original_language: "en" },
  you: {
    person: { id: "me", name: "Thandi Mokoena" },
    seat: "seat",
    role: "chair",
    delegation: null,
    title: {},
    may: { lock: true, reopen: true, publish: false, label_versions: true },
  },
  counts: { open: clauses.length },
  commit: 7,
  publication: null,
  consultation: null,
  clauses,
  ...over,
});
