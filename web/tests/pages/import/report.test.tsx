import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Import } from "../../../src/http/intake";
import { ImportPage } from "../../../src/pages/import/ImportPage";
import { Importing } from "../../../src/pages/import/intake";
import { Report, sayDone } from "../../../src/pages/import/Report";
import { speak } from "../../../src/text";
import { aligned, made, makeAgenda, makeClause } from "./scene";

let place: HTMLElement;

beforeEach(async () => {
  await speak("en");
  place = document.body.appendChild(document.createElement("div"));
});

afterEach(() => {
  render(null, place);
  place.remove();
});

const report = (done: Import) =>
  act(() => render(<Report importing={new Importing(makeAgenda())} done={done} />, place));
const facts = () =>
  Object.fromEntries(
    [...place.querySelectorAll(".facts > div")].map((one) => [one.firstChild?.textContent, one.lastChild?.textContent]),
  );

describe("the report", () => {
  it("says in words what was made and what could not be", () => {
    report(made);
    expect(place.querySelector("h2")?.textContent).toBe("555 clauses stand at the end of the text now.");
    expect(facts()).toEqual({
      Words: "17,429 in the file = 17,429 in its clauses",
      Brackets: "992, of them 9 over several clauses",
      Options: "98",
      Blanks: "4",
      References: "12 lead to their clause, 31 stay words",
      "Lines left out": "10, such as front matter and rules",
    });
    expect([...place.querySelectorAll("td")].map((cell) => cell.textContent)).toEqual([
      "24",
      "12bis",
      "national circumstances,]]",
    ]);
    expect(document.activeElement).toBe(place.querySelector("h2"));
  });

  it("links the clauses that found no text, and those whose number is printed otherwise", () => {
    report(aligned);
    expect(sayDone(aligned)).toBe("61 of 63 clauses found their French.");
    expect([...place.querySelectorAll("td a")].map((link) => link.getAttribute("href"))).toEqual([
      "/agendas/a#c4",
      "/agendas/a#c17",
      "/agendas/a#c1",
    ]);
    expect(place.textContent).toContain("2 clauses have no French; match them by hand");
    expect(place.textContent).toContain("One passage of the file belongs to no clause and was not imported");
    expect(place.textContent).toContain("Article premier");
    expect(facts()["Found by"]).toBe("50 by number, 10 by order, 1 by length");
  });
});

describe("what the form begins with", () => {
  it.each([
    ["an empty text takes new clauses in its original language", [], "en", false],
    ["beside clauses that stand, the first language without words", [makeClause("c", "1", ["en"])], "fr", true],
    ["where all have words, more clauses", [makeClause("c", "1", ["en", "fr", "es"])], "en", false],
  ] as const)("%s", (_, clauses, language, align) => {
    const importing = new Importing(makeAgenda([...clauses]));
    expect([importing.language.value, importing.align.value]).toEqual([language, align]);
  });
});

it("asks for the file before it asks the server", async () => {
  act(() => render(<ImportPage data={makeAgenda()} />, place));
  await act(async () => place.querySelector("form")?.requestSubmit());
  expect(place.querySelector("[role=alert]")?.textContent).toBe("Choose the file first.");
});

it("a file that is too large is not sent at all", async () => {
  const open = vi.spyOn(XMLHttpRequest.prototype, "open");
  const importing = new Importing(makeAgenda());
  importing.choose(new File([new Uint8Array(5_000_001)], "a.txt"));
  await importing.send();
  expect(importing.wrong.value[0]).toContain("larger than 5 MB");
  expect(open).not.toHaveBeenCalled();
});
