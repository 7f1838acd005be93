"""Settings of drafts, and the consultations for which they are opened."""

from typing import Any

from sqlalchemy import select, update

from server.storage.database import Reading, Writing
from server.storage.facts import DraftSettings, read_drafts
from server.storage.outcomes import fetch_consultation
from server.storage.processes import last_consultation
from server.storage.tables import agendas, consultations, delegations, drafts, seats

Record = dict[str, Any]


def update_draft(writing: Writing, draft: Record, changes: Record) -> None:
    """Change a draft's settings; rights and rooms hear of it."""
    writing.connection.execute(update(drafts).where(drafts.c.id == draft["id"]).values(changes))
    writing.publish(draft["agenda"], "draft_changed", draft=draft["id"])


def list_consultations(reading: Reading, process: str) -> list[Record]:
    """Return the consultations of a process by date."""
    query = (
        select(consultations)
        .where(consultations.c.process == process)
        .order_by(consultations.c.since, consultations.c.id)
    )
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def current_consultation(reading: Reading, draft: Record, process: str) -> Record | None:
    """Return the consultation for which a draft was opened, else the process's latest by its date."""
    named = fetch_consultation(reading, process, draft["consultation"]) if draft["consultation"] else None
    return named or last_consultation(reading, process)


def list_main_drafts(reading: Reading, process: str) -> list[DraftSettings]:
    """Return the settings of the main drafts of a process's live agendas."""
    found = read_drafts(reading, agendas.c.process == process, agendas.c.state == "live", drafts.c.kind == "main")
    return list(found.values())


def list_parties(reading: Reading, process: str) -> set[str]:
    """Return what a draft's lists may name of a process: categories, and single delegations and seats."""
    groups = reading.connection.execute(
        select(delegations.c.id, delegations.c.category).where(delegations.c.process == process)
    ).all()
    places = reading.connection.execute(select(seats.c.id).where(seats.c.process == process)).scalars()
    named = {f"delegation:{row.id}" for row in groups} | {f"seat:{seat}" for seat in places}
    return named | {row.category for row in groups}
