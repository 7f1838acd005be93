import { beforeEach, describe, expect, it } from "vitest";
import { nameClause, shortTitle } from "../../src/parts/naming";
import { speak } from "../../src/text";
import { makeClause, makeText, writeDoc } from "../pages/agenda/clauses";

const beginning = (line: string) => makeClause("", { texts: { en: makeText({ json: writeDoc(line) }) } });

beforeEach(() => speak("en"));

describe("a clause's name", () => {
  it("is its label where it has one", () => {
    expect(nameClause(makeClause("12 bis", { title: { en: "Skills" } }))).toBe("12 bis");
  });

  it("is its short title in quotation marks where it has none, in the reader's language", async () => {
    const clause = makeClause("", { title: { en: "No State alone", fr: "Aucun État seul" } });
    expect(nameClause(clause)).toBe("“No State alone”");
    await speak("fr");
    expect(nameClause(clause)).toBe("« Aucun État seul »");
  });

  it("is how it begins where it has no title either, without the comma that ends it", () => {
    expect(nameClause(beginning("The States taking part,"))).toBe("“The States taking part”");
  });

  it("ends with a whole word when the beginning is long", () => {
    const long = "A State that informs others of a new measure before it applies gives them time.";
    expect(shortTitle(beginning(long), "en")).toBe("A State that informs others of a new measure…");
  });

  it("begins in the reader's language where the text has words in it", () => {
    const fr = makeText({ json: writeDoc("Conscients"), original: false });
    const texts = { fr, en: makeText({ json: writeDoc("Aware") }) };
    expect(shortTitle(makeClause("", { texts }), "fr")).toBe("Conscients");
    expect(shortTitle(makeClause("", { texts }), "ar")).toBe("Aware");
  });
});
