import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { KeptWords } from "../../../src/pages/agenda/KeptWords";
import { gather, Locking } from "../../../src/pages/agenda/Locking";
import { findClause } from "../../../src/pages/agenda/Refer";
import { flatten } from "../../../src/pages/agenda/rows";
import { speak } from "../../../src/text";
import { makeClause, makeText, writeDoc } from "./clauses";

let place: HTMLElement;

beforeEach(async () => {
  await speak("en");
  document.body.replaceChildren();
  place = document.body.appendChild(document.createElement("div"));
});

const button = (name: string) => [...place.querySelectorAll("button")].find((one) => one.textContent === name);

describe("the gavel", () => {
  const clause = makeClause("12", {
    texts: { en: makeText(), fr: makeText({ json: { type: "doc", content: [{ type: "paragraph" }] } }) },
  });

  it("names the texts that the chair sees, and no language without text", () => {
    expect(gather(clause)).toEqual({ en: { seq: 3, hash: "7f3a91c2" } });
  });

  it("names the moved text as it is now", () => {
    const moved = { en: { seq: 9, hash: "51d8", text: "Migrants respect all laws." } };
    expect(gather(clause, moved)).toEqual({ en: { seq: 9, hash: "51d8" } });
  });

  it("shows each language's hash, puts the focus on the act, and leaves on Escape", () => {
    const notYet = vi.fn();
    act(() => render(<Locking clause={clause} lock={vi.fn()} notYet={notYet} />, place));
    expect(place.textContent).toContain("English 7f3a 91c2");
    expect(document.activeElement).toBe(button("Agree and lock"));
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(notYet).toHaveBeenCalledOnce();
  });

  it("shows what moved and locks only on the new text", () => {
    const lock = vi.fn();
    const moved = { en: { seq: 9, hash: "51d80ac3", text: "Migrants respect all laws." } };
    act(() => render(<Locking clause={clause} moved={moved} lock={lock} notYet={vi.fn()} />, place));
    expect(place.querySelector("del")?.textContent).toContain("the");
    expect(place.querySelector("ins")?.textContent).toContain("all");
    button("Agree and lock")?.click();
    expect(lock).toHaveBeenCalledWith({ en: { seq: 9, hash: "51d80ac3" } });
  });
});

describe("words that were not taken", () => {
  const kept = { code: "locked", at: 0, salvage: { text: "in time", words: 2, document: null } };
  const lock = { by: "Thandi Mokoena", role: {}, at: 0, hashes: {} };

  it("stand under the clause with the one who locked it, and are let go in two steps", () => {
    const letGo = vi.fn();
    act(() => render(<KeptWords kept={kept} clause={makeClause("12", { lock })} letGo={letGo} />, place));
    expect(place.textContent).toContain("Thandi Mokoena agreed this clause at");
    expect(place.textContent).toContain("“in time”");
    act(() => button("Let go…")?.click());
    expect(letGo).not.toHaveBeenCalled();
    act(() => button("Let go")?.click());
    expect(letGo).toHaveBeenCalledOnce();
  });
});

it("a reference is found by the number as printed in either spelling", async () => {
  const rows = flatten([makeClause("one", { label: "12 bis", texts: { en: makeText({ json: writeDoc("x") }) } })]);
  expect(findClause(rows, " 12 bis ")).toBe("one");
  await speak("ar");
  expect(findClause(rows, "١٢ مكررا")).toBe("one");
  expect(findClause(rows, "13")).toBeUndefined();
  expect(findClause([], "")).toBeUndefined();
});
