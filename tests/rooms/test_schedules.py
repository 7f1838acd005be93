"""The promises of live editing under schedules drawn at random: lost lines, failing disks, gavels, slow sockets."""

import asyncio
import random
from contextlib import suppress
from typing import Any

import pytest
from pycrdt import Doc, XmlFragment

from server.domain.errors import Unavailable
from server.domain.identity import TextName
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

pytestmark = pytest.mark.anyio

STEPS = 80
FAULTS = ("fail", "reply lost", "denied", "")


class Person:
    """Someone who comes and goes with one document, on a stock client."""

    def __init__(self, world: World, name: TextName, number: int) -> None:
        self.world, self.name, self.number = world, name, number
        self.written = 0
        self.peer = self._arrive(None)

    def _arrive(self, peer: Peer | None) -> Peer:
        plain = self.name if self.number == 2 else None
        doc = peer.doc if peer is not None and peer.closed is None else None
        arrived = Peer(Socket(self.world, f"p{self.number}", plain), self.name, doc)
        arrived.open()
        return arrived

    @property
    def here(self) -> bool:
        return self.peer.closed is None and self.peer.socket.closed is None

    def act(self, chance: random.Random) -> None:
        if not self.here:
            self.peer = self._arrive(self.peer)
            return
        match chance.randrange(12):
            case 0:
                self.peer.socket.lose()
                self._write()
            case 1:
                self.peer.sync()
            case 2 if self.peer.text:
                self.peer.strike(chance.randrange(len(self.peer.text)))
            case 3:
                self.peer.deaf = True
                self._write()
                self.peer.deaf = False
            case 4:
                self.peer.socket.paused = not self.peer.socket.paused
                if not self.peer.socket.paused:
                    self.peer.socket.resume()
            case _:
                self._write()

    def _write(self) -> None:
        self.written += 1
        self.peer.type(f"{self.number}.{self.written}")


def check(world: World, name: TextName, people: list[Person]) -> None:
    """What anyone sees of others is on disk, nobody honest is taken for a forger, and the log holds together."""
    disk: Doc[Any] = Doc()
    root = disk.get("prosemirror", type=XmlFragment)
    stored: set[str] = set()
    for row in world.rows(name):
        before = disk.get_state()
        disk.apply_update(row.payload)
        assert disk.get_state() != before or row.deleted, "a row brings nothing, or does not join those before it"
        stored.update(str(block) for block in root.children)
    for person in people:
        peer = person.peer
        assert peer.socket.closed is None or peer.socket.closed[0] in (1006, 4409)
        assert peer.closed in (None, "locked", "seat_ended")
        own = f"<paragraph>{person.number}."
        assert all(str(block).startswith(own) or str(block) in stored for block in peer.root.children), "tentative text"


async def lock(world: World, name: TextName, chance: random.Random) -> None:
    """Change the status, with a gavel or behind the server's back."""
    status = chance.choice(["locked", "open", "open"])
    if chance.random() < 0.5:
        world.lock(name, status)
        return

    async def hold() -> None:
        with suppress(Unavailable):
            async with world.rooms.hold([name]) as held:
                assert held.texts[name].seq == len(world.rows(name))
                held.release({name: (status, world.lock(name, status))})

    holding = asyncio.create_task(hold())
    await world.elapse(3)
    await holding


async def step(world: World, name: TextName, people: list[Person], chance: random.Random) -> None:
    match chance.randrange(30):
        case 0:
            world.log.faults.append(chance.choice(FAULTS))
        case 1 if world.log.gate is None or world.log.gate.is_set():
            world.log.gate = asyncio.Event()
        case 2 if world.log.gate is not None:
            world.log.gate.set()
        case 3 if world.log.gate is None or world.log.gate.is_set():
            await lock(world, name, chance)
        case 4 | 5 | 6 | 7:
            await world.elapse(chance.choice([0.001, 0.02, 0.3, 2]))
        case _:
            chance.choice(people).act(chance)
            if chance.random() < 0.5:
                await world.calm()


async def finish(world: World, name: TextName, people: list[Person]) -> None:
    """Everything is well again, and everyone comes back."""
    world.log.faults.clear()
    if world.log.gate is not None:
        world.log.gate.set()
    world.lock(name, "open")
    await world.elapse(10)
    for person in people:
        person.peer.socket.resume()
        if not person.here:
            person.peer = person._arrive(person.peer)
        person.peer.sync()
    await world.elapse(10)
    for person in people:
        if not person.here:
            person.peer = person._arrive(None)
    await world.elapse(10)


@pytest.mark.parametrize("seed", range(40))
async def test_the_promises_hold_under_any_schedule(world: World, seed: int) -> None:
    chance = random.Random(seed)
    name = world.log.add()
    people = [Person(world, name, number) for number in range(3)]
    await world.calm()
    for _ in range(STEPS):
        await step(world, name, people, chance)
        check(world, name, people)
    await finish(world, name, people)
    check(world, name, people)
    shown = {str(person.peer.root) for person in people}
    assert len(shown) == 1, "replicas differ"
    assert [person.peer.unsynced for person in people if not person.peer.socket.is_plain] == [0, 0]
    disk: Doc[Any] = Doc()
    for row in world.rows(name):
        disk.apply_update(row.payload)
    assert {str(disk.get("prosemirror", type=XmlFragment))} == shown, "the log tells another story"
