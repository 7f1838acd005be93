/** People and seats, for the secretariat; and the link by which an invited person comes in. */
import { ask } from "./api";
import type { Delegation, Names, Role, Session } from "./contract";

export type PersonState = "active" | "invited" | "suspended" | "not_invited";

export interface ManagedProcess {
  id: string;
  slug: string;
  names: Names;
  languages: string[];
}

export interface DelegationPart extends Delegation {
  id: string;
  category: string;
  region: string | null;
}

/** A seat, past and to come ones too; `until` null: no end is set. */
export interface HeldSeat {
  id: string;
  role: Role;
  delegation: DelegationPart | Delegation | null;
  capacity: string;
  title: Names;
  languages: string[];
  from: number;
  until: number | null;
  speaks_for: Delegation[];
}

export interface Sitting {
  id: string;
  name: string;
  email: string;
  state: PersonState;
  /** An invitation that was not used. It may have expired. */
  invitation: { id: string; expires_at: number } | null;
  seats: HeldSeat[];
}

export interface People {
  process: ManagedProcess;
  delegations: DelegationPart[];
  persons: Sitting[];
}

export interface NewSeat {
  role: Role;
  delegation?: string;
  title?: Names;
  languages?: string[];
  from?: number;
  until?: number;
  speaks_for?: string[];
}

export interface Guest {
  email: string;
  name?: string;
  seat?: NewSeat;
}

/** Who was seated. Without a link where the person has a password, or sits in another process too. */
export interface Invited {
  person: string;
  state: PersonState;
  invitation: string | null;
  link: string | null;
  expires_at: number | null;
}

export interface Link {
  invitation: string;
  link: string;
  expires_at: number;
}

/** What a link leads to. */
export interface InvitationSeen {
  person: { name: string; email: string; languages: string[] };
  process: Names;
  seat: Pick<HeldSeat, "role" | "delegation" | "title" | "from" | "until"> | null;
  expires_at: number;
}

export const listManaged = async () => (await ask<{ processes: ManagedProcess[] }>("GET", "/processes")).processes;
export const readPeople = (process: string) => ask<People>("GET", `/processes/${process}/people`);
export const invite = (process: string, guest: Guest) =>
  ask<Invited>("POST", `/processes/${process}/invitations`, guest);
export const renewInvitation = (id: string) => ask<Link>("POST", `/invitations/${id}/renew`);
export const revokeInvitation = (id: string) => ask<void>("DELETE", `/invitations/${id}`);
export const giveSeat = (process: string, person: string, seat: NewSeat) =>
  ask<Sitting>("POST", `/processes/${process}/seats`, { person, seat });
export const endSeat = (seat: string, until: number | null) => ask<Sitting>("PATCH", `/seats/${seat}`, { until });
export const suspendPerson = (person: string) => ask<{ state: PersonState }>("POST", `/persons/${person}/suspend`);
export const restorePerson = (person: string) => ask<{ state: PersonState }>("POST", `/persons/${person}/restore`);

/** The secret travels in the body alone: it stands in no address that a log could keep. */
export const lookAtInvitation = (secret: string) => ask<InvitationSeen>("POST", "/invitations/look", { secret });
export const acceptInvitation = (secret: string, password: string, name?: string) =>
  ask<Session>("POST", "/invitations/accept", { secret, password, ...(name ? { name } : {}) });
