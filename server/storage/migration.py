"""The schema's steps up and down. One run is one transaction: it is done whole or not at all."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from server.domain.errors import Conflict
from server.storage.database import guard
from server.storage.engine import open_migrator

STEPS = Path(__file__).resolve().parents[2] / "migrations"

_ADVISORY_LOCK = 0x41_64_72_65_66
"""Two nodes of one PostgreSQL that start at the same time migrate one after the other."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` up to a revision. A new SQLite file is made, with its folder.

    Raises:
        Unavailable: `storage`: the database does not answer.
    """
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take the database back to a revision; "base" is the empty database."""
    _run(url, lambda config: command.downgrade(config, revision))


def current(url: str) -> str | None:
    """Return the revision of the database, or None if it is empty."""
    engine = open_migrator(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def _run(url: str, step: Callable[[Config], None]) -> None:
    guard(lambda: _run_in_one(url, step))


def _run_in_one(url: str, step: Callable[[Config], None]) -> None:
    engine = open_migrator(url)
    try:
        with engine.begin() as connection:
            _wait_for_turn(connection)
            config = Config()
            config.set_main_option("script_location", str(STEPS))
            config.attributes["connection"] = connection
            step(config)
            _check_references(connection)
    finally:
        engine.dispose()


def _wait_for_turn(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")


def _check_references(connection: Connection) -> None:
    """Look for what SQLite would have refused, had it followed foreign keys while tables were rebuilt."""
    if connection.dialect.name == "sqlite":
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if dangling:
            raise Conflict("dangling_references", tables=sorted({row[0] for row in dangling}))
