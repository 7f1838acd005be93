"""Stored texts: the canonical form of a committed state, for pages, search, exports and the feed."""

from sqlalchemy import select

from server.storage.database import Writing
from server.storage.tables import clauses, language_versions, texts

STORED = "text_stored"
"""The event that tells of a stored text. Its number stands behind those of the updates that are in it."""


def put_text(writing: Writing, language_version: str, *, epoch: int, seq: int, json: str, hash: str) -> None:
    """Store a committed state's text and tell of it, unless one as new is there.

    The agenda's stream is held or numbered already: streams are locked before other rows.
    """
    stored = select(texts.c.epoch, texts.c.seq).where(texts.c.language_version == language_version)
    row = writing.connection.execute(stored).first()
    if row is None or (row.epoch, row.seq) < (epoch, seq):
        state = {"epoch": epoch, "seq": seq, "json": json, "hash": hash}
        writing.upsert(texts, {"language_version": language_version, **state}, update=tuple(state))
        _tell(writing, language_version, seq)


def hold_agenda(writing: Writing, language_version: str) -> None:
    """Lock the stream of the agenda that a language version belongs to, if there is one."""
    home = select(clauses.c.agenda).join(language_versions, language_versions.c.clause == clauses.c.id)
    agenda = writing.connection.execute(home.where(language_versions.c.id == language_version)).scalar_one_or_none()
    if agenda is not None:
        writing.hold(agenda)


def _tell(writing: Writing, language_version: str, seq: int) -> None:
    named = (
        select(clauses.c.agenda, language_versions.c.clause, language_versions.c.draft, language_versions.c.language)
        .join(clauses, clauses.c.id == language_versions.c.clause)
        .where(language_versions.c.id == language_version)
    )
    home = writing.connection.execute(named).one()
    writing.publish(home.agenda, STORED, clause=home.clause, draft=home.draft, language=home.language, seq=seq)
