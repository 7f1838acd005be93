import { beforeEach, describe, expect, it } from "vitest";
import { printed } from "../../../schema/labels.json";
import { speak } from "../../src/text";
import {
  directionOf,
  languageOf,
  listed,
  namesItself,
  ownName,
  partNumber,
  pick,
  printLabel,
  shortHash,
  splitLabel,
} from "../../src/text/names";

beforeEach(() => speak("en"));

describe("a name from the record", () => {
  it("is shown in the language asked for, else in English, else in what there is", () => {
    expect(pick({ en: "Morocco", ar: "المغرب" }, "ar")).toBe("المغرب");
    expect(pick({ en: "Morocco" }, "fr")).toBe("Morocco");
    expect(languageOf({ es: "Marruecos" }, "fr")).toBe("es");
    expect(pick({})).toBe("");
  });

  it("of a language is its own, with a capital", () => {
    expect(ownName("fr")).toBe("Français");
    expect(ownName("ar")).toBe("العربية");
    expect(directionOf("ar")).toBe("rtl");
    expect(directionOf("es")).toBe("ltr");
  });
});

describe("a clause's label", () => {
  it("falls into its number and its light suffix", () => {
    expect(splitLabel("12 bis")).toEqual({ number: "12", suffix: "bis", gap: " " });
    expect(splitLabel("3 (a)")).toEqual({ number: "3 (a)", suffix: "", gap: "" });
    expect(splitLabel("Abis")).toEqual({ number: "Abis", suffix: "", gap: "" });
  });

  it("is written in Arabic digits and letters for Arabic readers", async () => {
    expect(splitLabel("3 (b)", "ar")).toEqual({ number: "٣ (ب)", suffix: "", gap: "" });
    await speak("ar");
    expect(printLabel("12 bis")).toBe("١٢ مكررا");
  });

  it("is read in Arabic with or without a space in it, and printed elsewhere as it was given", () => {
    expect(printLabel("2bis", "ar")).toBe("٢ مكررا");
    expect(printLabel("(b)ter", "ar")).toBe("(ب) مكررا ثانيا");
    expect(printLabel("2bis", "fr")).toBe("2bis");
    expect(printLabel("2 bis", "fr")).toBe("2 bis");
  });
});

describe("a label as its language prints it", () => {
  it.each(printed)("$label in $language", ({ label, language, as }) => {
    expect(printLabel(label, language)).toBe(as);
  });
});

describe("a label in words", () => {
  it("counts parts and chapters in Arabic as its documents do", () => {
    expect(splitLabel("B", "ar").number).toBe("باء");
    expect(splitLabel("II", "ar").number).toBe("ثانيا");
    expect(partNumber("II", "ar")).toBe("الثاني");
    expect(partNumber("II", "fr")).toBe("II");
  });

  it("is written in the reader's language and needs no word before it", () => {
    expect(splitLabel("Option 2", "ar").number).toBe("الخيار ٢");
    expect(splitLabel("Article 3", "es").number).toBe("Artículo 3");
    expect(namesItself("Option 2")).toBe(true);
    expect(namesItself("3 (a)") || namesItself("II") || namesItself("A")).toBe(false);
  });
});

describe("a list", () => {
  it("is joined as the language joins it, and keeps nodes", () => {
    const node = { type: "a" } as unknown as string;
    expect(listed(["12", node, "27"])).toEqual(["12", ", ", node, " and ", "27"]);
    expect(listed([])).toEqual([]);
  });
});

it("a hash is shown by its first digits in groups", () => {
  expect(shortHash("7f3a91c2ffff")).toBe("7f3a 91c2");
  expect(shortHash("3b90ce57f1284ad6ffff", 16, 8)).toBe("3b90ce57 f1284ad6");
});
