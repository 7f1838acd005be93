"""What goes into a backup comes out of it: every row, on both databases and from one to the other."""

import asyncio
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from server.domain.errors import Unusable
from server.domain.identity import fresh_id
from server.storage.backup import stage_backup, write_backup
from server.storage.database import Database, Reading, Writing
from server.storage.log import UpdateLog
from server.storage.migration import current, upgrade
from server.storage.restoring import replace_all
from server.storage.tables import (
    decisions,
    invitations,
    language_versions,
    metadata,
    persons,
    sessions,
    streams,
    updates,
)
from tests.storage.world import World, typed

pytestmark = pytest.mark.anyio


def everything(reading: Reading) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables."""
    return {
        table.name: [tuple(row) for row in reading.connection.execute(select(table).order_by(*table.primary_key))]
        for table in metadata.sorted_tables
    }


async def back_up(database: Database, file: Path) -> None:
    revision = current(database.url)
    assert revision is not None

    def write(reading: Reading) -> None:
        with file.open("wb") as stream:
            write_backup(reading, revision, stream)

    await database.read(write)


async def bring_back(database: Database, file: Path, folder: Path) -> None:
    await asyncio.to_thread(folder.mkdir)
    staged = await asyncio.to_thread(stage_backup, file, folder)
    await database.write(lambda writing: replace_all(writing, staged))


@pytest.fixture
async def saved(world: World, log: UpdateLog, database: Database, tmp_path: Path) -> Path:
    """A backup of a small process in which something was typed, decided and undone."""
    await log.commit([typed(world.english, world.egypt.actor, edits=2)])

    def decide(writing: Writing) -> None:
        first, second = fresh_id(), fresh_id()
        row = {"agenda": world.agenda, "commit": 7, "act": "lock", "person": world.chair.person, "at": 5, "reason": ""}
        writing.connection.execute(insert(decisions).values(id=first, undoes=None, **row))
        writing.connection.execute(insert(decisions).values(id=second, undoes=first, **row))

    await database.write(decide)
    await back_up(database, tmp_path / "saved.zip")
    return tmp_path / "saved.zip"


async def test_every_row_comes_back(saved: Path, world: World, database: Database, tmp_path: Path) -> None:
    before = await database.read(everything)
    await database.write(lambda writing: writing.connection.execute(updates.delete()))
    await bring_back(database, saved, tmp_path / "staged")
    after = await database.read(everything)
    same = set(before) - {"language_versions", "updates", "streams", "events"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert [row[:2] for row in after["updates"]] == [row[:2] for row in before["updates"]]


async def test_a_backup_moves_from_one_kind_of_database_to_the_other(
    saved: Path, world: World, database: Database, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    upgrade(url)
    other = Database(url)
    await bring_back(other, saved, tmp_path / "staged")
    here, there = await database.read(everything), await other.read(everything)
    assert there["persons"] == here["persons"]
    assert there["decisions"] == here["decisions"]
    stored = await UpdateLog(other).load(world.name)
    assert stored is not None
    assert [row.payload for row in stored.tail] == [b"7:0", b"7:1"]
    await other.close()


async def test_w6_what_postgresql_never_takes_comes_back_as_the_sign_for_it(
    world: World, database: Database, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'older.sqlite'}"
    upgrade(url)
    older = Database(url)
    await back_up(database, tmp_path / "clean.zip")
    await bring_back(older, tmp_path / "clean.zip", tmp_path / "first")
    spoilt = update(persons).values(name="a\0b", languages=["e\0n"])
    await older.write(lambda writing: writing.connection.execute(spoilt))
    await back_up(older, tmp_path / "spoilt.zip")
    await older.close()
    await bring_back(database, tmp_path / "spoilt.zip", tmp_path / "second")
    rows = await database.read(lambda r: r.connection.execute(select(persons.c.name, persons.c.languages)).all())
    assert {(row.name, *row.languages) for row in rows} == {("a\ufffdb", "e\ufffdn")}


async def test_a_restore_starts_a_lineage_above_all_that_clients_may_hold(
    saved: Path, world: World, database: Database, tmp_path: Path
) -> None:
    await database.write(lambda w: w.connection.execute(update(language_versions).values(epoch=8)))
    await bring_back(database, saved, tmp_path / "staged")
    stored = await UpdateLog(database).load(world.name)
    assert stored is not None
    assert (stored.epoch, stored.head, len(stored.tail)) == (9, 2, 2)


async def test_numbers_go_on_above_what_was_heard(
    saved: Path, world: World, database: Database, tmp_path: Path
) -> None:
    await database.write(lambda w: w.connection.execute(update(streams).values(head=40)))
    await bring_back(database, saved, tmp_path / "staged")
    heads = await database.read(lambda r: {row.id: row.head for row in r.connection.execute(select(streams))})
    assert heads[world.agenda] == 41


async def test_nobody_is_signed_out_and_no_ended_sign_in_comes_back(
    saved: Path, world: World, database: Database, tmp_path: Path
) -> None:
    def end(writing: Writing) -> None:
        mine = sessions.c.id == world.ghana.session
        writing.connection.execute(update(sessions).where(mine).values(ended_at=5))
        row = writing.connection.execute(select(sessions).where(sessions.c.id == world.chair.session)).mappings().one()
        writing.connection.execute(insert(sessions).values({**row, "id": "later", "secret_hash": "later"}))

    await database.write(end)
    await bring_back(database, saved, tmp_path / "staged")
    query = select(sessions.c.id, sessions.c.ended_at)
    ended = await database.read(lambda reading: {row.id: row.ended_at for row in reading.connection.execute(query)})
    assert ended[world.ghana.session] == 5
    assert ended["later"] is None
    assert ended[world.chair.session] is None


async def test_on_a_new_server_everyone_signs_in_again(saved: Path, world: World, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    upgrade(url)
    other = Database(url)
    await bring_back(other, saved, tmp_path / "staged")
    alive = select(func.count()).select_from(sessions).where(sessions.c.ended_at.is_(None))
    assert await other.read(lambda r: r.connection.execute(alive).scalar_one()) == 0
    await other.close()


async def test_an_invitation_that_was_used_since_stays_used(world: World, database: Database, tmp_path: Path) -> None:
    def invite(writing: Writing) -> None:
        row = {"person": world.ghana.person, "process": world.process, "created_at": 1, "expires_at": 9}
        for key in ("used", "open"):
            writing.connection.execute(insert(invitations).values(id=key, secret_hash=key, **row))

    await database.write(invite)
    await back_up(database, tmp_path / "saved.zip")
    used = update(invitations).where(invitations.c.id == "used").values(used_at=5)
    await database.write(lambda w: w.connection.execute(used))
    await bring_back(database, tmp_path / "saved.zip", tmp_path / "staged")
    query = select(invitations.c.id, invitations.c.revoked_at)
    rows = await database.read(lambda reading: {row.id: row.revoked_at for row in reading.connection.execute(query)})
    assert rows["open"] is None
    assert rows["used"] is not None


@pytest.mark.parametrize("damage", ["changed", "cut"])
async def test_a_damaged_backup_changes_nothing(saved: Path, database: Database, tmp_path: Path, damage: str) -> None:
    before = await database.read(everything)
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(saved) as good, zipfile.ZipFile(bad, "w") as archive:
        for name in good.namelist():
            data = good.read(name)
            if name == "tables/persons.jsonl":
                data = data.replace(b"Egypt", b"Egipt") if damage == "changed" else data.rsplit(b"\n", 2)[0] + b"\n"
                assert data != good.read(name)
            archive.writestr(name, data)
    with pytest.raises(Unusable) as refused:
        await bring_back(database, bad, tmp_path / "staged")
    assert (refused.value.code, refused.value.detail) == ("backup_damaged", {"table": "persons"})
    assert await database.read(everything) == before


@pytest.mark.parametrize("content", [b"", b"words", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    with pytest.raises(Unusable) as refused:
        stage_backup(tmp_path / "bad.zip", tmp_path)
    assert refused.value.code == "not_a_backup"


def test_a_backup_of_a_later_version_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "late.zip", "w") as archive:
        archive.writestr("manifest.json", '{"format":1,"revision":"9999","at":0,"tables":{}}')
    with pytest.raises(Unusable) as refused:
        stage_backup(tmp_path / "late.zip", tmp_path)
    assert refused.value.code == "backup_too_new"
