"""L-2: what nobody attends takes no memory: a room that was closed or dropped is gone, document, ledger and all."""

import gc
from weakref import ref

import pytest

from server.rooms.room import State
from tests.rooms.conftest import Arrive
from tests.rooms.world import World

pytestmark = pytest.mark.anyio


async def test_l2_rooms_that_are_closed_are_gone(world: World, arrive: Arrive) -> None:
    rooms = []
    for number in range(4):
        name = world.log.add()
        author = arrive(name, plain=number % 2 == 1)
        author.type("words")
        await world.tick()
        rooms.append((ref(world.room(name)), ref(world.room(name).ydoc), ref(world.room(name).ledger)))
        author.socket.lose()
        author.doc.unobserve(author._watch)
        await world.elapse(40)
    gc.collect()
    assert world.rooms.rooms == [] and not world.rooms.connections
    kept = [[part() is not None for part in parts] for parts in rooms[:-1]]
    assert kept == [[False] * 3] * 3


async def test_r6_what_a_dropped_room_held_is_gone(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    document, ledger = ref(world.room(name).ydoc), ref(world.room(name).ledger)
    world.log.faults.append("fail")
    author.type("words")
    await world.elapse(2)
    gc.collect()
    assert (document(), ledger(), world.room(name).state) == (None, None, State.OPEN)
    assert author.text == ["words"] and author.unsynced == 0
