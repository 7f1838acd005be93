import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { KeptWords } from "../../../src/pages/agenda/KeptWords";
import { speak } from "../../../src/text";
import { makeClause } from "./clauses";

let place: HTMLElement;

beforeEach(async () => {
  await speak("en");
  document.body.replaceChildren();
  place = document.body.appendChild(document.createElement("div"));
});

const button = (name: string) => [...place.querySelectorAll("button")].find((one) => one.textContent === name);

describe("words that were not taken", () => {
  const which = { id: "a", clause: "12", language: "en", seq: null };
  const kept = { ...which, code: "locked", at: 0, text: "in time", words: 2, document: null };
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
