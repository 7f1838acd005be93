import { expect, it } from "vitest";
import type { AgendaEntry } from "../../../src/http/contract";
import { arrangeShelves } from "../../../src/pages/agendas/shelves";

const entry = (id: string, process: string, changed_at: number): AgendaEntry => ({
  id,
  title: {},
  process: { id: process, names: { en: process } },
  languages: [],
  role: "delegate",
  delegation: null,
  counts: {},
  changed_at,
});

it("texts stand by process, the ones that changed last first", () => {
  const shelves = arrangeShelves([entry("old", "berne", 1), entry("transit", "transit", 2), entry("new", "berne", 3)]);
  expect(shelves.map(({ id, agendas }) => [id, agendas.map((agenda) => agenda.id)])).toEqual([
    ["berne", ["new", "old"]],
    ["transit", ["transit"]],
  ]);
});

it("a process without a text stands there for its secretariat", () => {
  const managed = [
    { id: "new", slug: "new", names: { en: "new" }, languages: [] },
    { id: "berne", slug: "berne", names: { en: "berne" }, languages: [] },
  ];
  const shelves = arrangeShelves([entry("a", "berne", 1), entry("b", "transit", 0)], managed);
  expect(shelves.map(({ id, managed, agendas }) => [id, managed?.slug, agendas.length])).toEqual([
    ["berne", "berne", 1],
    ["transit", undefined, 1],
    ["new", "new", 0],
  ]);
});
