"""The one writer, rule R-4: what it does when a room or the log does what neither should, and when it is late."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NoReturn

import pytest
from structlog.testing import capture_logs

from server.domain.edits import Batch, Outcome
from server.rooms.journal import BACKLOG_LIMIT, TICK
from tests.rooms.conftest import Arrive
from tests.rooms.world import World

pytestmark = pytest.mark.anyio


async def test_r4_edits_of_a_tick_and_of_all_rooms_are_one_transaction(world: World, arrive: Arrive) -> None:
    people = [arrive(world.log.add()) for _ in range(3)]
    await world.calm()
    for person in people:
        person.type("one")
        person.type("two")
    await world.elapse(TICK * 0.9)
    assert world.log.commits == 0 and people[0].unsynced == 2
    await world.elapse(TICK)
    assert world.log.commits == 1
    assert [person.unsynced for person in people] == [0, 0, 0]
    await world.elapse(1)
    assert world.log.commits == 1, "nothing is written when nothing came"


async def test_r4_the_writer_rests_when_nothing_came(world: World, arrive: Arrive) -> None:
    person = arrive(world.log.add())
    await world.calm()
    person.type("one")
    await world.tick()
    await world.elapse(10)
    assert not world.clock.wake_next(world.clock.now + TICK)


async def test_r4_commits_are_counted_by_what_became_of_them_and_timed(world: World, arrive: Arrive) -> None:
    people = [arrive(world.log.add()) for _ in range(2)]
    await world.calm()
    tally = world.rooms.tally
    world.log.gate = asyncio.Event()
    for person in people:
        person.type("one")
    await world.elapse(TICK)
    await world.elapse(0.5)
    world.log.gate.set()
    await world.calm()
    assert (tally.commits, tally.batches) == ({"made": 1}, {"committed": 2})
    assert [seconds for _, seconds in tally.committing.last] == [pytest.approx(0.5)]
    world.log.faults.append("fail")
    for person in people:
        person.type("two")
    await world.tick()
    assert (tally.commits["unknown"], tally.batches["unknown"]) == (1, 2)


def test_l6_sockets_are_not_read_while_16_mib_wait() -> None:
    assert BACKLOG_LIMIT == 16 * 1024 * 1024


async def test_r4_what_comes_during_a_commit_waits_for_the_next(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    person = arrive(name)
    await world.calm()
    world.log.gate = asyncio.Event()
    person.type("sealed")
    await world.tick()
    person.type("late")
    await world.tick()
    assert world.log.commits == 1 and world.rows(name) == []
    world.log.gate.set()
    await world.tick()
    assert world.log.commits == 2 and len(world.rows(name)) == 2 and person.unsynced == 0


async def test_r4_a_room_that_cannot_be_sealed_takes_no_other_along(
    world: World, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = world.log.add(), world.log.add()
    author, other = arrive(broken), arrive(sound)
    await world.calm()
    monkeypatch.setattr(world.room(broken), "vector", _fail)
    author.type("mine")
    other.type("theirs")
    with capture_logs() as logs:
        await world.tick()
    assert (logs[0]["event"], logs[0]["text"]) == ("seal failed", str(broken))
    assert (other.unsynced, len(world.rows(sound)), len(world.rows(broken))) == (0, 1, 0)
    monkeypatch.undo()
    assert "reload failed" in {entry["event"] for entry in logs}
    await world.elapse(6)
    assert author.unsynced == 0 and len(world.rows(broken)) == 1, "the room was loaded again and asked for it"


async def test_r4_a_room_that_cannot_take_its_verdict_is_read_again(
    world: World, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = world.log.add(), world.log.add()
    author, reader, other = arrive(broken), arrive(broken), arrive(sound)
    await world.calm()
    monkeypatch.setattr(world.room(broken).audience, "publish", _fail)
    author.type("mine")
    other.type("theirs")
    with capture_logs() as logs:
        await world.tick()
    assert [entry["event"] for entry in logs] == ["delivery failed"] and logs[0]["text"] == str(broken)
    assert other.unsynced == 0 and len(world.rows(broken)) == 1
    monkeypatch.undo()
    await world.elapse(2)
    assert author.unsynced == 0 and reader.text == ["mine"] and len(world.rows(broken)) == 1


async def test_r6_a_log_that_forgets_an_outcome_is_not_believed(
    world: World, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    commit = world.log.commit

    async def forget(batches: Sequence[Batch]) -> Sequence[Outcome]:
        await commit(batches)
        return []

    monkeypatch.setattr(world.log, "commit", forget)
    author.type("kept")
    with capture_logs() as logs:
        await world.tick()
    assert logs[0]["event"] == "the log gave no outcome for each batch"
    assert (logs[0]["batches"], logs[0]["outcomes"]) == (1, 0)
    assert (world.rooms.journal.failures, world.rooms.tally.drops) == (1, 1)
    monkeypatch.undo()
    await world.elapse(2)
    assert author.unsynced == 0 and len(world.rows(name)) == 1 and author.text == ["kept"]


async def test_r6_failed_commits_are_counted(world: World, arrive: Arrive) -> None:
    author = arrive(world.log.add())
    await world.calm()
    for total in (1, 2):
        world.log.faults.append("fail")
        author.type("a")
        with capture_logs() as logs:
            await world.elapse(2)
        failed = [entry for entry in logs if entry["event"] == "commit failed"]
        assert [entry["rooms"] for entry in failed] == [1]
        assert world.rooms.journal.failures == total and author.unsynced == 0


async def test_l6_sockets_are_read_while_the_log_keeps_up_and_not_while_it_does_not(
    world: World, arrive: Arrive
) -> None:
    author = arrive(world.log.add())
    await world.calm()
    journal, room = world.rooms.journal, next(iter(world.rooms.rooms))
    await journal.relief()
    journal.mark(room, BACKLOG_LIMIT)
    assert await is_read(world, author.socket.connection.ready), "as much as may wait does"
    journal.mark(room, 1)
    waiting = asyncio.ensure_future(journal.relief())
    assert not await is_read(world, journal.relief)
    await world.tick()
    assert waiting.done()
    journal.mark(room, BACKLOG_LIMIT)
    assert await is_read(world, journal.relief), "what was sealed no longer counts"


async def is_read(world: World, ready: Callable[[], Awaitable[None]]) -> bool:
    """True if the next frame may be read now."""
    waiting = asyncio.ensure_future(ready())
    await world.calm()
    return waiting.done()


async def test_l7_a_flush_waits_for_no_tick_and_for_everything_before_it(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("now")
    flushed = [asyncio.ensure_future(world.rooms.journal.flush()) for _ in range(2)]
    await world.calm()
    assert all(each.done() for each in flushed) and len(world.rows(name)) == 1
    await world.rooms.journal.flush()
    world.log.gate = asyncio.Event()
    author.type("soon")
    given_up, waits = (asyncio.ensure_future(world.rooms.journal.flush()) for _ in range(2))
    await world.calm()
    given_up.cancel()
    assert not waits.done()
    world.log.gate.set()
    await world.calm()
    assert waits.done() and len(world.rows(name)) == 2


def _fail(*_: object) -> NoReturn:
    raise ValueError("of no use")
