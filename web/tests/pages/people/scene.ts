import type { HeldSeat, People, Sitting } from "../../../src/http/people";

export const day = 86_400_000;
const morocco = { id: "d-mar", code: "MAR", names: { en: "Morocco", fr: "Maroc" }, category: "state", region: null };
const jordan = { id: "d-jor", code: "JOR", names: { en: "Jordan" }, category: "state", region: null };

export const makeSeat = (id: string, more: Partial<HeldSeat> = {}): HeldSeat => ({
  id,
  role: "delegate",
  delegation: morocco,
  capacity: "",
  title: {},
  languages: [],
  from: 0,
  until: null,
  speaks_for: [],
  ...more,
});

export const makePerson = (name: string, more: Partial<Sitting> = {}): Sitting => ({
  id: `p-${name}`,
  name,
  email: `${name.toLowerCase()}@mission.example`,
  state: "active",
  invitation: null,
  seats: [makeSeat(`s-${name}`)],
  ...more,
});

export const makePeople = (persons: Sitting[]): People => ({
  process: { id: "berne", slug: "berne", names: { en: "Berne Initiative" }, languages: ["en", "fr"] },
  delegations: [morocco, jordan],
  persons,
});

export { jordan, morocco };
