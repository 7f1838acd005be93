"""Rules L-1 to L-6 of rooms/SPEC.md: the last leaver, what is kept and when, slow sockets, the end of the server."""

import asyncio

import pytest

from server.crdt.tree import read_state
from server.domain.canonical import canonical_json
from server.rooms.journal import BACKLOG_LIMIT
from server.rooms.needs import Emptied, Quiet
from server.rooms.room import State
from tests.rooms.conftest import Arrive
from tests.rooms.peer import Peer
from tests.rooms.world import World

pytestmark = pytest.mark.anyio


async def test_l1_the_last_leaver_in_the_middle_of_a_save_loses_nothing(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    world.log.gate = asyncio.Event()
    author.type("sealed")
    await world.tick()
    author.type("pending")
    author.socket.lose()
    await world.elapse(100)
    world.log.gate.set()
    await world.tick()
    late = arrive(name)
    await world.calm()
    assert late.text == ["sealed", "pending"]


async def test_l1_what_was_parked_for_a_leaver_is_taken(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    async with world.rooms.hold([name]):
        author.type("parked")
        author.socket.lose()
    await world.tick()
    assert len(world.rows(name)) == 1


async def test_l2_a_room_is_closed_after_the_last_left_and_opened_from_its_checkpoint(
    world: World, arrive: Arrive
) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("text")
    await world.tick()
    room = world.room(name)
    author.socket.lose()
    await world.elapse(29)
    assert world.rooms.rooms == [room]
    await world.elapse(2)
    assert room.state is State.CLOSED and world.rooms.rooms == []
    assert world.facts[-1] == Emptied(room.stored.language_version)
    assert world.log.shelves[name].read().tail == ()
    again = arrive(name)
    await world.calm()
    again.type("and more")
    await world.tick()
    assert again.text == ["text", "and more"] and again.unsynced == 0


async def test_l2_whoever_comes_while_the_room_closes_finds_it_open(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("text")
    await world.tick()
    author.socket.lose()
    await world.elapse(29.9)
    arrived: list[Peer] = []
    world.log.at_checkpoint = lambda: arrived.append(arrive(name))
    await world.elapse(1)
    arrived[0].type("here")
    await world.tick()
    assert arrived[0].unsynced == 0 and world.room(name).state is State.OPEN


async def test_l3_the_text_is_kept_a_second_after_the_last_edit(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("text")
    await world.elapse(0.9)
    assert world.log.shelves[name].text is None
    await world.elapse(0.6)
    kept = world.log.shelves[name].text
    assert kept is not None and kept[0] == 1
    assert kept[1].json == canonical_json(read_state(author.doc.get_update()))


async def test_l3_while_people_type_on_the_text_is_kept_every_second(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    for turn in range(60):
        author.type(f"{turn}")
        await world.elapse(0.1)
    kept = world.log.shelves[name].text
    assert kept is not None and 45 <= kept[0] < 60


async def test_l4_every_few_hundred_updates_a_checkpoint_is_kept(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    for turn in range(320):
        author.type(f"{turn}")
    await world.elapse(1)
    checkpoint = world.log.shelves[name].checkpoint
    assert checkpoint is not None and checkpoint.seq == 320
    author.type("tail")
    await world.tick()
    world.start()
    late = arrive(name, "person 1")
    await world.calm()
    late.strike()
    await world.tick()
    assert len(late.text) == 320 and late.unsynced == 0


async def test_l5_a_calm_is_made_known_once(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("text")
    await world.elapse(300)
    stored = world.room(name).stored
    assert world.facts == [Quiet(stored.language_version, 1)]


async def test_l6_a_slow_socket_is_skipped_and_gets_one_update_when_it_resumes(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, slow, quick = arrive(name), arrive(name), arrive(name)
    await world.calm()
    slow.seen.clear()
    slow.socket.paused = True
    for words in "abc":
        author.type(words)
        await world.tick()
    assert quick.text == ["a", "b", "c"] and slow.seen == []
    slow.socket.resume()
    await world.calm()
    assert slow.text == quick.text and slow.seen.count("update") == 1
    author.type("d")
    await world.tick()
    assert slow.text == ["a", "b", "c", "d"]


async def test_l6_what_a_resumed_socket_gets_is_committed(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, slow = arrive(name), arrive(name)
    await world.calm()
    slow.socket.paused = True
    author.type("a")
    await world.tick()
    world.log.gate = asyncio.Event()
    author.type("b")
    await world.tick()
    slow.socket.resume()
    await world.calm()
    assert slow.text == []
    world.log.gate.set()
    await world.calm()
    assert slow.text == ["a", "b"]


async def test_l6_a_slow_socket_survives_a_dropped_room(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, slow = arrive(name), arrive(name)
    await world.calm()
    slow.socket.paused = True
    author.type("a")
    await world.tick()
    world.log.faults.append("reply lost")
    author.type("b")
    await world.elapse(1)
    assert "update" not in slow.seen
    slow.socket.resume()
    await world.calm()
    assert slow.text == author.text == ["a", "b"] and author.unsynced == 0


async def test_l7_a_stop_writes_what_was_accepted_and_keeps_its_text(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("at the last moment")
    await world.rooms.stop()
    shelf = world.log.shelves[name]
    assert len(shelf.rows) == 1 and author.socket.closed == (1012, "restart")
    assert shelf.checkpoint is not None and shelf.text is not None and shelf.text[0] == 1


async def test_sockets_are_not_read_while_the_log_does_not_keep_up(world: World, arrive: Arrive) -> None:
    authors = [arrive(world.log.add()) for _ in range(1 + BACKLOG_LIMIT // 800_000)]
    await world.calm()
    world.log.gate = asyncio.Event()
    authors[0].type("in flight")
    await world.tick()
    for author in authors:
        author.type("x" * 400_000)
        author.type("y" * 400_000)
    waiting = asyncio.create_task(authors[-1].socket.connection.ready())
    await world.calm()
    assert not waiting.done()
    world.log.gate.set()
    await world.elapse(10)
    assert waiting.done()
