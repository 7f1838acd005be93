"""What each connection is set to, asked of the database itself."""

from pathlib import Path

from server.storage.engine import open_migrator, open_readers, open_writer


def ask(url: str, *pragmas: str) -> dict[str, list[object]]:
    """Return pragmas as the writer, a reader and the migrator have them."""
    engines = {"writer": open_writer(url), "reader": open_readers(url, 1), "migrator": open_migrator(url)}
    answers = {}
    for name, engine in engines.items():
        with engine.connect() as connection:
            answers[name] = [connection.exec_driver_sql(f"PRAGMA {key}").scalar_one() for key in pragmas]
        engine.dispose()
    return answers


def test_sqlite_writes_ahead_and_syncs_every_commit(tmp_path: Path) -> None:
    full = 2
    url = f"sqlite:///{tmp_path / 'new folder' / 'adref.sqlite'}"
    answers = ask(url, "journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    assert answers["writer"] == ["wal", full, 1, 5_000]
    assert answers["migrator"] == ["wal", full, 0, 5_000]


def test_sqlite_readers_neither_write_nor_checkpoint(tmp_path: Path) -> None:
    answers = ask(f"sqlite:///{tmp_path / 'adref.sqlite'}", "query_only", "wal_autocheckpoint")
    assert answers["reader"] == [1, 0]
    assert answers["writer"] == [0, 1_000]
