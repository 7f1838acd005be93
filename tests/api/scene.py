"""A house in one process: real storage, rooms and rights, and a clock that a test moves. Sockets are in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from server.actions.house import Caller, House
from server.domain.identity import TextName
from server.feed import Feed
from server.rooms.needs import Emptied, Quiet
from server.rooms.registry import Registry
from server.storage.authority import Authority
from server.storage.database import Database, Writing
from server.storage.log import UpdateLog
from server.storage.migration import upgrade
from server.storage.news import NewsReader
from server.storage.tables import placements
from server.timetable import Timetable
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import HandClock
from tests.storage.world import Member, World, add, make_world

PATIENCE = 10.0
TICK = 0.020


class Scene:
    """Parts as `app.py` joins them, with the people of `tests.storage.world`."""

    def __init__(self, url: str) -> None:
        self.clock = HandClock()
        self.database = Database(url, now_ms=self.clock.now_ms)
        self.authority, self.log = Authority(self.database), UpdateLog(self.database)
        self.rooms = Registry(self.log, self.authority, self.clock, self, NewsReader(self.database))
        self.feed = Feed(self.database, self.authority, self.rooms)
        self.house = House(self.database, self.log, self.authority, self.rooms, self)
        self.timetable = Timetable(self.authority, self.rooms, self.clock)
        self.pumps: list[Callable[[], bool]] = []
        self.running: list[asyncio.Task[None]] = []
        self.world: World

    def put(self, fact: Quiet | Emptied) -> None:
        """Facts are of no interest here."""

    def wake(self) -> None:
        """No files are made here."""

    async def turn(self, seconds: float) -> None:
        """And none will be."""

    def start(self, part: Coroutine[Any, Any, None]) -> None:
        """Have a part run as long as the house."""
        self.running.append(asyncio.create_task(part))

    def call(self, member: Member) -> Caller:
        """Return a member as one who calls verbs."""
        return Caller(member.session, member.person)

    async def arrive(self, member: Member, name: TextName | None = None) -> Peer:
        """Open a text on a socket of the member's own, and return once it is there."""
        peer = Peer(Socket(self, member.session), name or self.world.name)  # type: ignore[arg-type]  # a world's part
        peer.open()
        await self.until(lambda: peer.synced and peer.unsynced == 0)
        return peer

    async def until(self, condition: Callable[[], object]) -> None:
        """Return once it is true, the clock standing still but for what the journal needs."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self.calm()

    async def calm(self) -> None:
        """Let everything that was typed and written reach everybody."""
        for _ in range(3):
            await self.rooms.settle()
            await self.feed.catch_up()
            for pump in self.pumps:
                pump()
            await asyncio.sleep(0)

    async def advance(self, seconds: float) -> None:
        """Move the clock, waking whoever is due on the way, and let the others hear of it."""
        until = self.clock.now + seconds
        await self.calm()
        while self.clock.wake_next(until):
            for _ in range(5):
                await asyncio.sleep(0)
        await self.calm()


@asynccontextmanager
async def set_scene(folder: Path, world: World | None = None) -> AsyncIterator[Scene]:
    """Run a house for the length of a `with` block: on a fresh database, or again on that of a `world`."""
    if world is None:
        (folder / "adref.sqlite").write_bytes(empty_database())
    async with run_scene(f"sqlite:///{folder / 'adref.sqlite'}", world) as scene:
        yield scene


@asynccontextmanager
async def run_scene(url: str, world: World | None = None) -> AsyncIterator[Scene]:
    """Run a house on a database that has its tables, beside any other there."""
    scene = Scene(url)
    scene.world = world if world is not None else await scene.database.write(make_placed_world)
    await scene.authority.load()
    for part in (scene.feed, scene.timetable):
        scene.start(part.run())
    scene.rooms.start()
    try:
        yield scene
    finally:
        await scene.rooms.stop()
        for task in scene.running:
            task.cancel()
        await asyncio.gather(*scene.running, return_exceptions=True)
        await scene.database.close()


@cache
def empty_database() -> bytes:
    """Return a database with all tables and nothing in them."""
    with TemporaryDirectory() as folder:
        upgrade(f"sqlite:///{folder}/adref.sqlite")
        return Path(folder, "adref.sqlite").read_bytes()


def make_placed_world(writing: Writing) -> World:
    """Make the world, with its clause in the text."""
    world = make_world(writing)
    place(writing, world, world.clause, "m")
    return world


def place(writing: Writing, world: World, clause: str, rank: str, parent: str | None = None) -> None:
    """Put a clause into the main draft."""
    where: dict[str, object] = {"draft": world.draft, "clause": clause, "parent": parent, "rank": rank}
    add(writing, placements, {**where, "label": rank, "titles": {}})
