/** What the secretariat does at the list of people: who is found, which form is open, what was said last. */
import { signal } from "@preact/signals";
import type { People, Sitting } from "../../http/people";

/** What an act has brought: a sentence, and a link that is shown this once. `person` is whom it is about. */
export interface Told {
  person: string;
  words: string;
  link?: { address: string; expires: number };
}

/** Which form is open: the one for a newcomer, or one about a person or a seat. */
export type Form =
  | { kind: "invite" }
  | { kind: "person" | "seat" | "suspend"; person: string }
  | { kind: "end"; person: string; seat: string };

export class Desk {
  readonly people;
  readonly asked = signal("");
  readonly form = signal<Form | null>(null);
  readonly told = signal<Told | null>(null);

  constructor(people: People) {
    this.people = signal(people);
  }

  open(form: Form): void {
    this.told.value = null;
    this.form.value = form;
  }

  /** Put a person back into the list as the server gave him or her, or add the newcomer; and say what was done. */
  keep(person: Sitting, told?: Told): void {
    const { persons, ...rest } = this.people.value;
    const known = persons.some(({ id }) => id === person.id);
    const next = known ? persons.map((one) => (one.id === person.id ? person : one)) : [...persons, person];
    this.people.value = { ...rest, persons: next };
    this.say(told ?? null);
  }

  /** Take the whole list anew, after an act whose answer does not hold the person. */
  replace(people: People, told: Told): void {
    this.people.value = people;
    this.say(told);
  }

  private say(told: Told | null): void {
    this.form.value = told ? { kind: "person", person: told.person } : null;
    this.told.value = told;
  }
}
