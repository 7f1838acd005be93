import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Clause } from "../../../../src/http/contract";
import { ChairActs } from "../../../../src/pages/agenda/ChairActs";
import { gather } from "../../../../src/pages/agenda/gavel";
import { Room, RoomContext } from "../../../../src/pages/agenda/room";
import { chairOf, type Form } from "../../../../src/pages/agenda/structure/chair";
import { Writing, WritingContext } from "../../../../src/pages/agenda/writing";
import { speak } from "../../../../src/text";
import { makeAgenda, makeClause, makeText, writeDoc } from "../clauses";

const every = { lock: true, reopen: true, pause: true, structure: true, settings: true };
let place: HTMLElement;
let writing: Writing | undefined;
let asked: { path: string; body: Record<string, unknown> }[];
let answers: Record<string, () => Response | Promise<Response>>;

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const clauses = (): Clause[] => [
  makeClause("11", { texts: { en: makeText({ json: writeDoc("One two. Three four.") }) } }),
  makeClause("12", { brackets: 2, status: "bracketed" }),
];

beforeEach(async () => {
  await speak("en");
  document.body.replaceChildren();
  place = document.body.appendChild(document.createElement("div"));
  asked = [];
  answers = {};
  vi.stubGlobal("WebSocket", Unanswered);
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    const path = url.replace("/api/v1", "");
    if (init?.body) asked.push({ path, body: JSON.parse(String(init.body)) });
    return answers[path]?.() ?? json({ code: "no_answer" }, 500);
  });
});

/** There is no server: a line that never opens. */
class Unanswered extends EventTarget {
  readyState = 0;
  close(): void {}
}

afterEach(() => {
  render(null, place);
  writing?.close();
  vi.unstubAllGlobals();
});

function sit(may: Record<string, boolean> = every, texts = clauses()): Room {
  const agenda = makeAgenda(texts);
  const room = new Room({ ...agenda, you: { ...agenda.you, may } });
  const own = new Writing(room);
  writing = own;
  const Panel = () => {
    const clause = room.chosen.value;
    return clause ? <ChairActs clause={clause} /> : null;
  };
  act(() =>
    render(
      <RoomContext.Provider value={room}>
        <WritingContext.Provider value={own}>
          <Panel />
        </WritingContext.Provider>
      </RoomContext.Provider>,
      place,
    ),
  );
  return room;
}

async function open(room: Room, form: Form): Promise<void> {
  act(() => chairOf(room).begin(form));
  await vi.waitFor(() => expect(place.querySelector("form")).not.toBeNull(), { timeout: 10_000 });
}
const button = (name: string) => [...place.querySelectorAll("button")].find((one) => one.textContent === name);
const says = (words: string) => vi.waitFor(() => expect(place.textContent).toContain(words));
const press = async (name: string) => {
  await vi.waitFor(() => expect(button(name)?.getAttribute("aria-disabled")).not.toBe("true"));
  await act(async () => button(name)?.click());
};

