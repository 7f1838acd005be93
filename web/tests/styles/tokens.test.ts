import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "../../src/styles");
const tokens = readFileSync(join(folder, "tokens.css"), "utf8");
const [light = "", dark = ""] = tokens.split("prefers-color-scheme: dark");

function colour(theme: string, name: string): number[] {
  const hex = new RegExp(`--${name}: #([0-9a-f]{6})`).exec(theme)?.[1] ?? "";
  return [0, 2, 4].map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255);
}

/** Contrast as WCAG 2.2 defines it. */
function contrast(one: number[], other: number[]): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(channels: number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Paper under `depth` brackets: the accent at 7 %, laid once a level. */
function bracketed(theme: string, depth: number): number[] {
  const accent = colour(theme, "accent");
  let under = colour(theme, "paper");
  for (let level = 0; level < depth; level++) under = under.map((c, i) => c * 0.93 + (accent[i] ?? 0) * 0.07);
  return under;
}

describe.each([
  ["light", light],
  ["dark", dark],
])("in the %s theme", (_, theme) => {
  it.each(["ink", "grey", "accent", "warn"])("%s is read on paper and on the wash at 4.5 or more", (name) => {
    expect(contrast(colour(theme, name), colour(theme, "paper"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour(theme, name), colour(theme, "wash"))).toBeGreaterThanOrEqual(4.5);
  });

  it("text and tags stay readable three brackets deep", () => {
    expect(contrast(colour(theme, "ink"), bracketed(theme, 3))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colour(theme, "accent"), bracketed(theme, 3))).toBeGreaterThanOrEqual(4.5);
  });

  it("borders of controls stand out at 3 or more", () => {
    expect(contrast(colour(theme, "grey"), colour(theme, "paper"))).toBeGreaterThanOrEqual(3);
  });
});

it("the styles name no side of the screen, so that right-to-left mirrors all of it", () => {
  const physical =
    /^\s*(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|top|bottom|(?:min-|max-)?(?:width|height))[\w-]*\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)/;
  const found = readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), "utf8")
      .split("\n")
      .filter((line) => physical.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
