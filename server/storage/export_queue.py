"""The queue of files to be made, as the export loop takes them."""

import hashlib
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import exists, select, update

from server.domain.errors import Refusal
from server.storage.database import Database, Writing
from server.storage.tables import exports, publications, revision_languages


@dataclass(frozen=True, slots=True)
class QueuedFile:
    """A file that is to be made from a frozen revision's bytes."""

    id: str
    form: str
    content: bytes


class Made(Protocol):
    """A file that was made."""

    @property
    def data(self) -> bytes:
        """The bytes."""

    @property
    def pages(self) -> int | None:
        """How many pages it has, where it has pages."""


class HasId(Protocol):
    """A file as the export loop knows it."""

    @property
    def id(self) -> str:
        """Which file it is."""


class ExportQueue:
    """Files waiting to be made: those of publications before working papers, each oldest first. One at a time runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self) -> QueuedFile | None:
        """Mark the oldest queued file as running and return it."""
        return await self._database.write(_take)

    async def done(self, job: HasId, rendered: Made) -> None:
        """Keep a file with its hash."""
        digest = hashlib.sha256(rendered.data).hexdigest()
        values = {"state": "done", "error": "", "bytes": rendered.data, "pages": rendered.pages, "hash": digest}
        await self._database.write(lambda writing: _finish(writing, job.id, values))

    async def failed(self, job: HasId, refusal: Refusal) -> None:
        """Keep why a file could not be made, with what explains it; the publication stands."""
        values = {"state": "failed", "error": refusal.code, "detail": dict(refusal.detail) or None}
        await self._database.write(lambda writing: _finish(writing, job.id, values))

    async def requeue_running(self) -> None:
        """Queue again what a stopped server left running."""
        await self._database.write(_requeue)


def _take(writing: Writing) -> QueuedFile | None:
    published = exists().where(publications.c.revision == exports.c.revision)
    query = (
        select(exports.c.id, exports.c.form, revision_languages.c.content)
        .join(
            revision_languages,
            (revision_languages.c.revision == exports.c.revision)
            & (revision_languages.c.language == exports.c.language),
        )
        .where(exports.c.state == "queued")
        .order_by(published.desc(), exports.c.queued_at, exports.c.form, exports.c.id)
        .limit(1)
    )
    row = writing.connection.execute(query).first()
    if row is None:
        return None
    writing.connection.execute(
        update(exports)
        .where(exports.c.id == row.id, exports.c.state == "queued")
        .values(state="running", attempts=exports.c.attempts + 1)
    )
    return QueuedFile(row.id, row.form, row.content)


def _finish(writing: Writing, export: str, values: dict[str, Any]) -> None:
    writing.connection.execute(
        update(exports).where(exports.c.id == export).values({**values, "done_at": writing.now_ms})
    )


def _requeue(writing: Writing) -> int:
    done = writing.connection.execute(update(exports).where(exports.c.state == "running").values(state="queued"))
    return int(done.rowcount)
