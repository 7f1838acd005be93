"""The queue of files to be made, as the export loop takes them."""

import hashlib
from typing import Any

from sqlalchemy import select, update

from server.storage.database import Database, Reading, Writing
from server.storage.tables import exports, publications, revision_languages


class ExportQueue:
    """Files waiting to be made, oldest first. One at a time is running on this server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self) -> dict[str, Any] | None:
        """Mark the oldest queued file as running and return its id, form, language and the revision's bytes."""
        return await self._database.write(_take)

    async def done(self, export: str, data: bytes, pages: int | None) -> None:
        """Keep a file with its hash."""
        values = {"state": "done", "error": "", "bytes": data, "pages": pages}
        digest = hashlib.sha256(data).hexdigest()
        await self._database.write(lambda w: _finish(w, export, {**values, "hash": digest}))

    async def failed(self, export: str, code: str) -> None:
        """Keep why a file could not be made; the publication stands."""
        await self._database.write(lambda w: _finish(w, export, {"state": "failed", "error": code[:300]}))

    async def requeue_running(self) -> int:
        """Queue again what a stopped server left running, and return how many files that were."""
        return await self._database.write(_requeue)


def _take(writing: Writing) -> dict[str, Any] | None:
    query = (
        select(exports.c.id, exports.c.form, exports.c.language, revision_languages.c.content)
        .join(publications, publications.c.id == exports.c.publication)
        .join(
            revision_languages,
            (revision_languages.c.revision == publications.c.revision)
            & (revision_languages.c.language == exports.c.language),
        )
        .where(exports.c.state == "queued")
        .order_by(exports.c.queued_at, exports.c.id)
        .limit(1)
    )
    row = writing.connection.execute(query).mappings().first()
    if row is None:
        return None
    writing.connection.execute(
        update(exports)
        .where(exports.c.id == row["id"], exports.c.state == "queued")
        .values(state="running", attempts=exports.c.attempts + 1)
    )
    return dict(row)


def _finish(writing: Writing, export: str, values: dict[str, Any]) -> None:
    writing.connection.execute(
        update(exports).where(exports.c.id == export).values({**values, "done_at": writing.now_ms})
    )


def _requeue(writing: Writing) -> int:
    done = writing.connection.execute(
        update(exports).where(exports.c.state == "running").values(state="queued")
    )
    return int(done.rowcount)


def count_waiting(reading: Reading) -> int:
    """Return how many files are queued or running."""
    query = select(exports.c.id).where(exports.c.state.in_(("queued", "running")))
    return len(reading.connection.execute(query).all())
