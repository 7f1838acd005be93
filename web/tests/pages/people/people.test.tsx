import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Sitting } from "../../../src/http/people";
import { PeoplePage } from "../../../src/pages/people/PeoplePage";
import { speak } from "../../../src/text";
import { day, makePeople, makePerson, makeSeat } from "./scene";

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const session = {
  person: { id: "p-Nadia", name: "Nadia", email: "n@x.example", languages: [] },
  seats: [{ id: "s", process: "berne", role: "secretariat" as const, delegation: null, title: {} }],
};
const link = "http://adref.example/invitation#secret";
let place: HTMLElement;
let asked: { method: string; path: string; body: Record<string, unknown> }[];
let answers: Record<string, () => Response>;

beforeEach(async () => {
  await speak("en");
  place = document.body.appendChild(document.createElement("div"));
  asked = [];
  answers = { "GET /session": () => json(session) };
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    const [path, method] = [url.replace("/api/v1", ""), init?.method ?? "GET"];
    if (method !== "GET") asked.push({ method, path, body: init?.body ? JSON.parse(String(init.body)) : {} });
    return answers[`${method} ${path}`]?.() ?? json({ code: "no_answer" }, 500);
  });
});

afterEach(() => {
  render(null, place);
  place.remove();
  vi.unstubAllGlobals();
});

function show(...persons: Sitting[]): void {
  answers["GET /processes/berne/people"] = () => json(makePeople(persons));
  act(() => render(<PeoplePage data={{ session, people: makePeople(persons) }} />, place));
}

const buttons = () => [...place.querySelectorAll("button")];
const named = (name: string) => buttons().find((one) => one.textContent === name || one.ariaLabel === name);
const press = (name: string) => act(async () => named(name)?.click());
const fill = (name: string, value: string) =>
  act(() => {
    const field = place.querySelector<HTMLInputElement>(`[name="${name}"]`);
    if (!field) throw new Error(`no field ${name}`);
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
const submit = () => act(async () => place.querySelector("form")?.requestSubmit());
const says = (words: string) => vi.waitFor(() => expect(place.textContent).toContain(words));

describe("inviting", () => {
  const fillIn = async () => {
    await press("Invite a person…");
    fill("email", "rania@mission.example");
    fill("name", "Rania");
    fill("delegation", "d-jor");
    fill("until", "25 November 2094");
  };

  it("shows the link this once, with what it does", async () => {
    show();
    await fillIn();
    answers["POST /processes/berne/invitations"] = () =>
      json({ person: "p-Rania", seat: "s", state: "invited", invitation: "i", link, expires_at: Date.UTC(2094, 1, 1) });
    answers["GET /processes/berne/people"] = () => json(makePeople([makePerson("Rania", { state: "invited" })]));
    await submit();
    await says("The link for Rania is made.");
    expect(asked[0]?.body).toMatchObject({
      email: "rania@mission.example",
      seat: { role: "delegate", delegation: "d-jor", until: new Date(2094, 10, 26).getTime() - 1 },
    });
    expect(place.querySelector<HTMLInputElement>("input[readonly]")?.value).toBe(link);
    expect(place.textContent).toContain("It lets one person in, once, until");
    await press("Change… Rania");
    await press("Change… Rania");
    expect(place.querySelector("input[readonly]")).toBeNull();
  });

  it("puts a refusal beside the field that it is about", async () => {
    show();
    await fillIn();
    answers["POST /processes/berne/invitations"] = () => json({ code: "email_unusable", detail: {} }, 422);
    await submit();
    await says("Type the whole address");
    expect(place.querySelector('[aria-invalid="true"]')?.getAttribute("name")).toBe("email");
  });

  it("asks for a day that can be read before it asks the server", async () => {
    show();
    await fillIn();
    fill("until", "soon");
    await submit();
    expect(place.textContent).toContain("Type a date like 25 November 2004.");
    expect(asked).toEqual([]);
  });

  it.each([
    ["active", "has a password already"],
    ["suspended", "is seated, but suspended"],
    ["not_invited", "sits in another process too"],
  ])("says why there is no link for somebody who is %s", async (state, words) => {
    show();
    await fillIn();
    answers["POST /processes/berne/invitations"] = () =>
      json({ person: "p-Rania", seat: "s", state, invitation: null, link: null, expires_at: null });
    answers["GET /processes/berne/people"] = () => json(makePeople([makePerson("Rania")]));
    await submit();
    await says(words);
  });
});

describe("one person", () => {
  const invited = makePerson("Rania", { state: "invited", invitation: { id: "i", expires_at: Date.now() + day } });

  it("gets a new link, and the old one is gone", async () => {
    show(invited);
    await press("Change… Rania");
    answers["POST /invitations/i/renew"] = () => json({ invitation: "i", link, expires_at: Date.now() + day });
    await press("Make a new link");
    await says("The link for Rania is made.");
  });

  it("has the link taken back", async () => {
    show(invited);
    await press("Change… Rania");
    answers["DELETE /invitations/i"] = () => new Response(null, { status: 204 });
    await press("Take the link back");
    await says("leads nowhere any more");
  });

  it("is told apart when the link was used meanwhile", async () => {
    show(invited);
    await press("Change… Rania");
    answers["DELETE /invitations/i"] = () => json({ code: "link_used", detail: {} }, 409);
    await press("Take the link back");
    await says("The link was used meanwhile");
  });

  it("is suspended only after a second press, and restored", async () => {
    show(makePerson("Rania"));
    await press("Change… Rania");
    await press("Suspend…");
    expect(asked).toEqual([]);
    answers["POST /persons/p-Rania/suspend"] = () => json({ person: "p-Rania", state: "suspended" });
    answers["GET /processes/berne/people"] = () => json(makePeople([makePerson("Rania", { state: "suspended" })]));
    await press("Suspend");
    await says("Rania is suspended");
    answers["POST /persons/p-Rania/restore"] = () => json({ code: "sits_elsewhere", detail: {} }, 403);
    await press("Restore");
    await says("sits in another process too");
  });

  it("does not end the own seat", async () => {
    show(makePerson("Nadia", { seats: [makeSeat("s", { role: "secretariat", delegation: null })] }));
    await press("Change… Nadia");
    expect(buttons().some(({ textContent }) => /End of seat|Suspend/.test(textContent ?? ""))).toBe(false);
    expect(place.textContent).toContain("This is you.");
  });

  it("keeps a seat whose end is taken away", async () => {
    show(makePerson("Rania", { seats: [makeSeat("s", { until: Date.now() + day })] }));
    await press("Change… Rania");
    await press("End of seat: Morocco…");
    fill("until", "");
    answers["PATCH /seats/s"] = () => json(makePerson("Rania", { seats: [makeSeat("s")] }));
    await submit();
    await says("has no end now");
    expect(asked[0]?.body).toEqual({ until: null });
  });
});

it("an empty process says how to begin", () => {
  show();
  expect(place.textContent).toContain("Nobody sits here yet. Invite the first person.");
});
