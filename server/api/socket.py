"""The two doors to live editing as Starlette routes: who may open a socket, and the way out of each."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

import structlog
from starlette.datastructures import Headers, QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from server.domain.identity import parse_text_name
from server.rooms.connection import Connection, MultiplexedConnection, PlainConnection
from server.rooms.crowd import TOO_MANY_SOCKETS
from server.rooms.registry import Registry
from server.wire import DocumentClaim

log = structlog.get_logger()

PAUSE_OCTETS = 256 << 10
"""Unsent octets at which a socket counts as paused: news waits for it, and it gets one update later."""

RESUME_OCTETS = 32 << 10

LIMIT_OCTETS = 8 << 20
"""Unsent octets at which a socket is given up: even one that is paused is sent acknowledgements and answers."""

TOO_SLOW = 4508
"""Close code: come back and sync. Codes from 4500 tell y-websocket to try again."""

FAILED = 1011
CLOSE_SECONDS = 1.0
"""How long a peer that takes nothing is waited for before it is cut off."""

ORIGIN_DENIED, NOT_SIGNED_IN, NOT_HERE = 403, 401, 404
TURNED_AWAY = {ORIGIN_DENIED: "origin", NOT_SIGNED_IN: "not_signed_in", NOT_HERE: "not_here"}
"""Why an upgrade was not accepted, as it is counted."""

Authenticate = Callable[[HTTPConnection], Awaitable[str | None]]
"""Return the sign-in that the request proves, by session cookie or bearer token, or None."""


class Outbox:
    """`server.rooms.needs.Outlet` over Starlette: frames queue up, one task sends them."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._frames: deque[bytes] = deque()
        self._octets = 0
        self._paused = False
        self._closing: tuple[int, str] | None = None
        self.too_slow = False
        self._stirred = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    @property
    def code(self) -> int | None:
        """With which code the server closed the socket; None if it did not."""
        return self._closing[0] if self._closing is not None else None

    @property
    def paused(self) -> bool:
        return self._paused

    @property
    def waiting(self) -> int:
        """How many octets wait to be sent."""
        return self._octets

    def write(self, frames: Sequence[bytes]) -> None:
        if self._closing is not None:
            return
        self._frames.extend(frames)
        self._octets += sum(map(len, frames))
        self._stirred.set()
        if self._octets > LIMIT_OCTETS:
            self._frames.clear()
            self.too_slow = self._closing is None
            self.close(TOO_SLOW, "too_slow")
            if self._writer is not None:
                self._writer.cancel()
        elif self._octets > PAUSE_OCTETS:
            self._paused = True

    def close(self, code: int, reason: str) -> None:
        if self._closing is None:
            self._closing = code, reason
            self._stirred.set()

    async def run(self, resume: Callable[[], None]) -> None:
        """Send until the socket is closed; call `resume` when a pause is over."""
        self._writer = asyncio.create_task(self._send(resume))
        try:
            await asyncio.wait((self._writer,))
            if self._closing is not None:
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._socket.close(*self._closing)
        except (TimeoutError, RuntimeError, OSError):
            log.info("peer gone before it was told", code=self._closing)
        finally:
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)

    async def _send(self, resume: Callable[[], None]) -> None:
        while self._frames or self._closing is None:
            while self._frames:
                frame = self._frames.popleft()
                await self._socket.send_bytes(frame)
                self._octets -= len(frame)
                if self._paused and self._octets <= RESUME_OCTETS:
                    self._paused = False
                    resume()
                    await asyncio.sleep(0)  # a peer that takes everything at once must not keep the loop to itself
            self._stirred.clear()
            if self._closing is None:
                await self._stirred.wait()


