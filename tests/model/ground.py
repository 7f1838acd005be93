"""One database with two servers' ways into it, in which each way through the model finds a text of its own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from sqlalchemy import update

from server.crdt.ledger import Ledger
from server.domain.edits import Batch, Edit, Row, Verdict
from server.domain.errors import Conflict
from server.domain.identity import TextName
from server.domain.terms import TextStatus
from server.rooms.gavel import HeldText
from server.storage.authority import Authority
from server.storage.database import Database, Event, Writing
from server.storage.log import UpdateLog
from server.storage.migration import upgrade
from server.storage.pens import set_statuses
from server.storage.tables import seats
from tests.storage.world import Member, World, add_clause, make_world

ELSEWHERE = {"clauses": ["another"]}
"""The scope of a seat from which this text cannot be written any longer, though read."""


class Server:
    """What one server has of the database."""

    def __init__(self, address: str) -> None:
        self.database = Database(address)
        self.log = UpdateLog(self.database)
        self.rights = Authority(self.database)


@dataclass(frozen=True, slots=True)
class Plot:
    """A text in the database, and what acts and other servers do to it."""

    servers: tuple[Server, Server]
    name: TextName
    language_version: str
    members: tuple[Member, Member]
    chair: Member

    @property
    def database(self) -> Database:
        return self.servers[0].database

    async def rows(self) -> Sequence[Row]:
        """Return all rows of the text."""
        return await self.servers[0].log.since(self.language_version, 0)

    async def set_status(self, status: str, *, seen: int | None = None) -> int:
        """Write a status, if the text is what was `seen`; return the lock epoch.

        Raises:
            Conflict: it is another text.
        """

        def write(writing: Writing) -> int:
            stored = self.servers[0].log.stored(writing, self.language_version)
            if stored is None or (seen is not None and (seen != stored.head or stored.status == status)):
                raise Conflict("text_moved")
            return set_statuses(writing, [self.language_version], TextStatus(status))[self.language_version][1]

        return await self.database.write(write)

    async def write_in(self, held: HeldText, word: str) -> Edit:
        """Write a word of the house in the text, as an act does.

        Raises:
            Conflict: it is another text, or closed.
        """
        ledger, doc = Ledger(), Doc[Any]()
        doc.apply_update(held.state)
        ledger.replay(held.state)
        before = doc.get_state()
        doc.get("prosemirror", type=XmlFragment).children.append(XmlElement("paragraph", {}, [XmlText(word)]))
        payload, actor = doc.get_update(before), replace(self.chair.actor, via="merge", session=None)
        effect = ledger.inspect(payload, actor.person)
        edit = Edit(payload, actor, effect.inserted, effect.deleted, at_ms=1)
        batch = Batch(self.language_version, held.seq, held.epoch, held.lock_epoch, (edit,), effect.claims)

        def write(writing: Writing) -> None:
            if self.servers[0].log.append(writing, batch).verdict is not Verdict.COMMITTED:
                raise Conflict("text_moved")

        await self.database.write(write)
        return edit

    async def set_scope(self, person: int, scope: dict[str, list[str]]) -> None:
        """Change where a person may write. Servers have to be told."""
        change = update(seats).where(seats.c.id == self.members[person].seat).values(scope=scope)

        def write(writing: Writing) -> None:
            writing.connection.execute(change)

        await self.database.write(write)

    async def tell(self, server: int) -> None:
        """Have a server learn what rights are now."""
        told = [Event("any", 1, at, "seat_changed", {"seat": member.seat}, 1) for at, member in enumerate(self.members)]
        await self.servers[server].rights.refresh(told)


class Ground:
    """The database, and the people in it."""

    def __init__(self, servers: tuple[Server, Server], world: World) -> None:
        self._servers = servers
        self._world = world

    def lay(self) -> Plot:
        """Add a text."""
        world, database = self._world, self._servers[0].database
        clause, texts = database.write_here(lambda writing: add_clause(writing, world.agenda, world.draft, ("en",)))
        name = replace(world.name, clause=clause)
        return Plot(self._servers, name, texts[0], (world.egypt, world.ghana), world.chair)


@asynccontextmanager
async def open_ground(folder: Path) -> AsyncIterator[Ground]:
    """Make a database on SQLite."""
    address = f"sqlite:///{folder / 'adref.sqlite'}"
    upgrade(address)
    servers = Server(address), Server(address)
    try:
        world = await servers[0].database.write(make_world)
        for server in servers:
            await server.rights.load()
        yield Ground(servers, world)
    finally:
        for server in servers:
            await server.database.close()
