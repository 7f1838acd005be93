/** Each page has the words that it speaks when it speaks them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import en from "../../src/text/en.json";
import type { Part } from "../../src/text/parts";
import { pageParts, partsWith } from "../../words";

const src = resolve(import.meta.dirname, "../../src");
const keys = Object.keys(en);

function find(from: string, name: string): string | undefined {
  const path = resolve(dirname(from), name);
  return [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`].find((one) => /\.tsx?$/.test(one) && existsSync(one));
}

/** Return the files that come with a file at once, and those that it calls later, with the words that come along. */
function gather(file: string, seen = new Set<string>(), later = new Map<string, Part[]>()) {
  if (seen.has(file)) return { seen, later };
  seen.add(file);
  const source = readFileSync(file, "utf8");
  for (const [, name = ""] of source.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^;]*?from\s+)?"(\.[^"]+)"/gm)) {
    const next = find(file, name);
    if (next) gather(next, seen, later);
  }
  for (const [, name = "", words = ""] of source.matchAll(/import\("(\.[^"]+)"\)[^;]*?(?:\[([^\]]*)\][^;]*)?;/g)) {
    const next = find(file, name);
    if (next)
      later.set(
        next,
        [...words.matchAll(/"(\w+)"/g)].map(([, part]) => part as Part),
      );
  }
  return { seen, later };
}

function spoken(files: Iterable<string>): string[] {
  const source = [...files].map((file) => readFileSync(file, "utf8")).join("\n");
  const prefixes = [...source.matchAll(/`(\w+\.(?:\w+\.)?)\$\{/g)].map(([, prefix = ""]) => prefix);
  // a refusal that is not known yet has the sentence for all others
  const named = prefixes.filter((prefix) => prefix !== "refusal." && prefix !== "reason.");
  return keys.filter((key) => source.includes(`"${key}"`) || named.some((prefix) => key.startsWith(prefix)));
}

const lacking = (files: Iterable<string>, parts: readonly Part[]): string[] =>
  spoken(files).filter((key) => !partsWith(key).some((part) => parts.includes(part)));

const pages = readdirSync(join(src, "pages")).filter((page) => existsSync(join(src, "pages", page, "main.tsx")));

describe.each(pages)("the page %s", (page) => {
  const parts = pageParts[page] ?? [];
  const first = gather(join(src, "pages", page, "main.tsx"));

  it("names its parts", () => {
    expect(pageParts).toHaveProperty(page);
  });

  it("has at once what it says at once", () => {
    expect(lacking(first.seen, parts)).toEqual([]);
  });

  it("has with each further part of it what that says", () => {
    const came = new Set<Part>(parts);
    const queue = [...first.later];
    for (const [file, words] of queue) {
      for (const part of words) came.add(part);
      const inner = gather(file);
      expect(lacking(inner.seen, [...came]), file).toEqual([]);
      queue.push(...[...inner.later].filter(([next]) => !queue.some(([known]) => known === next)));
    }
  });
});
