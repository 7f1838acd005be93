"""The secretariat's view of people and seats, and invitations."""

from typing import Literal

import msgspec

from server.api.replies.people import Delegation
from server.api.replies.struct import Names, Struct

State = Literal["active", "invited", "suspended", "not_invited"]


class ManagedProcess(Struct, frozen=True, kw_only=True):
    """A process whose people the caller manages."""

    id: str
    slug: str
    names: Names
    languages: list[str]


class ManagedProcesses(Struct, frozen=True, kw_only=True):
    """The processes whose people the caller manages."""

    processes: list[ManagedProcess]


class DelegationPart(Delegation, frozen=True, kw_only=True):
    """A delegation with its category and region."""

    category: str
    region: str | None


class HeldSeat(Struct, frozen=True, kw_only=True):
    """A seat, past and to come ones too. Times in Unix ms; `until` null: no end is set."""

    id: str
    role: str
    delegation: Delegation | None
    capacity: str
    title: Names
    languages: list[str]
    from_: int = msgspec.field(name="from")
    until: int | None
    speaks_for: list[Delegation]


class PendingInvitation(Struct, frozen=True, kw_only=True):
    """An invitation that was not used. It may have expired."""

    id: str
    expires_at: int


class Sitting(Struct, frozen=True, kw_only=True):
    """A person with all seats in a process."""

    id: str
    name: str
    email: str
    state: State
    invitation: PendingInvitation | None
    seats: list[HeldSeat]


class People(Struct, frozen=True, kw_only=True):
    """The people of a process."""

    process: ManagedProcess
    delegations: list[DelegationPart]
    persons: list[Sitting]


class Link(Struct, frozen=True, kw_only=True):
    """A link that lets one person in. It is shown this once."""

    invitation: str
    link: str
    expires_at: int


class Invited(Struct, frozen=True, kw_only=True):
    """Who was seated. Without a link where the person has a password, or sits in another process too."""

    person: str
    seat: str | None
    state: State
    invitation: str | None
    link: str | None
    expires_at: int | None


class Standing(Struct, frozen=True, kw_only=True):
    """Whether a person may sign in."""

    person: str
    state: State


class Guest(Struct, frozen=True, kw_only=True):
    """Whom a link lets in."""

    name: str
    email: str
    languages: list[str]


class OfferedSeat(Struct, frozen=True, kw_only=True):
    """The seat that waits for a guest."""

    role: str
    delegation: Delegation | None
    title: Names
    from_: int = msgspec.field(name="from")
    until: int | None


class InvitationSeen(Struct, frozen=True, kw_only=True):
    """What a link leads to."""

    person: Guest
    process: Names
    seat: OfferedSeat | None
    expires_at: int
