"""Engines for the databases that Adref keeps its promises on: SQLite in WAL mode, or PostgreSQL.

SQLite before 3.51.3 can damage a database when one connection checkpoints while another writes
(sqlite.org/wal.html). So one connection writes, it alone checkpoints, and `server.storage.process_lock`
keeps other processes away.
"""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError

from server.domain.errors import Unusable

WAIT_MS = 5_000
"""How long a statement waits for a lock that another process holds."""

_POSTGRES = "postgresql+psycopg"
_DURABLE = frozenset({"fsync", "full_page_writes", "synchronous_commit"})


def has_wal_reset_bug() -> bool:
    """True if the linked SQLite may damage a database on which two processes write."""
    return sqlite3.sqlite_version_info < (3, 51, 3)


def parse_url(url: str) -> URL:
    """Read a database address.

    Raises:
        Unusable: `database_url`, with what is wrong; a SQLite database must be a file, shared by connections.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise Unusable("database_url", reason="malformed") from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite")
        case "sqlite":
            raise Unusable("database_url", reason="not_a_file")
        case "postgresql" | "postgres":
            return parsed.set(drivername=_POSTGRES)
        case _:
            raise Unusable("database_url", reason="unknown_database")


def open_writer(url: str) -> Engine:
    """Return an engine of one connection, whose transactions may write from their first statement on."""
    return _open_sqlite_writer(url, foreign_keys=True) if _is_sqlite(url) else _open_postgres(url, size=1)


def open_migrator(url: str) -> Engine:
    """Return a writer that may rebuild tables: SQLite can, while it does not follow foreign keys."""
    return _open_sqlite_writer(url, foreign_keys=False) if _is_sqlite(url) else _open_postgres(url, size=1)


def open_readers(url: str, size: int) -> Engine:
    """Return an engine of up to `size` connections that cannot write; a transaction sees one state."""
    if not _is_sqlite(url):
        snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return _open_postgres(url, size=size, execution_options=snapshot)
    return _open_sqlite(url, size, "BEGIN", "query_only=ON", "wal_autocheckpoint=0")


def _is_sqlite(url: str) -> bool:
    return parse_url(url).get_backend_name() == "sqlite"


def _open_sqlite_writer(url: str, *, foreign_keys: bool) -> Engine:
    Path(parse_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    pragmas = ("journal_mode=WAL", "synchronous=FULL", f"foreign_keys={'ON' if foreign_keys else 'OFF'}")
    return _open_sqlite(url, 1, "BEGIN IMMEDIATE", *pragmas)


def _open_sqlite(url: str, size: int, begin: str, *pragmas: str) -> Engine:
    engine = create_engine(
        parse_url(url),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, record: object) -> None:
        # The driver's own BEGIN comes late, and not before every statement: `start` begins transactions.
        connection.isolation_level = None
        for pragma in (f"busy_timeout={WAIT_MS}", *pragmas):
            connection.cursor().execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _open_postgres(url: str, *, size: int, **options: Any) -> Engine:
    engine = create_engine(
        parse_url(url),
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"options": f"-c lock_timeout={WAIT_MS} -c timezone=UTC"},
        **options,
    )
    event.listen(engine, "connect", _require_durable)
    return engine


def _require_durable(connection: DBAPIConnection, record: object) -> None:
    """Refuse a server on which a committed transaction may still be lost."""
    cursor = connection.cursor()
    cursor.execute("SELECT name FROM pg_settings WHERE setting = 'off' AND name = ANY(%s)", (list(_DURABLE),))
    loose = sorted(name for (name,) in cursor.fetchall())
    connection.rollback()
    if loose:
        raise Unusable("storage_not_durable", settings=loose)
