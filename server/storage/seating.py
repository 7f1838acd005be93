"""Who sits in a process, and since and until when: the secretariat's view of people and seats."""

from typing import Any

from sqlalchemy import insert, select, update

from server.storage.database import Reading, Writing
from server.storage.tables import bodies, delegations, persons, processes, seats, sessions

Record = dict[str, Any]


def list_processes(reading: Reading) -> list[Record]:
    """Return all processes of this server by short name."""
    query = select(processes).order_by(processes.c.slug)
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def list_delegations(reading: Reading, process: str) -> list[Record]:
    """Return the delegations of a process with their bodies' codes and names."""
    query = (
        select(delegations, bodies.c.code, bodies.c.kind, bodies.c.names)
        .join(bodies, bodies.c.id == delegations.c.body)
        .where(delegations.c.process == process)
        .order_by(bodies.c.kind.desc(), bodies.c.code)
    )
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def list_sitting(reading: Reading, process: str, person: str | None = None) -> list[Record]:
    """Return all seats of a process, past and to come ones too, with their persons: by name, the oldest seat first."""
    query = (
        select(
            seats,
            persons.c.name,
            persons.c.email,
            persons.c.password_hash,
            persons.c.suspended_at,
        )
        .join(persons, persons.c.id == seats.c.person)
        .where(seats.c.process == process)
        .order_by(persons.c.name, persons.c.id, seats.c.from_at, seats.c.id)
    )
    if person is not None:
        query = query.where(seats.c.person == person)
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def fetch_seat(reading: Reading, seat: str) -> Record | None:
    """Return a seat by id."""
    row = reading.connection.execute(select(seats).where(seats.c.id == seat)).mappings().first()
    return dict(row) if row else None


def insert_seat(writing: Writing, row: Record) -> None:
    """Give a person a seat."""
    writing.connection.execute(insert(seats).values(row))
    writing.publish(row["process"], "seat_changed", seat=row["id"], person=row["person"])


def update_seat(writing: Writing, seat: Record, values: Record) -> None:
    """Change a seat."""
    writing.connection.execute(update(seats).where(seats.c.id == seat["id"]).values(values))
    writing.publish(seat["process"], "seat_changed", seat=seat["id"], person=seat["person"])


def processes_of(reading: Reading, person: str) -> set[str]:
    """Return the processes in which a person holds a seat that has not ended; it may be one to come."""
    query = select(seats.c.process).where(seats.c.person == person)
    lasting = seats.c.until_at.is_(None) | (seats.c.until_at > reading.now_ms)
    return set(reading.connection.execute(query.where(lasting)).scalars())


def set_suspended(writing: Writing, person: str, suspended_at: int | None) -> None:
    """Suspend a person, or with None restore one."""
    writing.connection.execute(update(persons).where(persons.c.id == person).values(suspended_at=suspended_at))
    writing.publish("server", "person_changed", person=person)


def rename_person(writing: Writing, person: str, name: str) -> None:
    """Change what a person is called."""
    writing.connection.execute(update(persons).where(persons.c.id == person).values(name=name))
    writing.publish("server", "person_changed", person=person)


def end_sessions(writing: Writing, person: str) -> None:
    """End all sign-ins of a person now: browsers and tokens."""
    standing = sessions.c.ended_at.is_(None) & (sessions.c.person == person)
    ended = writing.connection.execute(
        update(sessions).where(standing).values(ended_at=writing.now_ms).returning(sessions.c.id)
    )
    for session in sorted(ended.scalars()):
        writing.publish("server", "session_ended", session=session)
