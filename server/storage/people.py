"""Persons, their sign-ins and their seats."""

from typing import Any

from sqlalchemy import func, insert, select, update

from server.storage.database import Reading, Writing
from server.storage.tables import bodies, delegations, persons, processes, seats, sessions

Record = dict[str, Any]


def insert_person(writing: Writing, row: Record) -> None:
    """Add a person; `email` is stored in lower case."""
    writing.connection.execute(
        insert(persons).values({**row, "email": row["email"].lower(), "created_at": writing.now_ms})
    )
    writing.publish("server", "person_changed", person=row["id"])


def find_person(reading: Reading, email: str) -> Record | None:
    """Return the person with this address, whatever its case."""
    query = select(persons).where(persons.c.email == email.strip().lower())
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def fetch_person(reading: Reading, person: str) -> Record | None:
    """Return a person by id."""
    row = reading.connection.execute(select(persons).where(persons.c.id == person)).mappings().first()
    return dict(row) if row else None


def replace_password_hash(writing: Writing, person: str, password_hash: str) -> None:
    """Store a new hash of a person's password."""
    writing.connection.execute(update(persons).where(persons.c.id == person).values(password_hash=password_hash))


def start_session(writing: Writing, row: Record) -> None:
    """Record a sign-in. Only the SHA-256 of its secret is stored."""
    writing.connection.execute(insert(sessions).values({**row, "created_at": writing.now_ms}))
    writing.publish("server", "session_started", session=row["id"], person=row["person"])


def find_session(reading: Reading, secret_hash: str) -> Record | None:
    """Return the sign-in with this secret, with its person's suspension, whether it still holds or not."""
    query = (
        select(sessions, persons.c.suspended_at)
        .join(persons, persons.c.id == sessions.c.person)
        .where(sessions.c.secret_hash == secret_hash)
    )
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def end_session(writing: Writing, session: str) -> None:
    """End a sign-in now. Ending it twice changes nothing."""
    ended = writing.connection.execute(
        update(sessions).where(sessions.c.id == session, sessions.c.ended_at.is_(None)).values(ended_at=writing.now_ms)
    )
    if ended.rowcount:
        writing.publish("server", "session_ended", session=session)


def list_seats(reading: Reading, person: str, process: str | None = None) -> list[Record]:
    """Return a person's seats that hold now, with delegation and names, oldest first."""
    now = reading.now_ms
    query = (
        select(
            seats,
            delegations.c.category,
            delegations.c.region,
            bodies.c.code,
            bodies.c.names,
            bodies.c.short_names,
        )
        .outerjoin(delegations, delegations.c.id == seats.c.delegation)
        .outerjoin(bodies, bodies.c.id == delegations.c.body)
        .where(seats.c.person == person, seats.c.from_at <= now)
        .where(seats.c.until_at.is_(None) | (seats.c.until_at > now))
        .order_by(seats.c.from_at, seats.c.id)
    )
    if process is not None:
        query = query.where(seats.c.process == process)
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def list_demonstration_people(reading: Reading) -> list[Record]:
    """Return the people of the demonstration, in the order they were made, each with the oldest seat."""
    query = (
        select(
            persons.c.id,
            persons.c.name,
            persons.c.email,
            seats.c.role,
            seats.c.title,
            bodies.c.code,
            bodies.c.names,
        )
        .join(seats, seats.c.person == persons.c.id)
        .outerjoin(delegations, delegations.c.id == seats.c.delegation)
        .outerjoin(bodies, bodies.c.id == delegations.c.body)
        .where(persons.c.demonstration.is_(True))
        .order_by(persons.c.id, seats.c.from_at, seats.c.id)
    )
    first: dict[str, Record] = {}
    for row in reading.connection.execute(query).mappings():
        first.setdefault(row["id"], dict(row))
    return list(first.values())


def secretariat_person(reading: Reading, process: str) -> str | None:
    """Return the person who has held a secretariat seat of the process longest."""
    query = (
        select(seats.c.person)
        .where(seats.c.process == process, seats.c.role == "secretariat", seats.c.from_at <= reading.now_ms)
        .where(seats.c.until_at.is_(None) | (seats.c.until_at > reading.now_ms))
        .order_by(seats.c.from_at, seats.c.id)
        .limit(1)
    )
    found: str | None = reading.connection.execute(query).scalar_one_or_none()
    return found


def count_processes(reading: Reading) -> int:
    """Return how many processes this server holds."""
    return int(reading.connection.execute(select(func.count()).select_from(processes)).scalar_one())
