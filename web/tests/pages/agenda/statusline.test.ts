import { describe, expect, it } from "vitest";
import { readLine } from "../../../src/pages/agenda/statusline";

const calm = { late: false, unsaved: 0, mayWrite: true, isEmpty: false, signedOut: false };
const connected = { kind: "connected" } as const;
const offline = { kind: "offline", since: 5 } as const;

describe("the status line", () => {
  it("says first what is at risk: words that wait while there is no connection", () => {
    const saving = { kind: "sending", since: 1, words: 7 } as const;
    expect(readLine(saving, offline, calm)).toEqual({ kind: "unsaved", count: 7, spoken: true });
  });

  it("says that there is no connection when nothing waits", () => {
    expect(readLine({ kind: "saved", at: 9 }, offline, calm)).toEqual({ kind: "offline", since: 5, spoken: true });
  });

  it("says why there is no connection when too many pages are open", () => {
    expect(readLine({ kind: "none" }, { ...offline, crowded: true }, calm)).toEqual({ kind: "crowded", spoken: true });
  });

  it("says before all else that the sign-in has ended, and how many words would be lost", () => {
    const saving = { kind: "sending", since: 1, words: 2 } as const;
    expect(readLine(saving, offline, { ...calm, signedOut: true })).toEqual({
      kind: "signed_out",
      count: 2,
      spoken: true,
    });
  });

  it("speaks of saving only when it takes more than a second", () => {
    const saving = { kind: "sending", since: 1, words: 1 } as const;
    expect(readLine(saving, connected, calm).kind).toBe("silent");
    expect(readLine(saving, connected, { ...calm, late: true }).kind).toBe("saving");
  });

  it("says when the words were saved", () => {
    expect(readLine({ kind: "saved", at: 9 }, connected, calm)).toMatchObject({ kind: "saved", at: 9 });
  });

  it("tells a reader who may not write that it is so", () => {
    expect(readLine({ kind: "none" }, connected, { ...calm, mayWrite: false }).kind).toBe("reading");
  });

  it("does not say of an empty text that it may not be written", () => {
    expect(readLine({ kind: "none" }, connected, { ...calm, mayWrite: false, isEmpty: true }).kind).toBe("silent");
  });
});