class Sockets:
    """`origins` are exact; `plain_door` says at each upgrade whether the plain door is open."""

    def __init__(
        self,
        registry: Registry,
        authenticate: Authenticate,
        origins: frozenset[str],
        plain_door: Callable[[], bool],
    ) -> None:
        self._registry = registry
        self._authenticate = authenticate
        self._origins = origins
        self._plain_door = plain_door

    @property
    def routes(self) -> list[WebSocketRoute]:
        return [
            WebSocketRoute("/collab", self._multiplexed),
            WebSocketRoute("/collab/{clause}/{language}", self._plain),
        ]

    async def _multiplexed(self, socket: WebSocket) -> None:
        sign_in = await self._admit(socket)
        if sign_in is not None:
            outbox = Outbox(socket)
            await self._serve(socket, outbox, sign_in, lambda: MultiplexedConnection(self._registry, outbox, sign_in))

    async def _plain(self, socket: WebSocket) -> None:
        name = parse_text_name("{clause}/{language}".format(**socket.path_params))
        if name is None or not self._plain_door():
            await self._turn_away(socket, NOT_HERE)
            return
        try:
            claim = _claim_in(socket.query_params)
        except ValueError:
            await self._turn_away(socket, NOT_HERE)
            return
        sign_in = await self._admit(socket)
        if sign_in is not None:
            outbox = Outbox(socket)
            await self._serve(
                socket, outbox, sign_in, lambda: PlainConnection(self._registry, outbox, sign_in, name, claim)
            )

    async def _admit(self, socket: WebSocket) -> str | None:
        """Authenticate before anything is accepted. A cookie counts only from our own pages, see `may_connect`."""
        if not may_connect(socket.headers, self._origins):
            await self._turn_away(socket, ORIGIN_DENIED)
            return None
        sign_in = await self._authenticate(socket)
        if sign_in is None:
            await self._turn_away(socket, NOT_SIGNED_IN)
        return sign_in

    async def _serve(self, socket: WebSocket, outbox: Outbox, sign_in: str, connect: Callable[[], Connection]) -> None:
        await socket.accept()
        if self._registry.connections.is_full(sign_in):
            self._registry.tally.refusals["too_many_sockets"] += 1
            await socket.close(TOO_MANY_SOCKETS, "too_many_sockets")
            return
        began = time.monotonic()
        connection = connect()
        ways = (
            asyncio.create_task(_read(socket, connection)),
            asyncio.create_task(outbox.run(connection.resume)),
        )
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            connection.lost()
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            if outbox.too_slow:
                self._registry.count("too_slow")
            log.info("socket ended", code=outbox.code, seconds=round(time.monotonic() - began, 1))

    async def _turn_away(self, socket: WebSocket, status: int) -> None:
        self._registry.tally.refusals[TURNED_AWAY[status]] += 1
        log.info("socket turned away", status=status, code=TURNED_AWAY[status])
        await _deny(socket, status)


def may_connect(headers: Headers, origins: frozenset[str]) -> bool:
    """True if the upgrade comes from one of our pages, or carries a bearer token and no cookie.

    Browsers send cookies with sockets from any page, and cannot set Authorization on them.
    """
    is_program = "authorization" in headers and "cookie" not in headers
    return is_program or headers.getlist("origin") in [[origin] for origin in origins]


async def _read(socket: WebSocket, connection: Connection) -> None:
    """Read until the peer is gone. A fault of ours ends this socket and no other."""
    try:
        while True:
            connection.receive(await _receive(socket))
            await connection.ready()
    except WebSocketDisconnect:
        return
    except Exception:
        log.exception("socket failed", sign_in=connection.sign_in)
        connection.close(FAILED, "internal")
        await asyncio.Event().wait()


async def _receive(socket: WebSocket) -> bytes:
    """Return the next frame; a text frame is none of ours and comes out empty, which is malformed."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    return message.get("bytes") or b""


async def _deny(socket: WebSocket, status: int) -> None:
    """Answer the upgrade with an HTTP status; a server that cannot answers 403."""
    if "websocket.http.response" in socket.scope.get("extensions", {}):
        await socket.send_denial_response(Response(status_code=status))
    else:
        await socket.close()


def _claim_in(query: QueryParams) -> DocumentClaim | None:
    """Return the claim that our client makes in the address of the plain door.

    Raises:
        ValueError: the values are no numbers.
    """
    if "epoch" not in query:
        return None
    return DocumentClaim(epoch=int(query["epoch"]), schema=int(query.get("schema", "0")))
