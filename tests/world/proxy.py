"""A bad network between clients and a server: a proxy on TCP that delays, narrows, stops, loses and cuts what passes.

TCP itself neither repeats nor reorders. Whatever stands on top of it may: `Meddler` does both to whole frames of
WebSockets, which is what a server sees of a proxy or a client that resends.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal, Protocol

CHUNK = 16 << 10
Direction = Literal["up", "down"]
WAYS: tuple[Direction, Direction] = ("up", "down")


@dataclass(slots=True)
class Weather:
    """How the network is now; it may be changed at any time. Seconds one way, shares, and octets a second.

    A lost packet comes late by `resend`, and everything behind it waits, as TCP has it.
    """

    delay: float = 0.0
    jitter: float = 0.0
    loss: float = 0.0
    resend: float = 0.3
    rates: dict[Direction, float] = field(default_factory=dict)

    def pass_time(self, direction: Direction, size: int, dice: random.Random) -> tuple[float, float]:
        """Return how long a chunk occupies the line, and how long it travels."""
        rate = self.rates.get(direction)
        lost = self.resend + 2 * self.delay if dice.random() < self.loss else 0.0
        return size / rate if rate else 0.0, self.delay + dice.random() * self.jitter + lost


class Splitter(Protocol):
    """Takes octets as they come and returns those that may go on, in pieces."""

    def take(self, data: bytes) -> list[bytes]: ...


class Lane:
    """One direction of one connection. While `open` is not set nothing is read: the sender's window fills."""

    def __init__(self, direction: Direction, weather: Weather, dice: random.Random, splitter: Splitter | None) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.vanished = False
        self._direction: Direction = direction
        self._weather = weather
        self._dice = dice
        self._splitter = splitter
        self._due: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)

    async def run(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """Carry until either end is gone."""
        carrying = asyncio.create_task(self._deliver(target))
        try:
            free = arrival = asyncio.get_running_loop().time()
            while data := await source.read(CHUNK):
                await self.open.wait()
                for piece in self._splitter.take(data) if self._splitter else [data]:
                    occupied, travel = self._weather.pass_time(self._direction, len(piece), self._dice)
                    free = max(free, asyncio.get_running_loop().time()) + occupied
                    arrival = max(arrival, free + travel)
                    await self._due.put((arrival, piece))
            await self._due.join()
        finally:
            carrying.cancel()
            await asyncio.gather(carrying, return_exceptions=True)

    async def _deliver(self, target: asyncio.StreamWriter) -> None:
        while True:
            due, piece = await self._due.get()
            await asyncio.sleep(due - asyncio.get_running_loop().time())
            await self.open.wait()
            if not self.vanished:
                target.write(piece)
                await target.drain()
            self._due.task_done()


class Wire:
    """One connection through the proxy."""

    def __init__(self, up: Lane, down: Lane, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self.lanes: dict[Direction, Lane] = {"up": up, "down": down}
        self._ends = (client, server)

    def cut(self) -> None:
        """Break the connection off at both ends, with whatever is under way."""
        for end in self._ends:
            end.transport.abort()

    def stall(self, *directions: Direction) -> None:
        """Take nothing any more, so that the sender cannot send; the connection stands."""
        for direction in directions or WAYS:
            self.lanes[direction].open.clear()

    def clear(self) -> None:
        """Carry again."""
        for lane in self.lanes.values():
            lane.open.set()

    def vanish(self) -> None:
        """Lose everything from now on and tell neither end: to each the other is half open."""
        for lane in self.lanes.values():
            lane.vanished = True


class Proxy:
    """Listens on a port of its own. `wires` are the connections that stand, the oldest first."""

    def __init__(self, port: int, weather: Weather, seed: int, split: Callable[[Direction], Splitter | None]) -> None:
        self.weather = weather
        self.wires: list[Wire] = []
        self.port = 0
        self.is_down = False
        self._target = port
        self._dice = random.Random(seed)
        self._split = split

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}/collab"

    def cut(self) -> None:
        """Break all connections off."""
        for wire in list(self.wires):
            wire.cut()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection to its end."""
        if self.is_down:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        lanes = [Lane(way, self.weather, self._dice, self._split(way)) for way in WAYS]
        wire = Wire(lanes[0], lanes[1], writer, far_writer)
        self.wires.append(wire)
        carrying = [
            asyncio.create_task(lanes[0].run(reader, far_writer)),
            asyncio.create_task(lanes[1].run(far_reader, writer)),
        ]
        try:
            await asyncio.wait(carrying, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in carrying:
                task.cancel()
            await asyncio.gather(*carrying, return_exceptions=True)
            self.wires.remove(wire)
            for end in (writer, far_writer):
                with suppress(OSError):
                    end.close()


@asynccontextmanager
async def proxy(
    port: int,
    weather: Weather | None = None,
    *,
    seed: int = 0,
    split: Callable[[Direction], Splitter | None] = lambda _: None,
    own_port: int = 0,
) -> AsyncIterator[Proxy]:
    """Run a proxy in front of a port of this machine, on a port of its own: any that is free, if none is said."""
    running = Proxy(port, weather or Weather(), seed, split)
    server = await asyncio.start_server(running.carry, "127.0.0.1", own_port)
    running.port = server.sockets[0].getsockname()[1]
    try:
        yield running
    finally:
        server.close()
        running.cut()
        await server.wait_closed()
