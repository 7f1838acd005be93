import { describe, expect, it } from "vitest";
import type { RenderOptions } from "../../src/editor/render";
import { renderText } from "../../src/editor/render";
import { exampleDocument, validExamples } from "../examples";
import { words } from "../words";

const plain: RenderOptions = { references: () => "12 bis" };

/** The text as eyes see it: what is spoken only is left out. */
function look(name: string, options: RenderOptions = plain): string {
  const place = document.createElement("div");
  place.append(renderText(exampleDocument(name), options));
  for (const spoken of place.querySelectorAll(".hide")) spoken.remove();
  return [...place.querySelectorAll("p, li > p")].map((line) => line.textContent).join("\n");
}

function listen(name: string, options: RenderOptions): string {
  const place = document.createElement("div");
  place.append(renderText(exampleDocument(name), options));
  for (const silent of place.querySelectorAll("[aria-hidden]")) silent.remove();
  return place.textContent ?? "";
}

describe("a text that is not edited", () => {
  it("has one opening and one closing glyph for each bracket, however its text is cut", () => {
    expect(look("nested-brackets")).toBe("[Countries of destination [are encouraged to] [shall] recognise skills].");
    expect(look("crossing-brackets")).toBe("with [due [regard ]to dignity].");
    expect(look("bracket-over-paragraphs")).toBe("by [the year [2005] at the latest\nand every year] after it");
  });

  it("shows who asks and reads it out as a sentence", () => {
    const brackets = () => ({ tag: "CHE", name: "Switzerland", kind: "delete" });
    expect(look("bracket-over-paragraphs", { ...plain, brackets })).toContain("[CHE deletethe year ");
    const heard = listen("bracket-over-paragraphs", { ...plain, brackets, words });
    expect(heard).toContain("bracket by Switzerland: the year ");
    expect(heard).toContain("every year end of bracket ");
  });

  it("that goes on in another clause has no glyph where it neither opens nor closes", () => {
    const within = (opens: boolean, closes: boolean) =>
      look("bracket-over-paragraphs", { ...plain, ends: () => ({ opens, closes }) });
    expect(within(true, false)).toBe("by [the year [2005] at the latest\nand every year after it");
    expect(within(false, true)).toBe("by the year [2005] at the latest\nand every year] after it");
    expect(within(false, false)).not.toContain("every year]");
  });

  it("leads from a footnote's number to its words and back", () => {
    const place = document.createElement("div");
    place.append(renderText(exampleDocument("footnote"), { ...plain, words, notesFrom: 4 }));
    const [there, back] = place.querySelectorAll("a[data-note='4']");
    expect(there?.closest("sup")).not.toBeNull();
    expect(there?.getAttribute("aria-label")).toBe("Footnote 4");
    expect(back?.getAttribute("aria-label")).toBe("Back to footnote 4 in the text");
    expect([there, back].map((way) => (way as HTMLElement).tabIndex)).toEqual([0, 0]);
  });

  it("says that it has no words, in the words it is given", () => {
    const place = document.createElement("div");
    place.append(renderText({ type: "doc", content: [{ type: "paragraph" }] }, { ...plain, words }));
    expect(place.querySelector(".wordless")?.textContent).toBe("No words yet");
  });

  it("washes what stands in a bracket and is no text", () => {
    const place = document.createElement("div");
    place.append(renderText(exampleDocument("bracket-over-paragraphs"), plain));
    expect(place.querySelector(".blank")?.closest(".bracket")).not.toBeNull();
  });

  it("numbers footnotes and puts their words below", () => {
    const place = document.createElement("div");
    place.append(renderText(exampleDocument("footnote"), { ...plain, notesFrom: () => 4 }));
    expect(place.querySelector("p")?.textContent).toBe("families and study4 make movement safer.");
    expect(place.querySelector(".fnote")?.textContent).toBe("4\u2002Including short courses, see the list");
  });

  it("prints the label of a clause referred to, or words in its place", () => {
    expect(look("objects")).toContain("years, under 12 bis");
    expect(look("objects", { references: () => "", words })).toContain("under another clause");
    expect(look("objects")).toContain("Convention of 1951, article 1 or Protocol of 1967");
  });

  it("marks the direction of words in another language", () => {
    const place = document.createElement("div");
    place.append(renderText(exampleDocument("arabic"), plain));
    expect(place.querySelector("[lang=en]")?.getAttribute("dir")).toBe("ltr");
  });

  it("is drawn as bare words when the schema does not know it", () => {
    expect(look("bad-unknown-mark")).toBe("x");
  });

  it.each(validExamples)("$name draws no attribute that is no string", ({ document: json }) => {
    const place = document.createElement("div");
    place.append(renderText(json, plain));
    expect(place.innerHTML).not.toMatch(/null|undefined|\[object/);
  });
});
