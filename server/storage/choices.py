"""In which seat a sign-in acts in a process and, where the seat speaks for several, for which delegation."""

from typing import Any

from sqlalchemy import select

from server.storage.database import Reading, Writing
from server.storage.tables import bodies, delegations, seat_choices

Record = dict[str, Any]


def choose(writing: Writing, session: str, process: str, seat: str, delegation: str | None) -> None:
    """Let a sign-in act in a seat from now on, for a delegation of the seat's choice where one is named."""
    row = {"session": session, "process": process, "seat": seat, "delegation": delegation}
    writing.upsert(seat_choices, row, update=("seat", "delegation"))
    writing.publish("server", "seat_chosen", session=session)


def spoken_for(reading: Reading, session: str) -> dict[str, str | None]:
    """Return the delegations for which a sign-in chose to speak, by process."""
    return read_spoken(reading, [session]).get(session, {})


def read_spoken(reading: Reading, sessions: list[str] | None = None) -> dict[str, dict[str, str | None]]:
    """Return what `spoken_for` does for these sign-ins, or for all."""
    query = select(seat_choices.c.session, seat_choices.c.process, seat_choices.c.delegation)
    if sessions is not None:
        query = query.where(seat_choices.c.session.in_(sessions))
    spoken: dict[str, dict[str, str | None]] = {}
    for row in reading.connection.execute(query):
        spoken.setdefault(row.session, {})[row.process] = row.delegation
    return spoken


def name_delegations(reading: Reading, ids: list[str]) -> dict[str, Record]:
    """Return delegations by id, each with its code and its names."""
    query = (
        select(delegations.c.id, bodies.c.code, bodies.c.names)
        .join(bodies, bodies.c.id == delegations.c.body)
        .where(delegations.c.id.in_(ids))
    )
    return {row["id"]: dict(row) for row in reading.connection.execute(query).mappings()}
