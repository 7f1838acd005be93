import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { interfaceLanguages, say, speak, t } from "../../src/text";
import ar from "../../src/text/ar.json";
import en from "../../src/text/en.json";
import es from "../../src/text/es.json";
import fr from "../../src/text/fr.json";

type Sentence = string | Partial<Record<Intl.LDMLPluralRule, string>>;
const all: Record<string, Record<string, Sentence>> = { en, fr, es, ar };
const keys = Object.keys(en);
const formsOf = (sentence: Sentence): string[] => (typeof sentence === "string" ? [sentence] : Object.values(sentence));
const holes = (sentence: Sentence): string[] => [
  ...new Set(formsOf(sentence).flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""))),
];

describe.each(interfaceLanguages)("the words in %s", (code) => {
  const sentences = all[code] ?? {};

  it("has exactly the keys of the English ones", () => {
    expect(Object.keys(sentences)).toEqual(keys);
  });

  it("names the same parameters in each sentence", () => {
    const differing = keys.filter((key) => {
      const [ours, theirs] = [holes(sentences[key] ?? ""), holes(all.en?.[key] ?? "")];
      const named = (list: string[]) =>
        list
          .filter((hole) => hole !== "count")
          .sort()
          .join();
      return named(ours) !== named(theirs);
    });
    expect(differing).toEqual([]);
  });

  it("has every plural form that counting up to 200 asks for", () => {
    const rules = new Intl.PluralRules(code === "ar" ? "ar-EG" : code);
    const needed = [...new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)))];
    const lacking = keys.filter((key) => {
      const sentence = sentences[key];
      return typeof sentence === "object" && !needed.every((form) => sentence[form]);
    });
    expect(lacking).toEqual([]);
  });

  it("shouts at nobody", () => {
    const shouting = keys.filter((key) => formsOf(sentences[key] ?? "").some((form) => /[!¡]/.test(form)));
    expect(shouting).toEqual([]);
  });
});

describe("the English words", () => {
  it("blame and beg nobody", () => {
    const unwanted = keys.filter((key) =>
      formsOf(all.en?.[key] ?? "").some((form) => /\b(please|oops|error|invalid|sorry)\b/i.test(form)),
    );
    expect(unwanted).toEqual([]);
  });

  it("are all said somewhere", () => {
    const source = readSource(join(import.meta.dirname, "../../src"));
    const prefixes = [...source.matchAll(/`(\w+\.(?:\w+\.)?)\$\{/g)].map((match) => match[1] ?? "");
    const silent = keys.filter(
      (key) => !source.includes(`"${key}"`) && !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(silent).toEqual([]);
  });
});

describe("saying a sentence", () => {
  beforeEach(() => speak("en"));

  it("chooses the plural form by the count", () => {
    expect(t("outline.all", { count: 1 })).toBe("One clause.");
    expect(t("outline.all", { count: 52 })).toBe("52 clauses.");
  });

  it("chooses among six forms in Arabic and writes numbers in its digits", async () => {
    await speak("ar");
    expect(t("people.count", { count: 2 })).toBe("شخصان هنا");
    expect(t("people.count", { count: 3 })).toBe("٣ أشخاص هنا");
    expect(t("people.count", { count: 11 })).toBe("١١ شخصا هنا");
  });

  it("keeps nodes whole in their places", () => {
    const node = { type: "bdi" } as unknown as string;
    expect(say("line.saved", { time: node })).toEqual(["Saved ", node, ""]);
  });
});

function readSource(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}
