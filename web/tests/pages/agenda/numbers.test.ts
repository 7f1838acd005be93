import { beforeEach, describe, expect, it } from "vitest";
import type { Clause } from "../../../src/http/contract";
import { findClause, findClauses, nameAmong, nameWithWords, pathOf } from "../../../src/pages/agenda/numbers";
import { flatten, type Row } from "../../../src/pages/agenda/rows";
import { speak } from "../../../src/text";
import { makeClause, makeText, writeDoc } from "./clauses";

const words = (said: string) => ({ en: makeText({ json: writeDoc(said) }) });
const article = (number: number, labels: string[], more: Partial<Clause> = {}): Clause =>
  makeClause(`a${number}`, {
    label: `Article ${number}`,
    kind: "heading",
    children: labels.map((label) =>
      makeClause(`a${number}-${label}`, { label, texts: words(`In ${number} the Parties do ${label}.`) }),
    ),
    ...more,
  });

const nested = makeClause("a3-9", {
  label: "9",
  children: [makeClause("a3-9-a", { label: "(a)" }), makeClause("a3-9-b", { label: "(b)" })],
});
const rows: Row[] = flatten([
  makeClause("general", { label: "", kind: "heading", title: { en: "General" }, texts: {}, children: [] }),
  article(1, ["1", "2", "3"]),
  article(2, ["1", "2", "2 bis", "7"]),
  article(3, ["1", "(a)"], { children: [makeClause("a3-1", { label: "1" }), nested] }),
  article(4, ["1", "2", "3", "3"], {
    children: [
      makeClause("a4-1", { label: "1" }),
      makeClause("a4-2", { label: "2" }),
      makeClause("a4-3", { label: "3", texts: words("Each Party’s next contribution goes further.") }),
      makeClause("gone", { label: "3", status: "withdrawn" }),
    ],
  }),
]);
const row = (id: string) => rows.find((one) => one.id === id) as Row;
const find = (typed: string, from?: string) => findClause(rows, typed, from).id;
const refusal = (typed: string, from?: string) => findClause(rows, typed, from).wrong;
const list = (typed: string, from = "a4-2") => findClauses(rows, typed, from);

beforeEach(() => speak("en"));

describe("a number that is typed", () => {
  it("names the only clause that has it, in either spelling, from anywhere", async () => {
    for (const typed of ["2 bis", "2bis", " 2  bis "]) expect(find(typed, "a4-2")).toBe("a2-2 bis");
    expect(find("7")).toBe("a2-7");
    await speak("ar");
    expect(find("٢ مكررا", "a4-2")).toBe("a2-2 bis");
    expect(find("٧")).toBe("a2-7");
  });

  it("means the sibling before any other of that number", () => {
    expect(find("3", "a4-2")).toBe("a4-3");
    expect(find("1", "a2-7")).toBe("a2-1");
    expect(find("(a)", "a3-9-b")).toBe("a3-9-a");
  });

  it("means what stands under the clause at work, then what is near it", () => {
    expect(find("2", "a1")).toBe("a1-2");
    expect(find("1", "a3-9-b")).toBe("a3-1");
  });

  it("is refused where several are as near, and the sentence says so", () => {
    expect(refusal("2", "a3-1")).toBe("Several clauses have the number “2”. Choose one from the list.");
    expect(refusal("1")).toContain("Several clauses");
  });

  it("is refused where no clause has it, or there is none", () => {
    expect(refusal("13", "a4-2")).toBe("No clause has the number “13”. Choose one from the list.");
    expect(refusal("67", "a4-2")).toContain("No clause");
    expect(refusal(" ")).toBe("Type a number, or choose a clause from the list.");
  });

  it("names no clause that cannot be meant", () => {
    const among = rows.filter(({ id }) => id !== "a4-3" && id !== "gone");
    expect(findClause(rows, "3", "a4-2", among).id).toBe("a1-3");
    expect(findClause(rows, "7", "a4-2", rows.slice(0, 2)).id).toBeUndefined();
  });

  it("does not mean a withdrawn clause while another stands", () => {
    expect(find("Article 4, 3")).toBe("a4-3");
    expect(nameAmong(rows, row("gone").clause)).not.toBe("Article 4, 3");
    expect(find(pathOf(rows, row("gone")))).toBe("gone");
  });
});

