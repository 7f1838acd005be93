"""How long an honest keystroke takes to be acknowledged while attackers send whatever they can, as fast as they may."""

import asyncio
import itertools
import time
from random import Random
from typing import Any

import structlog
from pycrdt import Doc, XmlFragment

from server.domain.identity import TextName
from server.rooms.clock import WallClock
from server.rooms.registry import Registry
from tests.fuzz.arena import Figures, Foe
from tests.fuzz.grammar import Grammar
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

KEYSTROKES = 400
GAP = 0.01
"""Seconds between an acknowledgement and the next keystroke."""


class Street(World):
    """A world in which time passes by itself."""

    def start(self) -> None:
        self.rooms = Registry(self.log, self.rights, WallClock(), self, self.news)
        self.rooms.start()


def measure(foes: int) -> float:
    """Return the 99th percentile, in milliseconds, of keystrokes beside so many attackers."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    try:
        return asyncio.run(_measure(foes))
    finally:
        structlog.reset_defaults()


async def _measure(foes: int) -> float:
    world = Street()
    name = world.log.add()
    peer = Peer(Socket(world, "honest"), name)
    peer.open()
    attacks = [asyncio.create_task(_attack(world, name, Random(number))) for number in range(foes)]
    taken = []
    for number in range(KEYSTROKES):
        began = time.perf_counter()
        peer.type(str(number))
        while peer.unsynced:
            await asyncio.sleep(0.0005)
            peer.socket.pump()
        taken.append(time.perf_counter() - began)
        await asyncio.sleep(GAP)
    for attack in attacks:
        attack.cancel()
    await asyncio.gather(*attacks, return_exceptions=True)
    await world.rooms.stop()
    return sorted(taken)[KEYSTROKES * 99 // 100] * 1000


async def _attack(world: World, name: TextName, random: Random) -> None:
    """Send spoilt frames at the pace that the server allows, and come back whenever thrown out."""
    frames = itertools.cycle(_write_frames(random))
    figures = Figures()
    while True:
        foe = Foe(world, name, "mallory", plain=False, figures=figures)
        foe.open()
        while not foe.closed:
            await foe.line.ready()
            await asyncio.sleep(0)
            foe.send(foe.key + next(frames))


def _write_frames(random: Random) -> list[bytes]:
    """Return bodies written beforehand, so that writing them takes nothing from the server's time."""
    doc: Doc[Any] = Doc(client_id=1)
    doc.get("prosemirror", type=XmlFragment)
    grammar = Grammar(random, lambda: {1: 5, 2: 9})
    return [grammar.body() for _ in range(5_000)]