/** Choose "it and others by number", and type the numbers. */
async function nameFurther(numbers: string): Promise<void> {
  const choice = [...place.querySelectorAll("label")].find((one) => one.textContent?.includes("others by number"));
  await act(async () => choice?.querySelector("input")?.click());
  const field = place.querySelector<HTMLInputElement>("#act-further");
  await act(async () => {
    if (field) field.value = numbers;
    field?.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
}

describe("the panel of acts", () => {
  it("is empty for those who have none", () => {
    sit({});
    expect(place.querySelectorAll("button")).toHaveLength(0);
  });

  it("gives the secretariat the structure and not the gavel", () => {
    sit({ structure: true });
    expect(button("Structure…")).toBeDefined();
    expect(button("Agree and lock…")).toBeUndefined();
    expect(button("Pens down…")).toBeUndefined();
  });

  it("opens a form with the focus in it and goes back on Escape", async () => {
    const room = sit();
    await open(room, "label");
    await vi.waitFor(() => expect(document.activeElement).toBe(place.querySelector("#act-label")));
    act(() => {
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    });
    expect(place.querySelector("form")).toBeNull();
  });
});

describe("the gavel", () => {
  it("names the texts that the chair sees, the moved ones as they are now, and no language without text", () => {
    const clause = makeClause("12", { texts: { en: makeText(), fr: makeText({ json: writeDoc("") }) } });
    expect(gather(clause)).toEqual({ en: { seq: 3, hash: "7f3a91c2" } });
    const moved = { en: { seq: 9, hash: "51d8", text: "Migrants respect all laws." } };
    expect(gather(clause, moved)).toEqual({ en: { seq: 9, hash: "51d8" } });
  });

  it("shows each hash with the focus on the act; where the text moved, it shows how and locks on the new one", async () => {
    answers["/clauses/12"] = () => json(makeClause("12", { brackets: 2, status: "bracketed" }));
    const moved = { en: { seq: 9, hash: "51d80ac3", text: "Migrants respect all laws." } };
    answers["/clauses/12/lock"] = () => json({ code: "text_moved", detail: { languages: moved } }, 409);
    const room = sit();
    room.select("12");
    await open(room, "lock");
    expect(place.textContent).toContain("English 7f3a 91c2");
    expect(place.textContent).toContain("2 brackets still stand in it");
    await vi.waitFor(() => expect(document.activeElement).toBe(button("Agree and lock")));
    await press("Agree and lock");
    expect(asked.at(-1)?.body).toEqual({ seen: { en: { seq: 3, hash: "7f3a91c2" } } });
    await vi.waitFor(() => expect(place.querySelector("ins")?.textContent).toContain("all"));
    await press("Agree and lock");
    expect(asked.at(-1)?.body).toEqual({ seen: { en: { seq: 9, hash: "51d80ac3" } } });
  });

  it("waits for the reading of the texts, and says so to whoever presses before", async () => {
    let answer = () => {};
    answers["/clauses/11"] = () => new Promise((resolve) => (answer = () => resolve(json(clauses()[0]))));
    answers["/clauses/11/lock"] = () => json({ decision: "d", clause: makeClause("11") });
    const room = sit();
    await open(room, "lock");
    await act(async () => button("Agree and lock")?.click());
    expect(place.querySelector("[role=alert]")?.textContent).toContain("Press again in a moment");
    expect(asked).toEqual([]);
    answer();
    await vi.waitFor(() => expect(place.querySelector("[role=alert]")).toBeNull());
    const radios = [...place.querySelectorAll<HTMLInputElement>("input[type=radio]")];
    await act(async () => radios.at(-1)?.click());
    expect(button("Agree and lock")?.getAttribute("aria-disabled")).toBe("true");
    expect(place.querySelector("[role=alert]")).toBeNull();
    answer();
    await press("Agree and lock");
    await says("Clause 11 is agreed and locked.");
  });

  it("falls once for a list, on every text of it, and links to the brackets that stand", async () => {
    answers["/agendas/agenda/lock"] = () => json({ decision: "d", clauses: clauses() });
    answers["/agendas/agenda"] = () => json(makeAgenda(clauses()));
    const room = sit();
    await open(room, "lock");
    await nameFurther("12");
    await press("Add");
    expect(place.textContent).toContain("Agree 2 clauses and lock them?");
    expect(place.querySelector("a[href='#12']")).not.toBeNull();
    await press("Agree and lock");
    expect(asked.at(-1)).toEqual({
      path: "/agendas/agenda/lock",
      body: {
        clauses: ["11", "12"],
        seen: { 11: { en: { seq: 3, hash: "7f3a91c2" } }, 12: { en: { seq: 3, hash: "7f3a91c2" } } },
      },
    });
    await says("2 clauses are agreed and locked.");
  });

  it("adds what is typed before it falls, and falls only on what was shown", async () => {
    answers["/agendas/agenda/lock"] = () => json({ decision: "d", clauses: clauses() });
    answers["/agendas/agenda"] = () => json(makeAgenda(clauses()));
    const room = sit();
    await open(room, "lock");
    await nameFurther("12");
    await press("Agree and lock");
    expect(asked).toEqual([]);
    expect(place.textContent).toContain("Agree 2 clauses and lock them?");
    expect(place.querySelector("[role=alert]")?.textContent).toContain("What was typed has been added");
    await press("Agree and lock");
    expect(asked.at(-1)?.body).toMatchObject({ clauses: ["11", "12"] });
  });

  it("reopens for a reason only", async () => {
    const lock = { by: "Thandi Mokoena", role: {}, at: 0, hashes: {} };
    answers["/clauses/11/reopen"] = () => json({ decision: "d", clause: makeClause("11") });
    const room = sit(every, [makeClause("11", { lock, status: "agreed" })]);
    await open(room, "reopen");
    await press("Reopen");
    expect(asked).toEqual([]);
    expect(place.textContent).toContain("Say why the clause is reopened.");
    const field = place.querySelector<HTMLTextAreaElement>("#reason");
    if (field) field.value = "A capital objects";
    await press("Reopen");
    expect(asked.at(-1)?.body).toEqual({ reason: "A capital objects" });
    await says("Clause 11 is open again.");
  });
});

describe("pens down", () => {
  it("reaches the numbers that are typed and were not added", async () => {
    answers["/agendas/agenda/pause"] = () => json({ decision: "d", clauses: clauses() });
    const room = sit(every, [...clauses(), makeClause("13")]);
    await open(room, "pause");
    await nameFurther("12, 13");
    await press("Pens down");
    expect(asked).toEqual([{ path: "/agendas/agenda/pause", body: { clauses: ["11", "12", "13"] } }]);
  });

  it("does nothing where one of them names no clause, and the field says which", async () => {
    const room = sit();
    await open(room, "pause");
    await nameFurther("12, 99");
    await press("Pens down");
    expect(asked).toEqual([]);
    expect(place.querySelector("#act-further")?.getAttribute("aria-invalid")).toBe("true");
    expect(place.querySelector("#act-further-note")?.textContent).toContain("No clause has the number “99”");
    expect(place.querySelectorAll(".named li")).toHaveLength(0);
  });
});

describe("splitting", () => {
  it("shows both halves, cuts on the text that was seen, and shows what moved", async () => {
    const moved = { en: { seq: 9, hash: "51d8", text: "One two three." } };
    answers["/clauses/11"] = () => json(clauses()[0]);
    answers["/clauses/11/split"] = () => json({ code: "text_moved", detail: { languages: moved } }, 409);
    const room = sit();
    await open(room, "split");
    expect([...place.querySelectorAll(".half")].map((half) => half.textContent)).toEqual(["One two.", "Three four."]);
    const slider = place.querySelector<HTMLInputElement>("input[type=range]");
    await act(async () => {
      if (slider) slider.value = "0";
      slider?.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
    expect(place.querySelector(".half")?.textContent).toBe("One");
    expect(slider?.getAttribute("aria-valuetext")).toBe("Between “One” and “two. Three four.”");
    await press("Split");
    expect(asked.at(-1)?.body).toEqual({
      at: { en: { block: 0, offset: 4 } },
      seen: { en: { seq: 3, hash: "7f3a91c2" } },
      label: "11 bis",
    });
    await says("The text moved while you were reading.");
  });

  it("begins with the first of the draft's languages, in whatever order the texts have come", async () => {
    const text = makeText({ json: writeDoc("One two. Three four.") });
    const clause = makeClause("11", { texts: { es: text, fr: text, en: text } });
    answers["/clauses/11"] = () => json(clause);
    await open(sit(every, [clause]), "split");
    await vi.waitFor(() => expect(document.activeElement?.id).toBe("act-cut-en"));
    expect([...place.querySelectorAll("input[type=range]")].map(({ id }) => id)).toEqual([
      "act-cut-en",
      "act-cut-fr",
      "act-cut-es",
    ]);
  });
});

it("the sentence that says what was done holds the focus and the way back", async () => {
  answers["/clauses/11/label"] = () => json({ decision: "d1", commit: 5, clauses: [] });
  answers["/decisions/d1/undo"] = () => json({ decision: "d2", commit: 6, clauses: [] });
  answers["/agendas/agenda"] = () => json(makeAgenda(clauses()));
  const room = sit();
  await open(room, "label");
  await press("Change the number");
  await vi.waitFor(() => expect(document.activeElement?.className).toBe("told"));
  expect(document.activeElement?.textContent).toContain("Clause 11 is now 11.");
  await press("Undo");
  await says("Undone: new number of clause 11.");
});
