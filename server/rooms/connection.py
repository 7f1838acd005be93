"""One socket: many documents on the multiplexed wire, one on the plain door. Inside, both are sessions."""

import asyncio
from typing import TYPE_CHECKING

import msgspec
import structlog

from schema import document
from server.crdt.reader import Malformed
from server.domain.errors import Unknown
from server.domain.identity import TextName, parse_text_name
from server.rooms import envelope
from server.rooms.agendas import parse_agenda_name
from server.rooms.envelope import Door, Incoming, Leave, Query, SyncStepOne, Token
from server.rooms.listener import Listener
from server.rooms.needs import Outlet
from server.rooms.pace import ANSWER, Pace
from server.rooms.session import Offence, Session
from server.wire import AgendaClaim, DocumentClaim

if TYPE_CHECKING:
    from server.rooms.registry import Registry
    from server.rooms.room import ClauseRoom

log = structlog.get_logger()

DOCUMENTS = 64
"""Documents open on one socket. Our client keeps to 24."""

UNREACHED = (1 << 53) - 1
"""A commit number that no agenda ever has: the greatest that a browser counts exactly."""

CLOSE_CODES: dict[str, int] = {
    "malformed": 4400,
    "signed_out": 4401,
    "forged": 4403,
    "unknown": 4404,
    "too_large": 4413,
}
"""4400 to 4499 tell y-websocket that trying again is pointless; Hocuspocus tries again with any code."""

REFUSED = 4409
"""The document was closed on the plain door; the reason is the code."""

UNAVAILABLE = 1013
"""The text could not be read just now: try again later."""


class Connection:
    """What both doors share. `receive` is given whole frames, in order."""

    def __init__(self, house: "Registry", outlet: Outlet, sign_in: str) -> None:
        self.house = house
        self.outlet = outlet
        self.sign_in = sign_in
        self.closed = False
        self._pace = Pace(house.clock)
        self._wait = 0.0
        self._sessions: dict[str, Session | Listener] = {}
        self._openings: dict[Session, asyncio.Task[None]] = {}
        house.connections.add(self)

    # From the socket

    async def ready(self) -> None:
        """Return when the next frame may be read: the log keeps up, and the client keeps its pace."""
        await self.house.journal.relief()
        if self._wait > 0:
            await self.house.clock.sleep(self._wait)

    def receive(self, frame: bytes) -> None:
        """Take one frame. Never waits; a frame that breaks the wire's rules closes the socket."""
        if self.closed:
            return
        if not self.house.authority.signed_in(self.sign_in):
            self.close(CLOSE_CODES["signed_out"], "signed_out")
            return
        began = self.house.clock.monotonic()
        self._pace.spend(len(frame))
        try:
            self._read(frame)
        except Malformed as error:
            self.fail("malformed", str(error))
        self._wait = self._pace.work(self.house.clock.monotonic() - began)

    def _read(self, frame: bytes) -> None:
        raise NotImplementedError

    def _take(self, session: Session | Listener, message: Incoming) -> None:
        if isinstance(message, SyncStepOne | Query):
            self._pace.spend(ANSWER)
        session.take(message)

    def resume(self) -> None:
        """The socket takes frames again."""
        for session in list(self._sessions.values()):
            session.resume()

    def recheck(self) -> None:
        """The person's rights may have changed."""
        for session in list(self._sessions.values()):
            session.recheck()

    def lost(self) -> None:
        """The socket is gone. What came through it stays."""
        self.closed = True
        self.house.connections.discard(self)
        for opening in self._openings.values():
            opening.cancel()
        for session in list(self._sessions.values()):
            session.leave()
        self._sessions.clear()

    # To the socket

    def ping(self) -> None:
        raise NotImplementedError

    def close(self, code: int, reason: str) -> None:
        if not self.closed:
            self.lost()
            self.outlet.close(code, reason)

    def fail(self, offence: Offence, detail: str) -> None:
        log.warning("socket closed", offence=offence, detail=detail, sign_in=self.sign_in)
        self.house.count(offence)
        self.close(CLOSE_CODES[offence], offence)

    def ended(self, session: Session | Listener, code: str) -> None:
        raise NotImplementedError

    def deny(self, session: Session, code: str) -> None:
        """The document is not opened."""
        raise NotImplementedError

    # Opening

    def open(self, session: Session, name: TextName, claim: DocumentClaim | None) -> None:
        opening = self._openings[session] = asyncio.create_task(self._open(session, name, claim))
        opening.add_done_callback(lambda _: self._openings.pop(session, None))

    async def _open(self, session: Session, name: TextName, claim: DocumentClaim | None) -> None:
        try:
            if not await self.house.admits(self.sign_in, name):
                raise Unknown("unknown_text")
            room = await self.house.open(name)
        except Unknown:
            self.deny(session, "unknown")
            return
        except Exception:
            log.exception("open failed", text=str(name))
            self.close(UNAVAILABLE, "unavailable")
            return
        if not session.ended:
            self._enter(session, room, claim)

    def _enter(self, session: Session, room: "ClauseRoom", claim: DocumentClaim | None) -> None:
        standing = room.judge(session)
        if not standing.may_read:
            self.deny(session, "unknown")
        elif claim is not None and claim.epoch != room.stored.epoch:
            self.deny(session, "epoch")
        elif claim is not None and claim.schema != document()["version"]:
            self.deny(session, "schema")
        else:
            room.admit(session, standing)


