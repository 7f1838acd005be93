"""Who may write in many texts at once: their statuses, locks and agreements, in one statement each."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import insert, select, update

from server.domain.terms import LockReason, TextStatus
from server.storage.database import Reading, Writing
from server.storage.tables import agreements, decision_items, decisions, language_versions, locks, persons, texts

Record = dict[str, Any]


def list_heads(reading: Reading, draft: str, clauses: Collection[str]) -> list[Record]:
    """Return the language versions of these clauses in a draft, with number and hash of the stored text of each."""
    query = (
        select(language_versions, texts.c.seq.label("text_seq"), texts.c.hash)
        .outerjoin(texts, texts.c.language_version == language_versions.c.id)
        .where(language_versions.c.draft == draft, language_versions.c.clause.in_(clauses))
        .order_by(language_versions.c.id)
    )
    return [dict(row) for row in reading.connection.execute(query).mappings()]


def lock_heads(writing: Writing, draft: str, clauses: Collection[str]) -> list[Record]:
    """`list_heads` with the rows locked until the transaction ends, taken in the order of their ids."""
    query = (
        select(language_versions.c.id)
        .where(language_versions.c.draft == draft, language_versions.c.clause.in_(clauses))
        .order_by(language_versions.c.id)
        .with_for_update()
    )
    writing.connection.execute(query).all()
    return list_heads(writing, draft, clauses)


def set_statuses(writing: Writing, ids: Collection[str], status: TextStatus) -> dict[str, tuple[str, int]]:
    """Set the status of language versions and raise their lock epochs; return both by id."""
    if not ids:
        return {}
    done = writing.connection.execute(
        update(language_versions)
        .where(language_versions.c.id.in_(ids))
        .values(status=status.value, lock_epoch=language_versions.c.lock_epoch + 1)
        .returning(language_versions.c.id, language_versions.c.lock_epoch)
    )
    return {row.id: (status.value, row.lock_epoch) for row in done}


def former_statuses(reading: Reading, ids: Collection[str]) -> dict[str, TextStatus]:
    """Return the status that each language version has but for a pause: that of its newest other lock, else open."""
    query = (
        select(locks.c.language_version, locks.c.status)
        .join(decisions, decisions.c.id == locks.c.decision)
        .where(locks.c.language_version.in_(ids), locks.c.released_at.is_(None), locks.c.reason != LockReason.PAUSE)
        .order_by(decisions.c.commit, locks.c.id)
    )
    standing = {row.language_version: TextStatus(row.status) for row in reading.connection.execute(query)}
    return {key: standing.get(key, TextStatus.OPEN) for key in ids}


def lift_locks(writing: Writing, ids: Collection[str], decision: str, *, reason: LockReason | None = None) -> None:
    """Record that a decision lifts the locks on language versions: all that stand, or those placed for a reason."""
    standing = locks.c.language_version.in_(ids) & locks.c.released_at.is_(None)
    if reason is not None:
        standing &= locks.c.reason == reason.value
    writing.connection.execute(update(locks).where(standing).values(released_by=decision, released_at=writing.now_ms))


def insert_agreements(writing: Writing, rows: Sequence[Record]) -> None:
    """Record agreements on clauses."""
    if rows:
        writing.connection.execute(insert(agreements), [{**row, "at": writing.now_ms} for row in rows])


def end_agreements(writing: Writing, clauses: Collection[str], draft: str, decision: str) -> None:
    """Record that a decision ends the agreements that stand on clauses."""
    writing.connection.execute(
        update(agreements)
        .where(agreements.c.clause.in_(clauses), agreements.c.draft == draft, agreements.c.fell_at.is_(None))
        .values(fell_by=decision, fell_at=writing.now_ms)
    )


def list_reopenings(reading: Reading, clauses: Collection[str]) -> dict[str, Record]:
    """Return who reopened clauses last, when and why, by clause."""
    query = (
        select(decision_items.c.clause, persons.c.name.label("by"), decisions.c.at, decisions.c.reason)
        .join(decisions, decisions.c.id == decision_items.c.decision)
        .join(persons, persons.c.id == decisions.c.person)
        .where(decision_items.c.clause.in_(clauses), decisions.c.act == "reopen")
        .order_by(decisions.c.commit)
    )
    rows = reading.connection.execute(query).mappings()
    return {row["clause"]: {key: row[key] for key in ("by", "at", "reason")} for row in rows}
