"""Decisions with their items, locks, agreements and stored versions: the record of acts."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import insert, select

from server.storage.database import Reading, Writing
from server.storage.tables import (
    bodies,
    brackets,
    decision_items,
    decisions,
    delegations,
    drafts,
    language_versions,
    locks,
    persons,
    seats,
    versions,
)
from server.storage.texts import put_texts

Record = dict[str, Any]


def insert_decision(writing: Writing, decision: Record) -> int:
    """Write a decision and return its commit number in the agenda; it names the draft's consultation (D-6)."""
    number = writing.number(decision["agenda"])
    given = {"reason": "", "consultation": _consultation_of(writing, decision.get("draft")), **decision}
    writing.connection.execute(insert(decisions).values({**given, "commit": number, "at": writing.now_ms}))
    return number


def _consultation_of(reading: Reading, draft: str | None) -> str | None:
    query = select(drafts.c.consultation).where(drafts.c.id == draft)
    found: str | None = reading.connection.execute(query).scalar_one_or_none()
    return found


def insert_items(writing: Writing, items: Sequence[Record]) -> None:
    """Write the items of a decision; the versions that they name are there already."""
    writing.connection.execute(insert(decision_items), list(items))


def insert_versions(writing: Writing, rows: Sequence[Record], *, kept: Collection[str] = ()) -> None:
    """Store immutable states of language versions, and their texts with them, unless these are `kept` already."""
    shape = ("language_version", "epoch", "seq", "json", "hash")
    put_texts(writing, [{name: row[name] for name in shape} for row in rows if row["language_version"] not in kept])
    if rows:
        writing.connection.execute(insert(versions), [{**row, "at": writing.now_ms} for row in rows])


def insert_locks(writing: Writing, rows: Sequence[Record]) -> None:
    """Record locks that a decision places."""
    writing.connection.execute(insert(locks), [{**row, "at": writing.now_ms} for row in rows])


def _version_columns() -> Any:
    return (
        select(
            versions.c.id,
            versions.c.language_version,
            versions.c.epoch,
            versions.c.seq,
            versions.c.commit,
            versions.c.hash,
            versions.c.label,
            versions.c.cause,
            versions.c.at,
            persons.c.id.label("person_id"),
            persons.c.name.label("person_name"),
            bodies.c.code.label("delegation_code"),
            bodies.c.names.label("delegation_names"),
        )
        .outerjoin(persons, persons.c.id == versions.c.person)
        .outerjoin(seats, seats.c.id == versions.c.seat)
        .outerjoin(delegations, delegations.c.id == seats.c.delegation)
        .outerjoin(bodies, bodies.c.id == delegations.c.body)
    )


def list_versions(reading: Reading, language_version: str) -> list[Record]:
    """Return the stored versions of a language version, newest first, without their states."""
    query = (
        _version_columns()
        .where(versions.c.language_version == language_version)
        .order_by(versions.c.commit.desc(), versions.c.id.desc())
    )
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def fetch_version(reading: Reading, version: str) -> Record | None:
    """Return one stored version with its state."""
    query = _version_columns().add_columns(versions.c.state, versions.c.json).where(versions.c.id == version)
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def find_language_version(reading: Reading, clause: str, draft: str, language: str) -> Record | None:
    """Return the language version of a clause in a draft."""
    query = select(language_versions).where(
        language_versions.c.clause == clause,
        language_versions.c.draft == draft,
        language_versions.c.language == language,
    )
    row = reading.connection.execute(query).mappings().first()
    return dict(row) if row else None


def actor_names(reading: Reading, person_ids: Sequence[str], delegation_ids: Sequence[str]) -> Record:
    """Return names of persons and of delegations by id, for attributing changes."""
    people = select(persons.c.id, persons.c.name).where(persons.c.id.in_(person_ids))
    groups = (
        select(delegations.c.id, bodies.c.code, bodies.c.names)
        .join(bodies, bodies.c.id == delegations.c.body)
        .where(delegations.c.id.in_(delegation_ids))
    )
    return {
        "persons": {row.id: row.name for row in reading.connection.execute(people)},
        "delegations": {row.id: {"code": row.code, "names": row.names} for row in reading.connection.execute(groups)},
    }


def insert_brackets(writing: Writing, rows: Sequence[Record]) -> None:
    """Record brackets: who asks for them, of what kind. The text itself carries their ids only."""
    if rows:
        writing.connection.execute(insert(brackets), list(rows))


def list_brackets(reading: Reading, agenda: str) -> dict[str, Record]:
    """Return the brackets of an agenda that were not lifted, by id, with the codes and names of who asks for each."""
    query = select(brackets).where(brackets.c.agenda == agenda, brackets.c.lifted_by.is_(None))
    rows = {row["id"]: dict(row) for row in reading.connection.execute(query).mappings()}
    asked = {key for row in rows.values() for key in row["delegations"]}
    groups = (
        select(delegations.c.id, bodies.c.code, bodies.c.names, bodies.c.short_names.label("short"))
        .join(bodies, bodies.c.id == delegations.c.body)
        .where(delegations.c.id.in_(asked))
    )
    named = {tag.pop("id"): tag for tag in map(dict, reading.connection.execute(groups).mappings())}
    for row in rows.values():
        row["delegations"] = [named[key] for key in row["delegations"] if key in named]
    return rows


def bracket_exists(reading: Reading, bracket: str) -> bool:
    """True if a bracket has this id, in whichever agenda."""
    return reading.connection.execute(select(brackets.c.id).where(brackets.c.id == bracket)).first() is not None
