import { beforeEach, describe, expect, it } from "vitest";
import type { Publication, PublicationFile } from "../../src/http/contract";
import { measureProgress } from "../../src/parts/progress";
import { describeSeat, shortSeat } from "../../src/parts/seat";
import { preferred } from "../../src/parts/tongue";
import { diffWords } from "../../src/parts/worddiff";
import { speak } from "../../src/text";

beforeEach(() => speak("en"));

describe("a difference of words", () => {
  it("keeps what both texts share and marks the rest", () => {
    expect(diffWords("opened in good time.", "opened in very good time.")).toEqual([
      { op: "equal", text: "opened in " },
      { op: "insert", text: "very " },
      { op: "equal", text: "good time." },
    ]);
  });

  it("strikes before it underlines", () => {
    expect(diffWords("should act", "shall act").map(({ op }) => op)).toEqual(["delete", "insert", "equal"]);
  });

  it("gives both texts back", () => {
    const [before, after] = ["La dignité des migrants, toujours.", "La dignité n’a pas de statut."];
    const pieces = diffWords(before, after);
    const read = (left: string) =>
      pieces
        .filter(({ op }) => op !== left)
        .map(({ text }) => text)
        .join("");
    expect(read("insert")).toBe(before);
    expect(read("delete")).toBe(after);
    expect(diffWords("", "")).toEqual([]);
  });
});

describe("the language of the pages", () => {
  it("is the chosen one, else the first that the browser asks for and the pages speak, else English", () => {
    expect(preferred("ar", ["fr"])).toBe("ar");
    expect(preferred("", ["de-CH", "fr-CH", "en"])).toBe("fr");
    expect(preferred("xx", ["de"])).toBe("en");
  });
});

describe("a seat", () => {
  const delegation = { code: "MAR", names: { en: "Morocco" } };

  it("of a delegate is said by the delegation, of others by office or role", () => {
    expect(describeSeat({ role: "delegate", delegation, title: {} })).toBe("Morocco");
    expect(describeSeat({ role: "observer", delegation, title: {} })).toBe("Morocco, Observer");
    expect(describeSeat({ role: "chair", delegation, title: { en: "Co-Chair" } })).toBe("Morocco, Co-Chair");
    expect(describeSeat({ role: "secretariat", delegation: null, title: {} })).toBe("Secretariat");
  });

  it("is one word in the bar", () => {
    expect(shortSeat({ role: "chair", delegation, title: { en: "Co-Chair" } })).toBe("Co-Chair");
    expect(shortSeat({ role: "delegate", delegation, title: {} })).toBe("Morocco");
  });
});

describe("the progress of a publication", () => {
  const file = (state: PublicationFile["state"]): PublicationFile => ({
    form: "pdf",
    state,
    hash: null,
    pages: null,
    error: null,
    url: "",
  });
  const measure = (...states: PublicationFile["state"][]) =>
    measureProgress({ languages: [{ language: "en", hash: "", files: states.map(file) }] } as unknown as Publication);

  it("runs while a file may still come", () => {
    expect(measure("done", "queued", "failed")).toEqual({ all: 3, ready: 1, failed: 1, running: true });
  });

  it("stands still when each file is made or has failed", () => {
    expect(measure("done", "failed").running).toBe(false);
    expect(measure().running).toBe(false);
  });
});
