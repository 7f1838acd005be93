"""A world without rooms yet, and someone at the door."""

from collections.abc import AsyncIterator, Callable
from itertools import count

import pytest

from server.domain.identity import TextName
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

Arrive = Callable[..., Peer]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    yield world
    for gate in (world.log.gate, world.log.loading):
        if gate is not None:
            gate.set()
    await world.rooms.stop()


@pytest.fixture
def arrive(world: World) -> Arrive:
    """Open a text on a socket of its own, through either door."""
    numbers = count(1)

    def enter(name: TextName, person: str = "", *, plain: bool = False, token: str = "") -> Peer:
        peer = Peer(Socket(world, person or f"person {next(numbers)}", name if plain else None), name)
        peer.open(token)
        return peer

    return enter
