"""The whole application in this process, with everybody of the cast, and a text that not all of them may read."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import event, update
from starlette.applications import Starlette

from server.actions.signing import hash_secret
from server.app import Parts, build_app, running
from server.domain.identity import fresh_id
from server.rooms.registry import Registry
from server.settings import Settings
from server.storage.database import Writing
from server.storage.tables import agendas, persons, placements, sessions
from tests.api.cast import write_cast
from tests.api.proposing import document
from tests.api.scene import PATIENCE, empty_database, make_placed_world
from tests.rooms.peer import Peer, Socket
from tests.storage.world import Member, World

WORDS = "zanzibar"
"""Is part of every word of the hidden text: of its clauses, titles, label, reasons and notes."""


@dataclass
class Hall:
    """A running application. `statements` are all that the database was asked since they were cleared."""

    app: Starlette
    world: World
    people: dict[str, Member]
    client: httpx.AsyncClient
    pumps: list[Callable[[], bool]] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> Parts:
        parts: Parts = self.app.state.parts
        return parts

    @property
    def rooms(self) -> Registry:
        return self.parts.rooms

    async def ask(self, method: str, path: str, role: str = "", body: Any = None) -> httpx.Response:
        """Send a request as somebody, or as nobody who is signed in."""
        headers = {"Authorization": f"Bearer {self.people[role].session}"} if role else {}
        return await self.client.request(method, path, json=body, headers=headers)

    async def do(self, role: str, path: str, body: Any = None, method: str = "POST") -> Any:
        """Do something that must succeed, and return what is answered."""
        answer = await self.ask(method, f"/api/v1{path}", role, body)
        assert answer.is_success, (path, answer.text)
        return answer.json()

    def knock(self, role: str, name: Any, *, plain: bool = False) -> Peer:
        """Have somebody open a document on a socket of its own."""
        peer = Peer(Socket(self, self.people[role].session, name if plain else None), name)  # type: ignore[arg-type]
        peer.open()
        return peer

    async def until(self, condition: Callable[[], object]) -> None:
        """Return once it is true."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self.rooms.settle()
                await self.parts.feed.catch_up()
                for pump in self.pumps:
                    pump()
                await asyncio.sleep(0)


@asynccontextmanager
async def open_hall(folder: Path) -> AsyncIterator[Hall]:
    """Run the application on a database of its own, without the loop that makes files."""
    (folder / "adref.sqlite").write_bytes(empty_database())
    for page in ("agenda", "agendas", "publish", "import", "people", "signin", "invitation", "not-found"):
        (folder / f"{page}.html").write_text("<html><head></head></html>")
    app = build_app(Settings(database_url=f"sqlite:///{folder / 'adref.sqlite'}", var=folder, web=folder))
    parts: Parts = app.state.parts
    world, people = await parts.database.write(_furnish)
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 1))
    hall = Hall(app, world, people, httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8400"))
    note: Any = lambda *call: hall.statements.append(call[2])  # noqa: E731
    event.listen(parts.database._readers, "before_cursor_execute", note)
    async with running(parts, alone=True):
        yield hall


def _furnish(writing: Writing) -> tuple[World, dict[str, Member]]:
    world = make_placed_world(writing)
    people, _ = write_cast(writing, world)
    execute = writing.connection.execute
    for member in people.values():
        mine = sessions.c.id == member.session
        execute(update(sessions).where(mine).values(secret_hash=hash_secret(member.session), kind="token"))
    execute(update(agendas).where(agendas.c.id == world.agenda).values(titles={"en": f"{WORDS} title"}))
    execute(update(placements).values(label=WORDS, titles={"en": f"{WORDS} heading"}))
    execute(update(persons).where(persons.c.id == world.ghana.person).values(name=f"{WORDS} person"))
    return world, people


async def write_text(hall: Hall) -> None:
    """Have a delegate and the chair leave a trace of every kind; `ids` then name what there is."""
    world, clause = hall.world, f"/clauses/{hall.world.clause}"
    peer = hall.knock("Ghana", world.name)
    await hall.until(lambda: peer.synced)
    peer.type(f"{WORDS} words")
    await hall.until(lambda: peer.unsynced == 0)
    bracket = await hall.do("Ghana", f"{clause}/brackets", {"id": fresh_id(), "kind": "delete"})
    version = await hall.do("Ghana", f"{clause}/en/versions", {"label": f"{WORDS} version"})
    seen = (await hall.do("Ghana", clause, method="GET"))["texts"]["en"]
    offer = {"key": fresh_id(), "base": {"seq": seen["seq"]}, "note": f"{WORDS} note"}
    offer["content"] = document(f"{WORDS} words", f"{WORDS} proposal")
    proposal = await hall.do("Ghana", f"{clause}/en/proposals", offer)
    await hall.do("a chair", f"{clause}/lock", {})
    opened = await hall.do("a chair", f"{clause}/reopen", {"reason": f"{WORDS} reason"})
    paper = await hall.do("Ghana", f"/agendas/{world.agenda}/working-papers")
    published = await hall.do("a secretariat", f"/agendas/{world.agenda}/publications", {"symbol": "ADREF/1"})
    peer.socket.lose()
    hall.ids = {
        "agenda": world.agenda,
        "clause": world.clause,
        "proposal": proposal["proposal"]["id"],
        "decision": opened["decision"],
        "paper": paper["id"],
        "publication": published["id"],
        "process": world.process,
        "version": version["version"]["id"],
        "bracket": bracket["id"],
    }
