"""Compacted states and stored texts: never older than what is there, never of another lineage."""

import pytest
from sqlalchemy import select, update

from server.domain.edits import Checkpoint, Text
from server.storage.database import Database
from server.storage.log import UpdateLog
from server.storage.tables import checkpoints, language_versions, texts, updates
from tests.storage.world import World, typed

pytestmark = pytest.mark.anyio


def state(seq: int) -> Checkpoint:
    return Checkpoint(seq, f"state {seq}".encode(), f"ledger {seq}".encode())


def text(seq: int) -> Text:
    return Text(f'{{"at":{seq}}}', f"{seq:064}")


@pytest.fixture
async def written(log: UpdateLog, world: World) -> World:
    """The world with five rows in its English text."""
    await log.commit([typed(world.english, world.egypt.actor, edits=5)])
    return world


async def kept(database: Database) -> list[int]:
    query = select(checkpoints.c.seq).order_by(checkpoints.c.seq)
    return await database.read(lambda reading: list(reading.connection.execute(query).scalars()))


async def kept_text(database: Database) -> tuple[int, str] | None:
    row = await database.read(lambda r: r.connection.execute(select(texts.c.seq, texts.c.json)).first())
    return None if row is None else (row.seq, row.json)


async def test_a_load_is_the_newest_checkpoint_and_the_rows_after_it(log: UpdateLog, written: World) -> None:
    await log.checkpoint(written.english, 1, state(3), text(3))
    stored = await log.load(written.name)
    assert stored is not None
    assert stored.checkpoint == state(3)
    assert [row.seq for row in stored.tail] == [4, 5]


async def test_the_last_two_checkpoints_are_kept_and_every_update(
    log: UpdateLog, database: Database, written: World
) -> None:
    for seq in (1, 2, 4):
        await log.checkpoint(written.english, 1, state(seq), text(seq))
    assert await kept(database) == [2, 4]
    query = select(updates.c.payload).order_by(updates.c.seq)
    payloads = await database.read(lambda reading: list(reading.connection.execute(query).scalars()))
    assert payloads == [b"7:0", b"7:1", b"7:2", b"7:3", b"7:4"]


async def test_a_checkpoint_never_goes_backwards(log: UpdateLog, database: Database, written: World) -> None:
    await log.checkpoint(written.english, 1, state(4), text(4))
    await log.checkpoint(written.english, 1, state(2), text(2))
    await log.checkpoint(written.english, 1, state(4), text(4))
    assert await kept(database) == [4]
    assert await kept_text(database) == (4, '{"at":4}')


async def test_a_text_never_goes_backwards(log: UpdateLog, database: Database, written: World) -> None:
    await log.keep_text(written.english, 1, 2, text(2))
    await log.keep_text(written.english, 1, 5, text(5))
    await log.keep_text(written.english, 1, 3, text(3))
    assert await kept_text(database) == (5, '{"at":5}')


async def test_states_of_another_lineage_are_left_out(log: UpdateLog, database: Database, written: World) -> None:
    await log.checkpoint(written.english, 2, state(3), text(3))
    await log.keep_text(written.english, 2, 3, text(3))
    assert (await kept(database), await kept_text(database)) == ([], None)


async def test_a_state_that_was_never_committed_is_a_defect(log: UpdateLog, written: World) -> None:
    with pytest.raises(ValueError, match="ahead of the log"):
        await log.checkpoint(written.english, 1, state(6), text(6))
    with pytest.raises(ValueError, match="ahead of the log"):
        await log.keep_text(written.english, 1, 6, text(6))


async def test_a_new_lineage_is_loaded_without_the_old_one(log: UpdateLog, database: Database, written: World) -> None:
    await log.checkpoint(written.english, 1, state(3), text(3))
    raised = update(language_versions).where(language_versions.c.id == written.english).values(epoch=2)
    await database.write(lambda writing: writing.connection.execute(raised))
    stored = await log.load(written.name)
    assert stored is not None
    assert (stored.epoch, stored.head, stored.checkpoint, stored.tail) == (2, 5, None, ())
