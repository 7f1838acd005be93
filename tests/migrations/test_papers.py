"""Files keep their bytes when they come to belong to a revision, and when that is taken back (step 0003)."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from server.storage.engine import open_migrator
from server.storage.migration import downgrade, upgrade

PAPERS = "SELECT id, language, form, state, bytes, {} AS owner FROM exports ORDER BY id"


def put(connection: Connection, table: str, **values: Any) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


def fill(connection: Connection) -> None:
    """One published revision, of version 0002, with a file that is made and one that failed."""
    empty = "{}"
    names = {"names": empty, "instrument_status": empty, "rules": empty, "regions": empty, "languages": "[]"}
    put(connection, "processes", id="p", slug="p", state="active", authority_epoch=1, **names)
    put(connection, "agendas", id="a", process="p", titles=empty, state="live", created_at=1)
    lists = {"languages": "[]", "readers": "[]", "typists": "[]", "names": empty}
    rest = {"original_language": "en", "mode": "typing", "name_policy": "person"}
    put(connection, "drafts", id="d", agenda="a", kind="main", **lists, **rest)
    put(
        connection,
        "persons",
        id="s",
        email="s@example.org",
        name="S",
        languages="[]",
        demonstration=False,
        created_at=1,
    )
    put(connection, "revisions", id="r", agenda="a", draft="d", kind="rev", commit=1, hash="h", state="issued", at=1)
    put(connection, "publications", id="u", revision="r", person="s", at=1)
    job = {"publication": "u", "language": "en", "attempts": 1, "error": "", "queued_at": 1}
    put(connection, "exports", id="1", form="pdf", state="done", bytes=b"%PDF", **job)
    put(connection, "exports", id="2", form="html", state="failed", **job)


def read(url: str, owner: str) -> list[tuple[Any, ...]]:
    engine = open_migrator(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(PAPERS.format(owner)))]
    engine.dispose()
    return found


def test_files_go_with_their_revision_and_come_back_to_their_publication(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    upgrade(url)
    downgrade(url, "0002")
    engine = open_migrator(url)
    with engine.begin() as connection:
        fill(connection)
    engine.dispose()
    files = [("1", "en", "pdf", "done", b"%PDF"), ("2", "en", "html", "failed", None)]
    upgrade(url)
    assert read(url, "revision") == [(*file, "r") for file in files]
    downgrade(url, "0002")
    assert read(url, "publication") == [(*file, "u") for file in files]
