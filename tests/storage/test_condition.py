"""How the database is: why it takes no writes, how large it is, which files could not be made; and the last backup."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert

from server.domain.errors import Unavailable
from server.domain.identity import fresh_id
from server.storage.backup_note import BackupNote, last_backup, note_backup
from server.storage.condition import find_trouble, name_trouble, read_condition
from server.storage.database import Database, Writing
from server.storage.processes import write_fact
from server.storage.tables import exports, revisions
from tests.storage.world import World

pytestmark = pytest.mark.anyio


async def tell(database: Database, statement: str) -> None:
    """Have the writer's own connection do something."""
    await database.write(lambda writing: writing.connection.exec_driver_sql(statement).close())


async def test_a_database_that_takes_writes_has_no_trouble(database: Database) -> None:
    assert await find_trouble(database) is None


async def test_a_database_that_may_only_be_read_says_so(database: Database) -> None:
    is_sqlite = database.url.startswith("sqlite")
    await tell(database, "PRAGMA query_only=ON" if is_sqlite else "SET SESSION default_transaction_read_only = on")
    assert await find_trouble(database) == "storage_read_only"


async def test_a_closed_database_is_away(database: Database) -> None:
    await database.close()
    assert await find_trouble(database) == "storage_away"


async def test_a_full_disk_has_its_own_name(tmp_path: Path, url: str, database: Database) -> None:
    if not url.startswith("sqlite"):
        pytest.skip("a disk of PostgreSQL's cannot be filled from here")
    await tell(database, "PRAGMA max_page_count=1")
    with pytest.raises(Unavailable) as refusal:
        await database.write(lambda writing: write_fact(writing, "much", "x" * 5_000_000))
    assert name_trouble(refusal.value.__cause__) == "storage_full"


async def test_a_database_that_another_program_holds_is_busy(tmp_path: Path, url: str, database: Database) -> None:
    if not url.startswith("sqlite"):
        pytest.skip("PostgreSQL has no lock on everything")
    await tell(database, "PRAGMA busy_timeout=0")
    other = sqlite3.connect(tmp_path / "adref.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert await find_trouble(database) == "storage_busy"
    finally:
        other.close()


def add_files(writing: Writing, world: World) -> None:
    """Queue one file and let two fail."""
    revision = {"agenda": world.agenda, "draft": world.draft, "kind": "working", "commit": 1, "hash": "", "at": 1}
    writing.connection.execute(insert(revisions).values(id=(made := fresh_id()), state="issued", **revision))
    states = {"html": ("queued", "", None), "pdf": ("failed", "export_timeout", 7), "docx": ("failed", "no_glyph", 9)}
    for form, (state, error, done_at) in states.items():
        row = {"id": fresh_id(), "revision": made, "language": "en", "form": form, "state": state, "error": error}
        writing.connection.execute(insert(exports).values(queued_at=1, done_at=done_at, **row))


async def test_files_are_counted_by_state_and_failures_named_latest_first(database: Database, world: World) -> None:
    await database.write(lambda writing: add_files(writing, world))
    condition = await database.read(read_condition)
    assert condition.files == {"queued": 1, "failed": 2}
    assert [(file.form, file.error, file.at_ms) for file in condition.failed] == [
        ("docx", "no_glyph", 9),
        ("pdf", "export_timeout", 7),
    ]


async def test_the_size_is_that_on_the_disk_and_what_is_left_there_is_known(database: Database, tmp_path: Path) -> None:
    before = await database.read(read_condition)
    await database.write(lambda writing: write_fact(writing, "much", "x" * 3_000_000))
    after = await database.read(read_condition)
    assert before.octets < after.octets
    assert (after.free is not None) == database.url.startswith("sqlite")


def test_the_last_backup_is_noted_beside_the_data(tmp_path: Path) -> None:
    assert last_backup(tmp_path) is None
    note_backup(tmp_path, BackupNote(5, 100))
    note_backup(tmp_path, BackupNote(6, 101))
    assert last_backup(tmp_path) == BackupNote(6, 101)
    assert [path.name for path in tmp_path.iterdir()] == ["backup.json"]


def test_a_note_that_cannot_be_written_or_read_is_no_fault(tmp_path: Path) -> None:
    note_backup(tmp_path / "not there", BackupNote(5, 100))
    (tmp_path / "backup.json").write_text("{}")
    assert last_backup(tmp_path) is None
