"""What kills other servers, sent through both doors into a room where somebody writes: only the sender notices."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from server.domain.edits import Stored
from server.domain.standing import Standing
from server.rooms import envelope
from server.rooms.connection import CLOSE_CODES
from server.rooms.envelope import octets, uint
from tests.crdt.crashers import crashers
from tests.crdt.writing import element, update
from tests.rooms.conftest import Arrive
from tests.rooms.peer import Peer
from tests.rooms.world import World

pytestmark = pytest.mark.anyio

SECONDS = 1.0
"""Of processor time, which does not grow with what else the machine does. The slowest takes a sixth of it."""
AT_ONCE = [crasher for crasher in crashers() if not crasher.before]
ENDLESS = b"\xff" * 1_000_000


def frames() -> Iterator[tuple[str, bytes, bool]]:
    """Yield a name, a body, and whether it closes the socket, as what no honest client says."""
    yield "a type without end", ENDLESS, True
    yield "a sync step without end", b"\x00" + ENDLESS, True
    yield "a length without end", b"\x00\x02" + ENDLESS, True
    yield "a length past the end", b"\x00\x02" + uint(1 << 34) + b"\0\0", True
    yield "no body", b"", True
    yield "half a sync message", b"\x00", True
    yield "a sync step that nobody knows", b"\x00\x07" + octets(b"\0\0"), True
    yield "what only servers say", envelope.SAVED, True
    yield "a frame of more than a megabyte", envelope.stateless("x" * (1 << 20)), True
    yield "octets behind the message", envelope.news(b"\0\0") + b"\0", True
    yield "a state vector of 2^34 ids", envelope.step_one(uint(1 << 34)), True
    yield "a state vector of noise", envelope.step_one(b"\xff" * 1_000), True
    yield "140,000 presences", envelope.presence(uint(140_000) + b"".join(map(_nobody, range(140_000)))), False
    yield "2^34 presences", envelope.presence(uint(1 << 34)), True
    yield "a presence clock of 2^53", envelope.presence(uint(1) + uint(7) + uint((1 << 53) - 1) + octets(b"{}")), True
    yield "presence with JSON 100,000 deep", _state("[" * 100_000), False
    yield "presence with an object 900 deep", _state('{"a":' * 900 + "1" + "}" * 900), False
    yield "presence of 100 kB", _state('{"x":"' + "x" * 100_000 + '"}'), False
    yield "presence of 60 kB in 15,000 characters", _state('{"x":"' + "😀" * 15_000 + '"}'), False
    yield "presence that is no UTF-8", envelope.presence(uint(1) + uint(7) + uint(1) + octets(b"\xff")), True


def _nobody(client: int) -> bytes:
    return uint(1_000 + client) + b"\x01" + octets(b"{}")


def _state(json: str) -> bytes:
    return envelope.presence(uint(1) + uint(7) + uint(1) + octets(json.encode()))


def refuse(villain: Peer, body: bytes) -> None:
    """Send a body, in bounded time."""
    start = time.process_time()
    villain.send(body)
    assert time.process_time() - start < SECONDS


async def is_well(world: World, *people: Peer) -> None:
    """The others go on, and see nothing of it."""
    for person in people:
        person.type("still here")
    await world.tick()
    for person in people:
        assert person.socket.closed is None and person.closed is None
        assert person.text == ["mine", *["still here"] * len(people)]
        assert len(person.states) <= 1 and max(map(len, person.socket.sent)) < 20_000


@pytest.mark.parametrize("plain", [False, True], ids=["multiplexed", "plain"])
@pytest.mark.parametrize(("body", "closes"), [each[1:] for each in frames()], ids=[each[0] for each in frames()])
async def test_r1_a_frame_that_kills_is_refused(
    world: World, arrive: Arrive, body: bytes, closes: bool, plain: bool
) -> None:
    name = world.log.add()
    honest, villain = arrive(name), arrive(name, "mallory", plain=plain)
    honest.type("mine")
    await world.tick()
    refuse(villain, body)
    await world.elapse(1)
    assert (villain.socket.closed == (CLOSE_CODES["malformed"], "malformed")) is closes
    await is_well(world, honest)


@pytest.mark.parametrize("plain", [False, True], ids=["multiplexed", "plain"])
@pytest.mark.parametrize("message", [envelope.news, envelope.step_two], ids=["update", "step 2"])
async def test_r2_no_update_that_kills_reaches_the_document(
    world: World, arrive: Arrive, message: type[bytes], plain: bool
) -> None:
    name = world.log.add()
    honest = arrive(name)
    honest.type("mine")
    await world.tick()
    state = world.room(name).vector()
    for crasher in AT_ONCE:
        villain = arrive(name, "mallory", plain=plain)
        await world.calm()
        refuse(villain, message(crasher.update))
        if crasher.code != "gap":
            offence = "malformed" if len(message(crasher.update)) > envelope.FRAME_LIMIT else crasher.code
            assert villain.socket.closed == (CLOSE_CODES[offence], offence), crasher.name
        assert world.room(name).vector() == state
    await is_well(world, honest)


async def test_r1_structs_that_wait_for_others_are_neither_kept_nor_acknowledged(world: World, arrive: Arrive) -> None:
    """Engines keep what waits for something else for ever, and each costs more than the one before."""
    name = world.log.add()
    villain = arrive(name, "mallory")
    await world.calm()
    villain.deaf = True
    start = time.process_time()
    for clock in range(10_000):
        waiting = update(element((7, clock), "paragraph", origin=(8, 0)))
        villain.socket.connection.receive(octets(villain.key) + envelope.news(waiting))
    assert time.process_time() - start < 5
    await world.tick()
    assert world.room(name).ydoc.get_update() == b"\0\0" and world.rows(name) == []
    assert villain.seen.count("ack") == 1, "that of its first question"


async def test_r1_whoever_takes_the_servers_time_is_read_more_slowly(
    world: World, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket gets a fifth of the time for long, and is not read meanwhile; a keystroke now and then never waits."""
    villain, honest = arrive(world.log.add(), "mallory"), arrive(world.log.add())
    await world.calm()
    judge, slow = world.rights.standing, 0.5

    def take_long(session: str, stored: Stored, status: str) -> Standing:
        world.clock.now += slow
        return judge(session, stored, status)

    monkeypatch.setattr(world.rights, "standing", take_long)
    began, frames = world.clock.now, 40
    for number in range(frames):
        villain.show({}, number)
        ready = asyncio.ensure_future(villain.socket.connection.ready())
        while not ready.done():
            await world.elapse(0.1)
    assert frames * slow / (world.clock.now - began) < 0.25
    slow = 0.0001
    for number in range(200):
        honest.show({}, number)
        ready = asyncio.ensure_future(honest.socket.connection.ready())
        await world.calm()
        assert ready.done()
