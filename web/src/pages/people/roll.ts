/** The people of a process: in which order they stand, who is found, what their seats are now. Pure. */
import type { HeldSeat, People, Sitting } from "../../http/people";
import { fold } from "../../parts/folding";
import { locale } from "../../text";
import { pick } from "../../text/names";

export interface Group {
  /** The delegation's id, or nothing for chair, secretariat and translators. */
  id: string;
  name: string;
  persons: Sitting[];
}

export type Lasting = "now" | "ended" | "later";

/** Return whether a seat holds now. Unix ms. */
export function judgeSeat({ from, until }: Pick<HeldSeat, "from" | "until">, now: number): Lasting {
  if (until !== null && until <= now) return "ended";
  return from > now ? "later" : "now";
}

/** Return the seat by which a person is listed: one that holds now, else one to come, else the last one. */
export function mainSeat({ seats }: Pick<Sitting, "seats">, now: number): HeldSeat | undefined {
  return (["now", "later", "ended"] as const)
    .map((lasting) => seats.find((seat) => judgeSeat(seat, now) === lasting))
    .find(Boolean);
}

/** Return the people by delegation, those without one first, each group and the groups by name. */
export function groupPeople(persons: readonly Sitting[], now: number, offices: string): Group[] {
  const groups = new Map<string, Group>();
  for (const person of persons) {
    const delegation = mainSeat(person, now)?.delegation;
    const id = delegation?.id ?? "";
    const group = groups.get(id) ?? { id, name: delegation ? pick(delegation.names) : offices, persons: [] };
    group.persons.push(person);
    groups.set(id, group);
  }
  const order = new Intl.Collator(locale());
  for (const { persons: some } of groups.values()) some.sort((one, other) => order.compare(one.name, other.name));
  return [...groups.values()].sort(
    (one, other) => Number(one.id !== "") - Number(other.id !== "") || order.compare(one.name, other.name),
  );
}

const haystacks = new WeakMap<Sitting, string>();

function haystack(person: Sitting): string {
  const known = haystacks.get(person);
  if (known !== undefined) return known;
  const seats = person.seats.flatMap(({ delegation, title }) => [
    delegation?.code ?? "",
    ...Object.values(delegation?.names ?? {}),
    ...Object.values(title),
  ]);
  const made = fold([person.name, person.email, ...seats].join("\n"));
  haystacks.set(person, made);
  return made;
}

/** Return the people who fit all words that were typed: of the name, the address, the delegation or the office. */
export function findPeople(persons: readonly Sitting[], typed: string): Sitting[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  return persons.filter((person) => words.every((word) => haystack(person).includes(word)));
}

export interface Sums {
  all: number;
  invited: number;
  waiting: number;
  suspended: number;
}

/** Return how many people there are, and how many are not in yet. */
export function countPeople({ persons }: Pick<People, "persons">): Sums {
  const count = (state: Sitting["state"]) => persons.filter((person) => person.state === state).length;
  return {
    all: persons.length,
    invited: count("invited"),
    waiting: count("not_invited"),
    suspended: count("suspended"),
  };
}
