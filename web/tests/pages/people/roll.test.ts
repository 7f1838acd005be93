import { beforeEach, describe, expect, it } from "vitest";
import { countPeople, findPeople, groupPeople, judgeSeat, mainSeat } from "../../../src/pages/people/roll";
import { speak } from "../../../src/text";
import { day, jordan, makePeople, makePerson, makeSeat } from "./scene";

beforeEach(() => speak("en"));

describe("a seat", () => {
  it("holds from its beginning until its end", () => {
    expect(judgeSeat({ from: 1, until: null }, 2)).toBe("now");
    expect(judgeSeat({ from: 3, until: null }, 2)).toBe("later");
    expect(judgeSeat({ from: 1, until: 2 }, 2)).toBe("ended");
  });

  it("that holds now stands for its person, else one to come, else one that was", () => {
    const [past, now, later] = [makeSeat("past", { until: 1 }), makeSeat("now"), makeSeat("later", { from: 9 * day })];
    expect(mainSeat({ seats: [past, later, now] }, day)?.id).toBe("now");
    expect(mainSeat({ seats: [past, later] }, day)?.id).toBe("later");
    expect(mainSeat({ seats: [past] }, day)?.id).toBe("past");
    expect(mainSeat({ seats: [] }, day)).toBeUndefined();
  });
});

it("people stand by delegation, those without one first, all by name", () => {
  const persons = [
    makePerson("Zineb"),
    makePerson("Aïcha"),
    makePerson("Samir", { seats: [makeSeat("s", { delegation: jordan })] }),
    makePerson("Thandi", { seats: [makeSeat("t", { delegation: null, role: "chair" })] }),
  ];
  const groups = groupPeople(persons, day, "Offices").map(({ name, persons }) => [name, persons.map((p) => p.name)]);
  expect(groups).toEqual([
    ["Offices", ["Thandi"]],
    ["Jordan", ["Samir"]],
    ["Morocco", ["Aïcha", "Zineb"]],
  ]);
});

it("people are found by name, address, delegation and office, whatever the accents and the language", () => {
  const aicha = makePerson("Aïcha");
  const chair = makePerson("Thandi", { seats: [makeSeat("t", { delegation: null, title: { fr: "Coprésidente" } })] });
  const found = (typed: string) => findPeople([aicha, chair], typed).map(({ name }) => name);
  expect(found("aicha")).toEqual(["Aïcha"]);
  expect(found("maroc MISSION")).toEqual(["Aïcha"]);
  expect(found("copresidente")).toEqual(["Thandi"]);
  expect(found("aicha jordan")).toEqual([]);
  expect(found(" ")).toEqual(["Aïcha", "Thandi"]);
});

it("the sums say who is not in yet", () => {
  const persons = [
    makePerson("A"),
    makePerson("B", { state: "invited" }),
    makePerson("C", { state: "not_invited" }),
    makePerson("D", { state: "suspended" }),
  ];
  expect(countPeople(makePeople(persons))).toEqual({ all: 4, invited: 1, waiting: 1, suspended: 1 });
});

it("280 people are found and grouped in a few milliseconds", () => {
  const persons = Array.from({ length: 280 }, (_, index) => makePerson(`Person ${index}`));
  findPeople(persons, "x");
  const begun = performance.now();
  groupPeople(findPeople(persons, "person morocco"), day, "Offices");
  expect(performance.now() - begun).toBeLessThan(50);
});
