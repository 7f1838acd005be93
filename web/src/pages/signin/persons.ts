/** The persons of the demonstration by role, in the order in which a newcomer wants to try them. */
import type { DemonstrationPerson, Role } from "../../http/contract";

const order: readonly Role[] = ["chair", "delegate", "translator", "secretariat", "observer"];

export interface Group {
  role: Role;
  persons: DemonstrationPerson[];
}

export function groupByRole(persons: readonly DemonstrationPerson[]): Group[] {
  return order
    .map((role) => ({ role, persons: persons.filter((person) => person.role === role) }))
    .filter((group) => group.persons.length > 0);
}
