"""Stored texts: the canonical form of a committed state, for pages, search, exports and the feed."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from server.storage.database import Writing
from server.storage.tables import clauses, language_versions, texts

Record = dict[str, Any]
STORED = "text_stored"
"""The event that tells of a stored text. Its number stands behind those of the updates that are in it."""


def put_text(writing: Writing, language_version: str, *, epoch: int, seq: int, json: str, hash: str) -> None:
    """Store one text, as `put_texts` does."""
    row = {"language_version": language_version, "epoch": epoch, "seq": seq, "json": json, "hash": hash}
    put_texts(writing, [row])


def put_texts(writing: Writing, rows: Sequence[Record]) -> None:
    """Store committed states' texts and tell of each, unless one as new is there: a few statements, however many.

    The agendas' streams are held or numbered already: streams are locked before other rows.
    """
    if not rows:
        return
    kept = _read_ages(writing, {row["language_version"] for row in rows})
    newer: dict[str, Record] = {}
    for row in rows:
        key, age = row["language_version"], (row["epoch"], row["seq"])
        if key not in kept or kept[key] < age:
            newer[key], kept[key] = row, age
    if newer:
        writing.upsert(texts, list(newer.values()), update=("epoch", "seq", "json", "hash"))
        _tell(writing, newer)


def _read_ages(writing: Writing, language_versions: set[str]) -> dict[str, tuple[int, int]]:
    """Return epoch and number of what is stored."""
    stored = select(texts.c.language_version, texts.c.epoch, texts.c.seq)
    found = writing.connection.execute(stored.where(texts.c.language_version.in_(language_versions)))
    return {row.language_version: (row.epoch, row.seq) for row in found}


def hold_agenda(writing: Writing, language_version: str) -> None:
    """Lock the stream of the agenda that a language version belongs to, if there is one."""
    home = select(clauses.c.agenda).join(language_versions, language_versions.c.clause == clauses.c.id)
    agenda = writing.connection.execute(home.where(language_versions.c.id == language_version)).scalar_one_or_none()
    if agenda is not None:
        writing.hold(agenda)


def _tell(writing: Writing, stored: Mapping[str, Record]) -> None:
    columns = (language_versions.c.clause, language_versions.c.draft, language_versions.c.language)
    named = (
        select(language_versions.c.id, clauses.c.agenda, *columns)
        .join(clauses, clauses.c.id == language_versions.c.clause)
        .where(language_versions.c.id.in_(stored))
    )
    homes = {row.id: row for row in writing.connection.execute(named)}
    for key, row in stored.items():
        home = homes[key]
        writing.publish(
            home.agenda, STORED, clause=home.clause, draft=home.draft, language=home.language, seq=row["seq"]
        )
