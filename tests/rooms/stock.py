"""Real providers in real processes, on a real socket served by uvicorn."""

import asyncio
import json
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import HTTPConnection

from server.api.socket import Sockets
from server.api.uvicorn_socket import PING_SECONDS, PromptSocket
from server.domain.identity import TextName
from server.rooms.clock import WallClock
from server.rooms.needs import Emptied, Quiet
from server.rooms.registry import Registry
from tests.rooms.happenings import MemoryNews
from tests.rooms.world import MemoryLog, Rights

CLIENT = Path(__file__).parent / "clients" / "client.mjs"
ORIGIN = "http://adref.example"
PATIENCE = 20.0


class House:
    """A server on the memory log. A bearer token or cookie is the sign-in itself; `nobody` is none."""

    def __init__(self) -> None:
        self.log = MemoryLog()
        self.news = MemoryNews()
        self.rights = Rights()
        self.rooms = Registry(self.log, self.rights, WallClock(), self, self.news)
        self.plain_door = True
        self.port = 0

    def put(self, fact: Quiet | Emptied) -> None:
        """Facts are of no interest here."""

    async def authenticate(self, connection: HTTPConnection) -> str | None:
        bearer = connection.headers.get("authorization", "").removeprefix("Bearer ")
        sign_in = bearer or connection.cookies.get("session", "")
        return sign_in if sign_in and sign_in != "nobody" else None

    @property
    def app(self) -> Starlette:
        sockets = Sockets(self.rooms, self.authenticate, frozenset({ORIGIN}), lambda: self.plain_door)
        return Starlette(routes=sockets.routes)

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}/collab"


@asynccontextmanager
async def serving(ping: float = PING_SECONDS) -> AsyncIterator[House]:
    """Serve a house on a free port. A peer is pinged every `ping` seconds, and has as long to answer."""
    house = House()
    config = uvicorn.Config(
        house.app,
        log_level="error",
        ws=PromptSocket,
        ws_ping_interval=ping,
        ws_ping_timeout=ping,
        ws_max_size=1 << 20,
        ws_per_message_deflate=False,
        lifespan="off",
    )
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    house.port = listener.getsockname()[1]
    house.rooms.start()
    task = asyncio.create_task(server._serve([listener]))
    try:
        yield house
    finally:
        if house.log.gate is not None:
            house.log.gate.set()
        await house.rooms.stop()
        server.should_exit = True
        await task


class Provider:
    """A provider in a Node process. `shown` is the last that it printed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.shown: dict[str, Any] = {}

    def order(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")

    async def shows(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Return what the provider shows once it is as wanted."""
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(PATIENCE):
                while not (self.shown and wanted(self.shown)):
                    line = await self._process.stdout.readline()
                    assert line, "the provider is gone"
                    self.shown = json.loads(line)
        except TimeoutError:
            raise AssertionError(f"the provider shows {self.shown}") from None
        return self.shown

    async def has(self, *words: str) -> dict[str, Any]:
        """Return what the provider shows once it has these paragraphs and nothing unsaved."""
        return await self.shows(lambda shown: sorted(shown["text"]) == sorted(words) and not shown["unsynced"])


@asynccontextmanager
async def provider(
    house: House, kind: str, name: TextName | str, person: str, token: str = "any"
) -> AsyncIterator[Provider]:
    """Run an unmodified `hocuspocus` or `y-websocket` provider."""
    node = shutil.which("node")
    assert node, "Node runs the stock providers"
    process = await asyncio.create_subprocess_exec(
        node, CLIENT, kind, house.address, str(name), person, token,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=1 << 22,
    )  # fmt: skip
    try:
        yield Provider(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
