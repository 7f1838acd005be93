"""Outcomes: the final revision with the act of the meeting that endorsed, adopted or recommended it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from server.storage.database import Reading, Writing
from server.storage.tables import (
    agreements,
    consultations,
    decisions,
    language_versions,
    outcomes,
    persons,
    publications,
    revisions,
)

Record = dict[str, Any]


def insert_outcome(writing: Writing, row: Record) -> None:
    """Record that a meeting endorsed a revision."""
    writing.connection.execute(insert(outcomes).values({**row, "at": writing.now_ms}))


def _outcomes() -> Any:
    return (
        select(
            outcomes,
            revisions.c.agenda,
            revisions.c.draft,
            revisions.c.hash,
            revisions.c.commit,
            revisions.c.symbol,
            persons.c.name.label("by"),
            publications.c.id.label("publication"),
        )
        .join(revisions, revisions.c.id == outcomes.c.revision)
        .join(decisions, decisions.c.id == outcomes.c.decision)
        .join(persons, persons.c.id == decisions.c.person)
        .outerjoin(publications, publications.c.revision == revisions.c.id)
    )


def list_outcomes(reading: Reading, agenda: str) -> list[Record]:
    """Return the outcomes of an agenda, newest first."""
    query = _outcomes().where(revisions.c.agenda == agenda).order_by(decisions.c.commit.desc(), outcomes.c.id.desc())
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def last_published(reading: Reading, agenda: str) -> Record | None:
    """Return the newest publication of an outcome of an agenda, as its id and symbol."""
    found = next((row for row in list_outcomes(reading, agenda) if row["publication"]), None)
    return found and {"id": found["publication"], "symbol": found["symbol"]}


def fetch_outcome(reading: Reading, outcome: str) -> Record | None:
    """Return an outcome with its revision."""
    row = reading.connection.execute(_outcomes().where(outcomes.c.id == outcome)).mappings().first()
    return dict(row) if row else None


def outcome_of(reading: Reading, revision: str) -> Record | None:
    """Return the outcome that a revision is, where a meeting endorsed it."""
    row = reading.connection.execute(_outcomes().where(outcomes.c.revision == revision)).mappings().first()
    return dict(row) if row else None


def fetch_consultation(reading: Reading, process: str, consultation: str) -> Record | None:
    """Return a consultation of a process."""
    query = select(consultations).where(consultations.c.id == consultation, consultations.c.process == process)
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def replace_agreements(writing: Writing, draft: str, decision: str, rows: Sequence[Record]) -> None:
    """End the agreements that stand in a draft on the clauses of these rows, and record the rows in their place."""
    clauses = [row["clause"] for row in rows]
    writing.connection.execute(
        update(agreements)
        .where(agreements.c.draft == draft, agreements.c.clause.in_(clauses), agreements.c.fell_at.is_(None))
        .values(fell_by=decision, fell_at=writing.now_ms)
    )
    writing.connection.execute(insert(agreements), [{**row, "at": writing.now_ms} for row in rows])


def close_texts(writing: Writing, ids: Sequence[str]) -> dict[str, int]:
    """Lock language versions for everybody, and return the lock epoch of each."""
    statement = (
        update(language_versions)
        .where(language_versions.c.id.in_(ids))
        .values(status="locked", lock_epoch=language_versions.c.lock_epoch + 1)
        .returning(language_versions.c.id, language_versions.c.lock_epoch)
    )
    return {row.id: row.lock_epoch for row in writing.connection.execute(statement)}