class MultiplexedConnection(Connection):
    """`/collab`. A document is opened by an Auth frame; frames of others are dropped and counted."""

    def _read(self, frame: bytes) -> None:
        read = envelope.read_keyed(frame)
        if read is None:
            return
        key, message = read
        session = self._sessions.get(key)
        match message:
            case Token(text):
                self._pace.spend(ANSWER)
                self._authenticate(key, text)
            case Leave():
                if session is not None:
                    del self._sessions[key]
                    session.leave()
            case _ if session is None:
                self.house.count("stray")
            case _:
                self._take(session, message)

    def _authenticate(self, key: str, token: str) -> None:
        session = self._sessions.get(key)
        door = envelope.keyed_door(key)
        name, _, _ = key.partition("\0")
        if session is not None:
            session.confirm()
        elif len(self._sessions) >= DOCUMENTS:
            self._refuse(door, "too_many")
        elif (agenda := parse_agenda_name(name)) is not None:
            self._listen(key, agenda, Listener(self, door, self.outlet, self.sign_in, read_after(token)))
        elif (text := parse_text_name(name)) is not None:
            self._sessions[key] = opened = Session(self, door, self.outlet, self.sign_in)
            self.open(opened, text, read_claim(token))
        else:
            self._refuse(door, "unknown")

    def _listen(self, key: str, agenda: str, listener: Listener) -> None:
        self._sessions[key] = listener
        if not self.house.agendas.open(agenda, listener):
            del self._sessions[key]
            self._refuse(listener.door, "unknown")

    def _refuse(self, door: Door, code: str) -> None:
        self.house.tally.refusals[code] += 1
        self.outlet.write([door.prefix + envelope.denied(code)])

    def ping(self) -> None:
        self.outlet.write([envelope.PING])

    def ended(self, session: Session | Listener, code: str) -> None:
        self.house.tally.refusals[code] += 1
        for key, open_session in list(self._sessions.items()):
            if open_session is session:
                del self._sessions[key]

    def deny(self, session: Session, code: str) -> None:
        session.send(envelope.denied(code))
        session.ended = True
        self.ended(session, code)


class PlainConnection(Connection):
    """`/collab/{clause}/{language}`: one document, opened by the address. Its end is the socket's."""

    def __init__(
        self, house: "Registry", outlet: Outlet, sign_in: str, name: TextName, claim: DocumentClaim | None
    ) -> None:
        super().__init__(house, outlet, sign_in)
        self._session = Session(self, envelope.PLAIN, outlet, sign_in)
        self._sessions[""] = self._session
        self.open(self._session, name, claim)

    def _read(self, frame: bytes) -> None:
        self._take(self._session, envelope.read_plain(frame))

    def ping(self) -> None:
        self.outlet.write([envelope.PLAIN_PING])

    def ended(self, session: Session | Listener, code: str) -> None:
        self.house.tally.refusals[code] += 1
        self.close(CLOSE_CODES.get(code, REFUSED), code)

    def deny(self, session: Session, code: str) -> None:
        self.ended(session, code)


def read_claim(token: str) -> DocumentClaim | None:
    """Return our own client's claim; any other token is a stock client's, which makes none."""
    try:
        return msgspec.json.decode(token, type=DocumentClaim)
    except (msgspec.MsgspecError, RecursionError):
        return None


def read_after(token: str) -> int | None:
    """Return the last number that our own client knows; None, from now on, for any other token."""
    try:
        return max(-1, min(msgspec.json.decode(token, type=AgendaClaim).after, UNREACHED))
    except (msgspec.MsgspecError, RecursionError):
        return None
