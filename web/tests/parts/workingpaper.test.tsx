import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { WorkingPaper } from "../../src/parts/WorkingPaper";
import { speak } from "../../src/text";

let place: HTMLElement;
let answer: () => Response;
const file = (form: string, state: string) => ({ form, state, hash: null, pages: 4, error: null, url: `/${form}` });
const paper = (...states: string[]) => ({
  id: "w",
  at: Date.now(),
  languages: states.map((state, index) => ({ language: ["en", "ar"][index], hash: "", files: [file("pdf", state)] })),
});
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });

beforeEach(async () => {
  await speak("en");
  vi.useFakeTimers();
  place = document.body.appendChild(document.createElement("div"));
  vi.stubGlobal("fetch", async () => answer());
});

afterEach(() => {
  render(null, place);
  place.remove();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function open(): Promise<void> {
  act(() => render(<WorkingPaper agenda="a" />, place));
  const details = place.querySelector("details") as HTMLDetailsElement;
  await act(async () => {
    details.open = true;
    details.dispatchEvent(new Event("toggle"));
    await vi.advanceTimersByTimeAsync(0);
  });
}
const wait = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));

it("asks on opening, shows how far it is after a second, then the files one by one", async () => {
  answer = () => json(paper("running", "queued"), 202);
  await open();
  expect(place.querySelector("progress")).toBeNull();
  expect(place.textContent).toContain("English being made");
  answer = () => json(paper("done", "running"));
  await wait(1100);
  expect(place.querySelector("progress")?.value).toBe(1);
  expect(place.textContent).toContain("1 of 2 are ready");
  expect(place.querySelector("a")?.textContent).toBe("English, PDF, 4 pages");
  answer = () => json(paper("done", "failed"));
  await wait(1100);
  expect(place.querySelector("progress")).toBeNull();
  expect(place.textContent).toContain("could not be made");
});

it("says which characters cannot be printed instead of asking for another try", async () => {
  const made = paper("failed");
  Object.assign(made.languages[0]?.files[0] ?? {}, {
    error: "glyphs_missing",
    detail: { characters: ["U+2713"], clauses: [{ id: "c", label: "12", words: "Agreed ✓" }] },
  });
  answer = () => json(made, 202);
  await open();
  expect(place.textContent).toContain("do not have ✓ (U+2713). Where: 12.");
  expect(place.textContent).not.toContain("open it again");
});

it("says that a text without words has no paper", async () => {
  answer = () => json({ code: "nothing_to_publish", detail: {} }, 422);
  await open();
  expect(place.querySelector('[role="alert"]')?.textContent).toContain("no words yet");
});

it("offers another try when the server does not answer", async () => {
  answer = () => json({ code: "text_unsettled", detail: {} }, 503);
  await open();
  expect(place.querySelector('[role="alert"]')?.textContent).toContain("open it again");
});
