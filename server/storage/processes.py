"""Processes with their bodies, delegations, mandates, consultations and sources; and facts of the server."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from server.storage.database import Reading, Writing
from server.storage.tables import (
    bodies,
    consultation_participants,
    consultations,
    delegations,
    mandates,
    processes,
    seats,
    server_facts,
    sources,
)

Record = dict[str, Any]


def insert_process(writing: Writing, row: Record) -> None:
    """Add a process."""
    writing.connection.execute(insert(processes).values(row))
    writing.publish(row["id"], "process_changed", process=row["id"])


def find_process(reading: Reading, slug: str) -> Record | None:
    """Return the process with this short name."""
    row = reading.connection.execute(select(processes).where(processes.c.slug == slug)).mappings().first()
    return dict(row) if row else None


def fetch_process(reading: Reading, process: str) -> Record:
    """Return a process by id."""
    row = reading.connection.execute(select(processes).where(processes.c.id == process)).mappings().one()
    return dict(row)


def find_body(reading: Reading, kind: str, code: str) -> str | None:
    """Return the id of the State or organisation with this code."""
    query = select(bodies.c.id).where(bodies.c.kind == kind, bodies.c.code == code)
    found: str | None = reading.connection.execute(query).scalar_one_or_none()
    return found


def insert_bodies(writing: Writing, rows: Sequence[Record]) -> None:
    """Add States, organisations or associations."""
    if rows:
        writing.connection.execute(insert(bodies), list(rows))


def insert_delegations(writing: Writing, rows: Sequence[Record]) -> None:
    """Give bodies their part in a process."""
    if rows:
        writing.connection.execute(insert(delegations), list(rows))


def insert_mandates(writing: Writing, rows: Sequence[Record]) -> None:
    """Record a body's dated office in a process."""
    if rows:
        writing.connection.execute(insert(mandates), list(rows))


def insert_seats(writing: Writing, rows: Sequence[Record]) -> None:
    """Give people their seats."""
    writing.connection.execute(insert(seats), list(rows))
    for row in rows:
        writing.publish(row["process"], "seat_changed", seat=row["id"], person=row["person"])


def insert_consultations(writing: Writing, rows: Sequence[Record]) -> None:
    """Add meetings or rounds."""
    if rows:
        writing.connection.execute(insert(consultations), list(rows))


def insert_participants(writing: Writing, rows: Sequence[Record]) -> None:
    """Record who took part in a consultation, and in which capacity."""
    if rows:
        writing.connection.execute(insert(consultation_participants), list(rows))


def last_consultation(reading: Reading, process: str) -> Record | None:
    """Return the process's latest consultation by its date."""
    query = (
        select(consultations)
        .where(consultations.c.process == process)
        .order_by(consultations.c.since.desc(), consultations.c.id.desc())
        .limit(1)
    )
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def insert_source(writing: Writing, row: Record) -> None:
    """Add a source of words: an imported file, a paper, another process."""
    writing.connection.execute(insert(sources).values(row))


def source_names(reading: Reading, ids: Sequence[str]) -> dict[str, str]:
    """Return names of sources by id."""
    query = select(sources.c.id, sources.c.name).where(sources.c.id.in_(ids))
    return {row.id: row.name for row in reading.connection.execute(query)}


def read_fact(reading: Reading, name: str) -> Any:
    """Return a fact about this server, or None."""
    query = select(server_facts.c.value).where(server_facts.c.name == name)
    return reading.connection.execute(query).scalar_one_or_none()


def write_fact(writing: Writing, name: str, value: Any) -> None:
    """Keep a fact about this server."""
    writing.connection.execute(delete(server_facts).where(server_facts.c.name == name))
    writing.connection.execute(insert(server_facts).values(name=name, value=value))


def find_delegation(reading: Reading, process: str, code: str) -> str | None:
    """Return the delegation of the State or organisation with this code in a process."""
    query = (
        select(delegations.c.id)
        .join(bodies, bodies.c.id == delegations.c.body)
        .where(delegations.c.process == process, bodies.c.code == code)
    )
    found: str | None = reading.connection.execute(query).scalar_one_or_none()
    return found


def keep_fact(writing: Writing, name: str, value: Any) -> Any:
    """Keep a fact about this server unless there is one, and return the one that stands."""
    writing.upsert(server_facts, {"name": name, "value": value}, update=())
    return read_fact(writing, name)
