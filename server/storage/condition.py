"""How the database is: whether it takes writes, how large it is, and what waits in it to be made."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from server.domain.errors import Unavailable
from server.storage.database import Database, Reading, touch
from server.storage.tables import exports

NAMED = 10
"""How many failed files are named; all are counted."""

_TROUBLES = {
    "SQLITE_FULL": "storage_full",
    "SQLITE_READONLY": "storage_read_only",
    "SQLITE_BUSY": "storage_busy",
    "SQLITE_LOCKED": "storage_busy",
    "SQLITE_IOERR": "storage_failing",
    "SQLITE_CORRUPT": "storage_damaged",
    "53100": "storage_full",
    "25006": "storage_read_only",
    "55P03": "storage_busy",
    "58030": "storage_failing",
}
"""By the start of SQLite's name for the error, or PostgreSQL's five characters."""


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be made: in which form and language, why (a code) and when (Unix ms)."""

    form: str
    language: str
    error: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Condition:
    """`octets` on disk; `free` octets beside them, None where that is another machine's. `files` by state."""

    octets: int
    free: int | None
    files: Mapping[str, int]
    failed: Sequence[FailedFile]


async def find_trouble(database: Database) -> str | None:
    """Write and commit something harmless. Return why that is not possible, as a code, or None if it is."""
    try:
        await database.write(touch)
    except Unavailable as unavailable:
        return name_trouble(unavailable.__cause__)
    except DBAPIError as error:
        return name_trouble(error)
    return None


def name_trouble(error: BaseException | None) -> str:
    """Return the code of a database's error; `storage_away` for one that does not answer."""
    cause = getattr(error, "orig", None)
    told = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    return next((code for start, code in _TROUBLES.items() if str(told).startswith(start)), "storage_away")


def read_condition(reading: Reading) -> Condition:
    """Return how the database is. It counts what waits and what failed, never what there is of text."""
    counted = reading.connection.execute(select(exports.c.state, func.count()).group_by(exports.c.state))
    failed = (
        select(exports.c.form, exports.c.language, exports.c.error, exports.c.done_at)
        .where(exports.c.state == "failed")
        .order_by(exports.c.done_at.desc(), exports.c.id)
        .limit(NAMED)
    )
    octets, free = _size(reading)
    files = {str(state): int(count) for state, count in counted}
    named = [FailedFile(row.form, row.language, row.error, row.done_at or 0) for row in _rows(reading, failed)]
    return Condition(octets, free, files, named)


def _rows(reading: Reading, query: Any) -> Sequence[Any]:
    return reading.connection.execute(query).all()


def _size(reading: Reading) -> tuple[int, int | None]:
    connection = reading.connection
    if connection.dialect.name != "sqlite":
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0), None
    file = Path(connection.engine.url.database or "")
    parts = [file, file.with_name(f"{file.name}-wal")]
    return sum(part.stat().st_size for part in parts if part.exists()), shutil.disk_usage(file.parent).free
