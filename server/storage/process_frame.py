"""A process as it stands on this server, to be compared with a folder, and the rows that make up the difference."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, insert, select, update

from server.storage.database import Reading, Writing
from server.storage.tables import (
    bodies,
    body_memberships,
    consultations,
    delegations,
    mandates,
    persons,
    processes,
    seats,
)

Record = dict[str, Any]

TABLES: Mapping[str, Table] = {
    "process": processes,
    "body": bodies,
    "membership": body_memberships,
    "mandate": mandates,
    "delegation": delegations,
    "consultation": consultations,
    "person": persons,
    "seat": seats,
}
"""What a process is set up from, by name, each before those that refer to it."""

_EVENTS: Mapping[str, tuple[str, str]] = {
    "delegation": ("delegation_changed", "process"),
    "person": ("person_changed", "person"),
    "seat": ("seat_changed", "seat"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What the server knows of one process, and of the bodies and people that a folder names."""

    process: Record | None
    bodies: Mapping[tuple[str, str], Record]
    persons: Mapping[str, Record]
    rows: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    """Delegations, mandates, consultations and seats of the process, and memberships, by name of the noun."""


def read_frame(reading: Reading, slug: str, emails: Iterable[str]) -> Frame:
    """Return the process with this short name as it stands, with the people who have these addresses."""
    process = _first(reading, processes, processes.c.slug == slug)
    found: dict[str, Sequence[Record]] = {"membership": _all(reading, body_memberships)}
    for noun in ("delegation", "mandate", "consultation", "seat"):
        table = TABLES[noun]
        found[noun] = _all(reading, table, table.c.process == process["id"]) if process else []
    wanted = set(emails)
    sitting = {row["person"] for row in found["seat"]}
    people = _all(reading, persons, persons.c.email.in_(wanted) | persons.c.id.in_(sitting))
    return Frame(
        process=process,
        bodies={(row["kind"], row["code"]): row for row in _all(reading, bodies)},
        persons={row["email"]: row for row in people},
        rows=found,
    )


def _first(reading: Reading, table: Table, where: Any) -> Record | None:
    row = reading.connection.execute(select(table).where(where)).mappings().first()
    return dict(row) if row else None


def _all(reading: Reading, table: Table, *where: Any) -> list[Record]:
    query = select(table).where(*where).order_by(table.c.id)
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def write_rows(writing: Writing, noun: str, fresh: Sequence[Record], changed: Mapping[str, Record]) -> None:
    """Add rows of one noun and change others by id, and tell the feed what rights must be read again."""
    table = TABLES[noun]
    if fresh:
        born = {"created_at": writing.now_ms} if "created_at" in table.c else {}
        writing.connection.execute(insert(table), [{**born, **row} for row in fresh])
    for key, values in changed.items():
        writing.connection.execute(update(table).where(table.c.id == key).values(values))


def tell_changes(writing: Writing, process: str, touched: Mapping[str, Sequence[str]]) -> None:
    """Tell the feed which rows were added or changed, by noun and id."""
    if any(touched.values()):
        writing.publish(process, "process_changed", process=process)
    for noun, ids in touched.items():
        kind, name = _EVENTS.get(noun, ("", ""))
        if name == "process" and ids:
            writing.publish(process, kind, process=process)
        elif name:
            for key in ids:
                stream = "server" if noun == "person" else process
                writing.publish(stream, kind, **{name: key})
