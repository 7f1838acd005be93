import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Beginning } from "../../../src/pages/agendas/Beginning";
import { speak } from "../../../src/text";

const process = { id: "berne", slug: "berne", names: { en: "Berne Initiative" }, languages: ["en", "fr", "ar"] };
let place: HTMLElement;
let asked: { path: string; body: unknown }[];
let answer: { status: number; body: unknown };

beforeEach(async () => {
  await speak("en");
  place = document.body.appendChild(document.createElement("div"));
  asked = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push({ path, body: JSON.parse(String(init.body)) });
    return new Response(JSON.stringify(answer.body), { status: answer.status });
  });
  act(() => render(<Beginning process={process} leave={() => {}} />, place));
});

afterEach(() => {
  render(null, place);
  place.remove();
  vi.unstubAllGlobals();
});

const field = (name: string) => place.querySelector<HTMLInputElement>(`[name="${name}"]`);
const fill = (name: string, words: string) => {
  const input = field(name);
  if (input) input.value = words;
};
const submit = () => act(async () => place.querySelector("form")?.requestSubmit());
const untick = (index: number) =>
  act(() => place.querySelectorAll<HTMLInputElement>("[type=checkbox]")[index]?.click());
const wrong = () => place.querySelector(".wrong")?.textContent;

it("a title in one language is asked for before the server is", async () => {
  await submit();
  expect(wrong()).toBe("Type a title in one language at least.");
  expect(document.activeElement).toBe(field("title-en"));
  expect(asked).toEqual([]);
});

it("a text has one language at least", async () => {
  for (const index of [0, 1, 2]) untick(index);
  await submit();
  expect(wrong()).toBe("Choose one language at least.");
});

it("the server hears titles, languages, the original and the start of the symbols", async () => {
  answer = { status: 422, body: { code: "symbol_unusable", detail: {} } };
  untick(1);
  expect(field("title-fr")).toBeNull();
  fill("title-en", " Working together ");
  fill("title-ar", "العمل معا");
  fill("original", "ar");
  fill("symbol", "BI/2004");
  await submit();
  await vi.waitFor(() => expect(wrong()).toContain("Use 60 signs at most"));
  expect(asked).toEqual([
    {
      path: "/api/v1/processes/berne/agendas",
      body: {
        title: { en: "Working together", ar: "العمل معا" },
        languages: ["en", "ar"],
        original_language: "ar",
        symbol_base: "BI/2004",
      },
    },
  ]);
  expect(document.activeElement).toBe(field("symbol"));
});

it.each([
  ["title_missing", "Type a title in one language at least."],
  ["title_too_long", "The title is too long. Use fewer words."],
  ["language_unknown", "One of the languages is not a language of this process any more. Load the page again."],
  ["no_such_process", "You do not sit in this process any more. Load the page again."],
  ["not_secretariat", "Only the secretariat can do this. Your seat has changed."],
])("%s is said in a sentence", async (code, words) => {
  answer = { status: 422, body: { code, detail: {} } };
  fill("title-en", "Working together");
  await submit();
  await vi.waitFor(() => expect(wrong()).toBe(words));
});
