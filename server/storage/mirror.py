"""The rows that rights rest on, as they were read last."""

from dataclasses import dataclass, field

from sqlalchemy import select

from server.domain.facts import Choice, SeatFacts, SignInFacts
from server.storage.database import Reading
from server.storage.facts import (
    DelegationFacts,
    DraftSettings,
    PersonFacts,
    read_choices,
    read_delegations,
    read_drafts,
    read_persons,
    read_seats,
    read_sign_ins,
)
from server.storage.tables import agendas, delegations, drafts, persons, seat_choices, seats, sessions


@dataclass(slots=True)
class Mirror:
    """The rows that rights rest on. Entries are replaced whole, so that other threads may read them too."""

    sign_ins: dict[str, SignInFacts] = field(default_factory=dict)
    choices: dict[tuple[str, str], Choice] = field(default_factory=dict)
    persons: dict[str, PersonFacts] = field(default_factory=dict)
    seats: dict[str, SeatFacts] = field(default_factory=dict)
    held: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    drafts: dict[str, DraftSettings] = field(default_factory=dict)
    delegations: dict[str, DelegationFacts] = field(default_factory=dict)
    mains: dict[str, str] = field(default_factory=dict)

    def take(self, other: "Mirror") -> None:
        """Take over what was read anew."""
        self.sign_ins |= other.sign_ins
        self.choices |= other.choices
        self.persons |= other.persons
        self.seats |= other.seats
        self.drafts |= other.drafts
        self.mains |= {draft.facts.agenda: key for key, draft in other.drafts.items() if draft.facts.kind == "main"}
        self.delegations |= other.delegations
        for seat in sorted(other.seats.values(), key=lambda seat: (seat.from_ms, seat.id)):
            holder = (seat.person, seat.process)
            self.held[holder] = self._by_age({*self.held.get(holder, ()), seat.id})

    def _by_age(self, ids: set[str]) -> tuple[str, ...]:
        return tuple(sorted(ids, key=lambda key: (self.seats[key].from_ms, key)))


def read_all(reading: Reading) -> Mirror:
    """Read all that rights rest on."""
    mirror = Mirror()
    mirror.take(
        Mirror(
            sign_ins=read_sign_ins(reading, sessions.c.ended_at.is_(None)),
            choices=read_choices(reading),
            persons=read_persons(reading),
            seats=read_seats(reading),
            drafts=read_drafts(reading, drafts.c.kind != "proposal"),
            delegations=read_delegations(reading),
        )
    )
    return mirror


def read_due(reading: Reading, due: frozenset[tuple[str, str]]) -> Mirror:
    """Read the rows that are due, and those whose facts hold a part of them."""

    def named(kind: str) -> list[str]:
        return [key for name, key in due if name == kind]

    sitting = (
        seats.c.id.in_(named("seat")) | seats.c.person.in_(named("person")) | seats.c.process.in_(named("process"))
    )
    set_up = (
        drafts.c.id.in_(named("draft")) | drafts.c.agenda.in_(named("agenda")) | agendas.c.process.in_(named("process"))
    )
    represented = delegations.c.process.in_(named("process")) | delegations.c.id.in_(
        select(seats.c.delegation).where(sitting)
    )
    return Mirror(
        sign_ins=read_sign_ins(reading, sessions.c.id.in_(named("session"))),
        choices=read_choices(reading, seat_choices.c.session.in_(named("session"))),
        persons=read_persons(reading, persons.c.id.in_(named("person"))),
        seats=read_seats(reading, sitting),
        drafts=read_drafts(reading, set_up, drafts.c.kind != "proposal"),
        delegations=read_delegations(reading, represented),
    )
