import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { Refusal } from "../../../src/http/refusal";
import { explain } from "../../../src/pages/import/refusal";
import { interfaceLanguages, speak } from "../../../src/text";
import { makeClause } from "./scene";

const endpoint = readFileSync(join(import.meta.dirname, "../../../../server/api/imports.py"), "utf8");
const codes = [...endpoint.matchAll(/^ {8}"(\w+)": \d{3},$/gm)].map((match) => match[1] ?? "");
const known = new Map([["c", makeClause("c", "12 bis", ["en"])]]);
const say = (code: string, detail: Record<string, unknown> = {}, language = "fr") =>
  explain(new Refusal(422, code, detail), language, known);

beforeEach(() => speak("en"));

describe.each(interfaceLanguages)("in %s", (code) => {
  beforeEach(() => speak(code));

  it("everything that the endpoint refuses has a sentence of its own", () => {
    expect(codes.length).toBeGreaterThan(15);
    const other = say("made_up")[0];
    const silent = codes.filter((one) => !say(one)[0] || say(one)[0] === other);
    expect(silent).toEqual([]);
  });
});

it("a file that is not UTF-8 is told with the line", () => {
  expect(say("not_utf8", { line: 1200 })).toEqual([
    "This file is not UTF-8 text. Save it as UTF-8 and choose it again. Nothing was imported.",
    "The first such place is line 1,200.",
  ]);
});

it("words that would be lost are shown as both sides have them", () => {
  expect(say("words_lost", { line: 3, source: "one two", clauses: "one" }).slice(1)).toEqual([
    "The first such place is line 3.",
    "In the file: “one two”",
    "In the clauses: “one”",
  ]);
});

it("texts that are never written over are counted, and the first is named", () => {
  const others = [
    { id: "c", label: "12 bis" },
    { id: "gone", label: "13" },
  ];
  expect(say("text_exists", { clauses: others })[0]).toMatch(/^2 clauses have other words in French.*is 12 bis\./);
  expect(say("text_exists", { clauses: [{ id: "gone", label: "13" }] })[0]).toMatch(/^Clause 13 has other words/);
});

it("clauses that are agreed come as ids alone, and are named all the same", () => {
  expect(say("clause_locked", { clauses: ["c"] })[0]).toMatch(/^Clause 12 bis is agreed or closed/);
});

it("an answer that never came sends to the text before the file is sent again", () => {
  expect(say("unreachable")[0]).toContain("Look at the text before you import the file again");
});
