"""The framing of both doors: what a frame holds, read strictly, and what the server writes into one.

`/collab` is the multiplexed wire of Hocuspocus 4: a key, then a message. `/collab/{clause}/{language}` is the
wire of y-websocket: the message alone. Sync and awareness messages are the same octets on both.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from server.crdt.reader import Malformed, Reader

FRAME_LIMIT = 1 << 20
"""Octets in one frame. The longest honest one is a sync step 2 after days offline."""

KEY_LIMIT = 200
"""Octets in a key: a name takes at most 120, a session behind it should be short."""

PING = b"\x09"
"""Frame of the multiplexed wire that belongs to no document; answered with type 10."""

PLAIN_PING = b"\x01\x01\x00"
"""An awareness update about nobody: y-websocket reconnects after 30 s without a message."""

_PONG = b"\x0a"
_SYNC, _AWARENESS, _AUTH, _QUERY, _STATELESS, _CLOSE, _STATUS, _JSON = 0, 1, 2, 3, 5, 7, 8, 100


@dataclass(frozen=True, slots=True)
class SyncStepOne:
    """What the client has; it asks for the rest."""

    vector: bytes


@dataclass(frozen=True, slots=True)
class SyncStepTwo:
    """The answer to a sync step 1 of ours."""

    update: bytes


@dataclass(frozen=True, slots=True)
class Update:
    update: bytes


@dataclass(frozen=True, slots=True)
class Awareness:
    update: bytes


@dataclass(frozen=True, slots=True)
class Token:
    """Names a document; the text is our client's claim or a stock client's whatever."""

    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """Asks who is present."""


@dataclass(frozen=True, slots=True)
class Stateless:
    """Text from the client: nothing is defined in this direction."""


@dataclass(frozen=True, slots=True)
class Leave:
    """The client closes the document."""


Incoming = SyncStepOne | SyncStepTwo | Update | Awareness | Token | Query | Stateless | Leave


def read_keyed(frame: bytes) -> tuple[str, Incoming] | None:
    """Read a frame of the multiplexed wire; None for a pong.

    Raises:
        Malformed: the frame breaks the wire's grammar or limits.
    """
    if frame == _PONG:
        return None
    reader = _open(frame)
    key = reader.take(reader.uint())
    if len(key) > KEY_LIMIT:
        raise Malformed("key")
    try:
        return key.decode(), _read(reader, keyed=True)
    except UnicodeDecodeError:
        raise Malformed("key") from None


def read_plain(frame: bytes) -> Incoming:
    """Read a frame of the plain door.

    Raises:
        Malformed: the frame breaks the wire's grammar or limits.
    """
    return _read(_open(frame), keyed=False)


def _open(frame: bytes) -> Reader:
    if len(frame) > FRAME_LIMIT:
        raise Malformed("frame")
    return Reader(frame)


def _read(reader: Reader, *, keyed: bool) -> Incoming:
    message: Incoming
    match reader.uint():
        case 0:
            message = _read_sync(reader)
        case 1:
            message = Awareness(reader.take(reader.uint()))
        case 2 if keyed:
            return _read_token(reader)
        case 3:
            message = Query()
        case 5 if keyed:
            reader.text()
            message = Stateless()
        case 7 if keyed:
            return Leave()
        case 100 if not keyed:
            reader.text()
            message = Stateless()
        case _:
            raise Malformed("type")
    reader.finish()
    return message


def _read_sync(reader: Reader) -> Incoming:
    step = reader.uint()
    body = reader.take(reader.uint())
    match step:
        case 0:
            return SyncStepOne(body)
        case 1:
            return SyncStepTwo(body)
        case 2:
            return Update(body)
        case _:
            raise Malformed("sync")


def _read_token(reader: Reader) -> Token:
    """Behind the token some providers write their version; it is of no interest."""
    if reader.uint() != 0:
        raise Malformed("auth")
    return Token(reader.text())


def read_states(update: bytes) -> Iterator[tuple[int, int, str]]:
    """Read an awareness update: client id, clock, state as JSON.

    Raises:
        Malformed: it is none.
    """
    reader = Reader(update)
    for _ in range(reader.count()):
        yield reader.client(), reader.uint(), reader.text()
    reader.finish()


def uint(value: int) -> bytes:
    """Return the number as lib0 writes it: seven bits an octet, least significant first."""
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    written.append(value)
    return bytes(written)


def octets(value: bytes) -> bytes:
    """Return the octets behind their length."""
    return uint(len(value)) + value


def step_one(vector: bytes) -> bytes:
    return bytes((_SYNC, 0)) + octets(vector)


def step_two(update: bytes) -> bytes:
    return bytes((_SYNC, 1)) + octets(update)


def news(update: bytes) -> bytes:
    return bytes((_SYNC, 2)) + octets(update)


def presence(update: bytes) -> bytes:
    return bytes((_AWARENESS,)) + octets(update)


def authenticated(*, may_write: bool) -> bytes:
    return bytes((_AUTH, 2)) + octets(b"read-write" if may_write else b"readonly")


def denied(code: str) -> bytes:
    return bytes((_AUTH, 1)) + octets(code.encode())


def stateless(text: str) -> bytes:
    """Return the body that carries one of our own JSON messages on the multiplexed wire."""
    return bytes((_STATELESS,)) + octets(text.encode())


def close(code: str) -> bytes:
    return bytes((_CLOSE,)) + octets(code.encode())


SAVED = bytes((_STATUS, 1))
NOT_SAVED = bytes((_STATUS, 0))


@dataclass(frozen=True, slots=True)
class Door:
    """How the messages of one session are wrapped. `keyed` is the multiplexed wire."""

    prefix: bytes
    keyed: bool

    def message(self, text: str) -> bytes:
        """Return the body that carries one of our own JSON messages."""
        return stateless(text) if self.keyed else bytes((_JSON,)) + octets(text.encode())


PLAIN = Door(b"", keyed=False)


def keyed_door(key: str) -> Door:
    """Return the door of a document on the multiplexed wire, under the key by which the client calls it."""
    return Door(octets(key.encode()), keyed=True)


class Shared:
    """One body for many receivers: built when the first one needs it, framed once for each prefix."""

    __slots__ = ("_body", "_build", "_frames")

    def __init__(self, build: Callable[[], bytes]) -> None:
        self._build = build
        self._body: bytes | None = None
        self._frames: dict[bytes, bytes] = {}

    def frame(self, door: Door) -> bytes:
        frame = self._frames.get(door.prefix)
        if frame is None:
            if self._body is None:
                self._body = self._build()
            frame = self._frames[door.prefix] = door.prefix + self._body
        return frame
