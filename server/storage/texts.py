"""Stored texts: the canonical form of a committed state, for pages, search, exports and the feed."""

from sqlalchemy import select

from server.storage.database import Writing
from server.storage.tables import texts


def put_text(writing: Writing, language_version: str, *, epoch: int, seq: int, json: str, hash: str) -> None:
    """Store a committed state's text, unless one as new is there."""
    stored = select(texts.c.epoch, texts.c.seq).where(texts.c.language_version == language_version)
    row = writing.connection.execute(stored).first()
    if row is None or (row.epoch, row.seq) < (epoch, seq):
        state = {"epoch": epoch, "seq": seq, "json": json, "hash": hash}
        writing.upsert(texts, {"language_version": language_version, **state}, update=tuple(state))
