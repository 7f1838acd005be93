"""Rows of people, seats and drafts in the form in which rights judge them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from server.domain.facts import DEFAULT_READERS, DEFAULT_TYPISTS, Choice, DraftFacts, Scope, SeatFacts, SignInFacts
from server.domain.rights import takes_typing
from server.domain.standing import seal_rights
from server.domain.terms import DraftMode, Role
from server.storage.database import Reading
from server.storage.tables import (
    agendas,
    bodies,
    delegations,
    drafts,
    persons,
    processes,
    seat_choices,
    seats,
    sessions,
)

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person and what they are called. `suspended` ends all that they do, at once."""

    id: str
    name: str
    email: str
    languages: tuple[str, ...]
    suspended: bool


@dataclass(frozen=True, slots=True)
class DelegationFacts:
    """A delegation and what it is called, by language."""

    id: str
    process: str
    category: str
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class DraftSettings:
    """A draft's settings as rights judge them, and how names are shown in it."""

    facts: DraftFacts
    name_policy: str
    consultation: str | None = None


def read_sign_ins(reading: Reading, *where: Condition) -> dict[str, SignInFacts]:
    """Return sign-ins by id."""
    query = select(sessions.c.id, sessions.c.person, sessions.c.expires_at, sessions.c.ended_at)
    return {row.id: SignInFacts(*row) for row in reading.connection.execute(query.where(*where))}


def read_persons(reading: Reading, *where: Condition) -> dict[str, PersonFacts]:
    """Return persons by id."""
    return {
        row.id: PersonFacts(row.id, row.name, row.email, tuple(row.languages), row.suspended_at is not None)
        for row in reading.connection.execute(select(persons).where(*where))
    }


def read_choices(reading: Reading, *where: Condition) -> dict[tuple[str, str], Choice]:
    """Return in which seats people chose to act and for whom, by (sign-in, process)."""
    rows = reading.connection.execute(select(seat_choices).where(*where))
    return {(row.session, row.process): Choice(row.seat, row.delegation) for row in rows}


def read_seats(reading: Reading, *where: Condition) -> dict[str, SeatFacts]:
    """Return seats by id, the oldest first."""
    query: Select[Any] = (
        select(seats, delegations.c.category, persons.c.suspended_at)
        .join(persons, persons.c.id == seats.c.person)
        .outerjoin(delegations, delegations.c.id == seats.c.delegation)
        .where(*where)
        .order_by(seats.c.from_at, seats.c.id)
    )
    return {row.id: _seat(row) for row in reading.connection.execute(query)}


def _seat(row: Any) -> SeatFacts:
    return SeatFacts(
        id=row.id,
        person=row.person,
        process=row.process,
        role=Role(row.role),
        category=row.category,
        delegation=row.delegation,
        languages=frozenset(row.languages),
        speaks_for=frozenset(row.speaks_for),
        scope=_scope(row.scope),
        from_ms=row.from_at,
        until_ms=row.until_at,
        suspended=row.suspended_at is not None,
    )


def _scope(stored: dict[str, Sequence[str]]) -> Scope:
    return Scope(*(frozenset(stored.get(name) or ()) for name in ("agendas", "drafts", "clauses")))


def read_drafts(reading: Reading, *where: Condition) -> dict[str, DraftSettings]:
    """Return drafts' settings by id."""
    query = (
        select(
            drafts,
            agendas.c.process,
            agendas.c.state.label("agenda_state"),
            processes.c.state.label("process_state"),
        )
        .join(agendas, agendas.c.id == drafts.c.agenda)
        .join(processes, processes.c.id == agendas.c.process)
        .where(*where)
    )
    return {row.id: _draft(row) for row in reading.connection.execute(query)}


def _draft(row: Any) -> DraftSettings:
    facts = DraftFacts(
        id=row.id,
        agenda=row.agenda,
        process=row.process,
        kind=row.kind,
        mode=DraftMode(row.mode),
        readers=frozenset(row.readers or (() if row.kind == "private" else DEFAULT_READERS)),
        typists=frozenset(row.typists or (() if row.kind == "private" else DEFAULT_TYPISTS)),
        original_language=row.original_language,
        opens_ms=row.opens_at,
        closes_ms=row.closes_at,
        staging=row.agenda_state == "staging",
        ended=row.process_state == "closed" or row.agenda_state == "withdrawn",
    )
    return DraftSettings(facts, row.name_policy, row.consultation)


def read_delegations(reading: Reading, *where: Condition) -> dict[str, DelegationFacts]:
    """Return delegations by id."""
    query = (
        select(delegations.c.id, delegations.c.process, delegations.c.category, bodies.c.names)
        .add_columns(bodies.c.short_names)
        .join(bodies, bodies.c.id == delegations.c.body)
        .where(*where)
    )
    return {
        row.id: DelegationFacts(row.id, row.process, row.category, {**row.names, **row.short_names})
        for row in reading.connection.execute(query)
    }


def seat_facts(reading: Reading, seat: str) -> SeatFacts:
    """Return the facts of one seat."""
    return read_seats(reading, seats.c.id == seat)[seat]


def own_seats(reading: Reading, person: str) -> dict[str, SeatFacts]:
    """Return a person's seats by id, the oldest first, whether they hold now or not."""
    return read_seats(reading, seats.c.person == person)


def draft_facts(reading: Reading, draft: str) -> DraftFacts:
    """Return the facts of one draft."""
    return read_drafts(reading, drafts.c.id == draft)[draft].facts


def seal_facts(seat: SeatFacts, spoken_for: str | None, draft: DraftSettings, now_ms: int) -> str:
    """Return a short code of all that decides what a seat may do in a draft at this moment."""
    return seal_rights(seat, spoken_for, draft, takes_typing(draft.facts, now_ms).reason)


def seal_settings(reading: Reading, seat: SeatFacts, spoken_for: str | None, draft: str) -> str:
    """`seal_facts`, by the draft's row."""
    return seal_facts(seat, spoken_for, read_drafts(reading, drafts.c.id == draft)[draft], reading.now_ms)
