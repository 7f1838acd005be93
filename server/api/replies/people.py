"""Who is signed in, and who may be."""

import msgspec

from server.api.replies.struct import Names, Struct


class Person(Struct, frozen=True, kw_only=True):
    """A human being."""

    id: str
    name: str


class Account(Person, frozen=True, kw_only=True):
    """The signed-in person."""

    email: str
    languages: list[str]


class DelegationTag(Struct, frozen=True, kw_only=True):
    """A delegation as it is printed beside words: its code, and its name by language."""

    code: str | None
    names: Names | None


class Delegation(DelegationTag, frozen=True, kw_only=True):
    """A delegation's part in a process."""

    id: str


class Seat(Struct, frozen=True, kw_only=True):
    """What a person is in one process, from when until when (Unix ms).

    `chosen` is the seat in which this sign-in acts there, `speaking_for` the delegation for which it writes.
    """

    id: str
    process: str
    role: str
    delegation: Delegation | None
    title: Names
    chosen: bool
    from_: int = msgspec.field(name="from")
    until: int | None
    speaks_for: list[Delegation]
    speaking_for: str | None


class SignIn(Struct, frozen=True, kw_only=True):
    """Who is signed in. `token` only where one was asked for."""

    person: Account
    seats: list[Seat]
    token: str | msgspec.UnsetType = msgspec.UNSET


class UnsentKey(Struct, frozen=True, kw_only=True):
    """256 bits in base64url, for AES-GCM: the same for a person at every sign-in, and nobody else's."""

    key: str


class ShownPerson(Person, frozen=True, kw_only=True):
    """A person of the demonstration."""

    email: str
    role: str
    title: Names
    delegation: DelegationTag | None


class Demonstration(Struct, frozen=True, kw_only=True):
    """The demonstration's process, agenda and people."""

    process: str
    agenda: str
    persons: list[ShownPerson]