describe("a path", () => {
  it("names a clause from anywhere, however it is spaced", () => {
    for (const typed of ["Article 1, 3", "article 1,3", "Article 1 , 3"]) expect(find(typed, "a4-2")).toBe("a1-3");
    expect(find("Article 3, 9, (a)", "a4-2")).toBe("a3-9-a");
    expect(find("General")).toBe("general");
  });

  it("is what each clause is offered by, as short as tells it apart, and leads back to it", () => {
    expect(pathOf(rows, row("a2-7"))).toBe("7");
    expect(pathOf(rows, row("a4-3"))).toBe("Article 4, 3");
    expect(pathOf(rows, row("general"))).toBe("General");
    expect(pathOf(rows, row("a3-9-a"))).toBe("(a)");
    for (const one of rows) expect(find(pathOf(rows, one), "a1-1")).toBe(one.id);
  });

  it("begins at a heading", () => {
    const item = (id: string) => makeClause(`${id}-a`, { label: "(a)" });
    const two = flatten([
      article(5, [], { children: [makeClause("5-1", { label: "1", children: [item("5-1")] })] }),
      article(6, [], { children: [makeClause("6-2", { label: "2", children: [item("6-2")] })] }),
    ]);
    const [found] = two.filter(({ id }) => id === "5-1-a");
    expect(found && pathOf(two, found)).toBe("Article 5, 1, (a)");
    expect(findClause(two, "1, (a)", "6-2-a").id).toBe("5-1-a");
  });

  it("stands in sentences and lists only where the number is not enough", async () => {
    expect(nameAmong(rows, row("a2-7").clause)).toBe("7");
    expect(nameAmong(rows, row("general").clause)).toBe("“General”");
    expect(nameWithWords(rows, row("a2-7"))).toBe("7");
    expect(nameWithWords(rows, row("a4-3"))).toBe("Article 4, 3 “Each Party’s next contribution goes further”");
    await speak("ar");
    expect(pathOf(rows, row("a4-3"))).toBe("المادة ٤، ٣");
  });
});

describe("a list of numbers", () => {
  it("has commas, semicolons or spaces between them", () => {
    for (const typed of ["1, 3", "1 3", "1; 3", "1،3", "1,, 3,"]) expect(list(typed).ids).toEqual(["a4-1", "a4-3"]);
    expect(list("1 2 bis 7").ids).toEqual(["a4-1", "a2-2 bis", "a2-7"]);
  });

  it("can hold paths", () => {
    expect(list("Article 1, 3, 1").ids).toEqual(["a1-3", "a4-1"]);
    expect(list("Article 1, 3; Article 2, 1").ids).toEqual(["a1-3", "a2-1"]);
    expect(list("Article 1, Article 2").ids).toEqual(["a1", "a2"]);
  });

  it("is refused whole where one number names nothing, and says which", () => {
    expect(list("1, 99").wrong).toContain("“99”");
    expect(list("1 99").wrong).toContain("“99”");
    expect(list("Article 3, 3").wrong).toContain("“Article 3, 3”");
    expect(list("1, 2", "a3-9-b").wrong).toContain("Several clauses have the number “2”");
  });

  it("is refused where it can be one path or several clauses, until a semicolon says which", () => {
    const two = flatten([
      makeClause("6", { children: [makeClause("6-7", { label: "7" })] }),
      makeClause("8"),
      makeClause("7"),
    ]);
    expect(findClauses(two, "6, 7", "8").wrong).toBe(
      "“6, 7” can mean one clause or several. Put a semicolon after each clause.",
    );
    expect(findClauses(two, "6; 7", "8").ids).toEqual(["6", "7"]);
    expect(findClauses(two, "6, 7;", "8").ids).toEqual(["6-7"]);
  });
});
