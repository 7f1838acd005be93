"""Rules J-5, G-7 and R-6 of rooms/SPEC.md where another node writes the same text, or acts are heard out of order."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from server.domain.edits import Row
from server.domain.identity import TextName
from server.rooms.envelope import step_one, uint
from server.rooms.registry import Registry
from server.rooms.room import State
from tests.rooms.conftest import Arrive
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

pytestmark = pytest.mark.anyio


class Elsewhere:
    """A second node on the same log."""

    def __init__(self, world: World) -> None:
        self.rooms = Registry(world.log, world.rights, world.clock, world, world.news)
        self.pumps = world.pumps
        self.rooms.start()

    def arrive(self, name: TextName, known: Peer | None = None, person: str = "guest") -> Peer:
        """Come to this node, with the document that one has already."""
        socket = Socket(self, person)  # type: ignore[arg-type]  # a world as far as sockets go
        peer = Peer(socket, name, known.doc if known is not None else None)
        peer.open()
        return peer


@pytest.fixture
async def elsewhere(world: World) -> AsyncIterator[Elsewhere]:
    node = Elsewhere(world)
    yield node
    await node.rooms.stop()


async def test_j5_text_that_another_node_wrote_is_no_other_history(
    world: World, arrive: Arrive, elsewhere: Elsewhere
) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("before")
    await world.tick()
    first = elsewhere.arrive(name)
    await world.calm()
    first.socket.lose()
    author.type("after the other node has read it")
    await world.tick()
    reader = arrive(name, "guest")
    await world.calm()
    reader.socket.lose()
    reader.type("my own")
    back = elsewhere.arrive(name, reader)
    await world.elapse(1)
    assert back.closed is None and back.unsynced == 0
    assert back.text == ["before", "after the other node has read it", "my own"]
    assert elsewhere.rooms.tally.drops == 1


async def test_j5_an_id_that_a_reader_brought_first_is_not_lost_to_its_author(
    world: World, arrive: Arrive, elsewhere: Elsewhere
) -> None:
    """The reader learned the author's text on one node, and is the first to bring it to another that is out of date."""
    name = world.log.add()
    waiting = elsewhere.arrive(name, person="third")
    await world.calm()
    author, reader = arrive(name, "author"), arrive(name, "guest")
    await world.calm()
    author.type("written here")
    await world.tick()
    author.socket.lose()
    reader.socket.lose()
    author.type("and more")
    world.log.gate = asyncio.Event()
    brought = elsewhere.arrive(name, reader)
    await world.calm()
    back = elsewhere.arrive(name, author, "author")
    await world.calm()
    world.log.gate.set()
    await world.elapse(2)
    assert (back.closed, brought.closed) == (None, None)
    assert back.text == brought.text == waiting.text == ["written here", "and more"]
    assert back.unsynced == brought.unsynced == 0


async def test_j5_another_history_is_refused_once_the_log_was_read(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("here")
    await world.tick()
    stranger = arrive(name, "guest")
    await world.calm()
    stranger.send(step_one(uint(1) + uint(author.doc.client_id) + uint(1_000)))
    await world.calm()
    assert stranger.closed == "foreign" and world.room(name).drops == 0


async def test_j5_what_cannot_be_looked_up_is_asked_again_when_the_log_answers(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("here")
    await world.tick()
    reader = arrive(name, "guest")
    await world.calm()
    since, world.log.since = world.log.since, fail  # type: ignore[method-assign]
    reader.send(step_one(uint(1) + uint(author.doc.client_id) + uint(1_000)))
    await world.calm()
    world.log.since = since  # type: ignore[method-assign]
    await world.elapse(1)
    assert reader.closed is None and world.room(name).state is State.OPEN


async def fail(language_version: str, seq: int) -> Sequence[Row]:
    """A log that cannot be read."""
    raise OSError("gone")


async def test_g7_an_act_that_is_heard_late_does_not_undo_a_newer_one(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    text = world.room(name).stored.language_version
    locked, opened = world.lock(name), world.lock(name, "open")
    world.rooms.set_status(text, "open", opened)
    world.rooms.set_status(text, "locked", locked)
    author.type("open after all")
    await world.tick()
    assert author.closed is None and author.unsynced == 0
    assert author.said("standing") == []


async def test_r6_a_room_that_is_dropped_as_it_comes_back_comes_back(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    room = world.room(name)
    write = author.socket.write

    def write_and_drop(frames: Sequence[bytes]) -> None:
        author.socket.write = write  # type: ignore[method-assign]
        write(frames)
        asyncio.get_running_loop().call_soon(room.drop)

    author.socket.write = write_and_drop  # type: ignore[method-assign]
    room.drop()
    await world.elapse(2)
    assert room.drops == 2
    author.type("still here")
    await world.elapse(2)
    assert room.state is State.OPEN and author.unsynced == 0
