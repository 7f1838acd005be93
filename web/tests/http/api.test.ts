import { afterEach, describe, expect, it, vi } from "vitest";
import { lockClause, readClause, readDemonstration, retryFile, signIn } from "../../src/http/api";
import { codeOf, Refusal } from "../../src/http/refusal";

const answer = (status: number, body?: unknown) => {
  const asked = vi.fn(async (_path: string, _init: RequestInit) =>
    body === undefined ? new Response(null, { status }) : Response.json(body, { status }),
  );
  vi.stubGlobal("fetch", asked);
  return asked;
};

afterEach(() => vi.unstubAllGlobals());

describe("a request", () => {
  it("goes to the API of the page's own server as JSON", async () => {
    const asked = answer(200, { person: {}, seats: [] });
    await signIn("a@mission.example", "secret");
    const [path, init] = asked.mock.calls[0] ?? [];
    expect(path).toBe("/api/v1/session");
    expect(init).toMatchObject({ method: "POST", credentials: "same-origin" });
    expect(JSON.parse(String(init?.body))).toEqual({ email: "a@mission.example", password: "secret" });
  });

  it("that is refused carries the server's code and detail", async () => {
    answer(404, { code: "unknown", detail: { clause: "x" } });
    await expect(readClause("x")).rejects.toMatchObject({ status: 404, code: "unknown", detail: { clause: "x" } });
  });

  it("that never arrives is a refusal of its own", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
    await expect(readClause("x")).rejects.toMatchObject({ status: 0, code: "unreachable" });
  });

  it("that is answered by no JSON is still a refusal", async () => {
    vi.stubGlobal("fetch", async () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(readClause("x")).rejects.toMatchObject({ status: 502, code: "unreadable" });
  });

  it("that is only accepted has no answer to read", async () => {
    answer(202);
    await expect(retryFile("p", "ar", "pdf")).resolves.toBeUndefined();
  });
});

describe("the gavel", () => {
  it("brings back the texts that moved instead of failing", async () => {
    const languages = { en: { seq: 9, hash: "51d8", text: "new" } };
    answer(409, { code: "text_moved", detail: { languages } });
    await expect(lockClause("c", { en: { seq: 3, hash: "7f3a" } })).resolves.toEqual({ moved: languages });
  });

  it("fails on any other refusal", async () => {
    answer(409, { code: "already_locked", detail: {} });
    await expect(lockClause("c", {})).rejects.toMatchObject({ code: "already_locked" });
  });
});

it("a server without a demonstration offers none", async () => {
  answer(404, { code: "unknown", detail: {} });
  expect(await readDemonstration()).toBeNull();
});

it("only refusals have codes; a fault of ours goes on", () => {
  expect(codeOf(new Refusal(403, "not_chair"))).toBe("not_chair");
  expect(() => codeOf(new TypeError("ours"))).toThrow("ours");
});
