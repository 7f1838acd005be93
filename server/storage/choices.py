"""In which seat a sign-in acts in a process and, where the seat speaks for several, for which delegation."""

from typing import Any

from sqlalchemy import select

from server.domain.facts import Choice
from server.storage.database import Reading, Writing
from server.storage.facts import read_choices
from server.storage.tables import bodies, delegations, seat_choices

Record = dict[str, Any]


def choose(writing: Writing, session: str, process: str, seat: str, delegation: str | None) -> None:
    """Let a sign-in act in a seat from now on, for a delegation of the seat's choice where one is named."""
    row = {"session": session, "process": process, "seat": seat, "delegation": delegation}
    writing.upsert(seat_choices, row, update=("seat", "delegation"))
    writing.publish("server", "seat_chosen", session=session)


def choices_of(reading: Reading, session: str) -> dict[str, Choice]:
    """Return what was chosen at a sign-in, by process."""
    found = read_choices(reading, seat_choices.c.session == session)
    return {process: choice for (_, process), choice in found.items()}


def name_delegations(reading: Reading, ids: list[str]) -> dict[str, Record]:
    """Return delegations by id, each with its code and its names."""
    query = (
        select(delegations.c.id, bodies.c.code, bodies.c.names)
        .join(bodies, bodies.c.id == delegations.c.body)
        .where(delegations.c.id.in_(ids))
    )
    return {row["id"]: dict(row) for row in reading.connection.execute(query).mappings()}
