import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Publication, PublicationFile } from "../../src/http/contract";
import { Files } from "../../src/parts/Files";
import { speak } from "../../src/text";

let place: HTMLElement;
beforeEach(() => {
  place = document.body.appendChild(document.createElement("div"));
});
afterEach(() => {
  render(null, place);
  place.remove();
});

const clause = (id: string, label: string, words: string) => ({ id, label, words });
type Detail = NonNullable<PublicationFile["detail"]>;

async function show(language: "en" | "fr" | "es" | "ar", error: string, detail: Detail): Promise<string> {
  await speak(language);
  const file = { form: "pdf", state: "failed", hash: null, pages: null, error, detail, url: "" };
  const publication = { agenda: "a", languages: [{ language: "en", hash: "", files: [file] }] };
  act(() => render(<Files publication={publication as unknown as Publication} retry={async () => {}} />, place));
  return place.querySelector("td:last-child")?.textContent ?? "";
}

describe("a file whose text has characters that no font for paper has", () => {
  const detail = {
    characters: ["U+2713", "U+1F642"],
    clauses: [clause("c1", "12 bis", "Agreed"), clause("c2", "", "Recalling ✓")],
  };

  it("says which they are and where, each clause a link, and offers no try that cannot help", async () => {
    const words = await show("en", "glyphs_missing", detail);
    expect(words).toContain("do not have ✓ (U+2713) and 🙂 (U+1F642). Where: 12 bis and “Recalling ✓”.");
    expect([...place.querySelectorAll("td a")].map((link) => link.getAttribute("href"))).toEqual([
      "/agendas/a#c1",
      "/agendas/a#c2",
    ]);
    expect(place.querySelector("button")).toBeNull();
  });

  it("says so in the language of the page", async () => {
    for (const language of ["fr", "es", "ar"] as const) {
      const words = await show(language, "glyphs_missing", detail);
      expect(words).toContain("✓ (U+2713)");
      expect(words).not.toMatch(/Where|\{|\}/);
    }
  });

  it("says that it is no clause where it is the title", async () => {
    expect(await show("en", "glyphs_missing", { characters: ["U+2713"], clauses: [] })).toContain("in the title");
  });
});

it("a file that another reason stopped offers another try", async () => {
  expect(await show("en", "export_timeout", {})).toContain("The publication stands");
  expect(place.querySelector("button")?.textContent).toBe("Try again");
});
