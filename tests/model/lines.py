"""The people of the model on the real wire: every frame waits, on its way in and out, until a step lets it go."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from pycrdt import Doc

from server.crdt.codec import TRUSTED, decode_state_vector, decode_update
from server.crdt.reader import Reader
from server.domain.identity import TextName
from server.rooms.envelope import octets
from server.rooms.registry import Registry
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

SYNC, STATELESS, CLOSE, STATUS = 0, 5, 7, 8


@dataclass(slots=True)
class House:
    """What a socket needs of the world: the rooms behind it."""

    rooms: Registry
    pumps: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Parcel:
    """Frames that are sent in one go. `claim` are the words that are saved once an edit among them is."""

    bodies: list[bytes]
    claim: frozenset[str] | None = None
    opens: bool = False


class Line(Socket):
    """A socket whose frames are handed over one write at a time."""

    def __init__(self, rooms: Registry, sign_in: str) -> None:
        super().__init__(cast("World", House(rooms)), sign_in)
        self.out: deque[Parcel] = deque()
        self.inn: deque[list[bytes]] = deque()
        self.claims: list[frozenset[str]] = []
        self.reasons: list[str] = []
        self.gap = False

    def write(self, frames: Sequence[bytes]) -> None:
        self.reasons += [reason for frame in frames if (reason := closing_reason(frame))]
        told = [frame for frame in frames if matters(frame)]
        if told and self.closed is None:
            self.inn.append(told)

    def let_out(self) -> None:
        """The server takes what was sent first."""
        if self.out:
            parcel = self.out.popleft()
            if parcel.opens:
                self.claims.clear()
            if parcel.claim is not None:
                self.claims.append(parcel.claim)
            for body in parcel.bodies:
                self.connection.receive(body)

    def let_in(self) -> None:
        """The person takes what came first, and notes whether it joined what was there."""
        for frame in self.inn.popleft() if self.inn else ():
            reader = Reader(frame)
            peer = self.peers[reader.take(reader.uint())]
            peer.take(reader)
            self.gap = self.gap or not _has_all(peer, frame)


def _has_all(peer: Peer, frame: bytes) -> bool:
    """True if all that a frame brought has been taken in, rather than kept until something else comes."""
    reader = Reader(frame)
    reader.take(reader.uint())
    if reader.uint() != SYNC or reader.uint() == 0:
        return True
    return joins(peer.doc, reader.take(reader.uint()))


def joins(doc: Doc[Any], update: bytes) -> bool:
    """True if all of an update that a document was given is in it."""
    structs, _ = decode_update(update, TRUSTED)
    known = decode_state_vector(doc.get_state())
    return all(struct.clock + struct.length <= known.get(struct.client, 0) for struct in structs)


class Writer(Peer):
    """One person's document. Words are `person.number`; `acked` is what it was told is saved."""

    def __init__(self, line: Line, name: TextName, person: int, doc: Doc[Any] | None = None) -> None:
        self.line = line
        self.person = person
        super().__init__(line, name, doc)

    @property
    def mine(self) -> frozenset[str]:
        return frozenset(word for word in self.text if word.startswith(f"{self.person}."))

    def send(self, body: bytes) -> None:
        if self.line.closed is None:
            is_edit = body[0] == SYNC and body[1] != 0
            self.line.out.append(Parcel([octets(self.key) + body], self._claim if is_edit else None))

    _typing: frozenset[str] = frozenset()

    @property
    def _claim(self) -> frozenset[str]:
        return self._typing or self.mine

    def open(self, token: str = "") -> None:
        super().open(token)
        question = self.line.out.pop()
        self.line.out[-1].bodies += question.bodies
        self.line.out[-1].opens = True

    def write(self, word: str) -> None:
        """Type a word at the end. Nobody reads a document while it changes."""
        self._typing = self.mine | {word}
        self.type(word)
        self._typing = frozenset()

    @property
    def acked(self) -> frozenset[str]:
        saved = self.said("saved")
        return self.line.claims[saved[-1]["received"] - 1] if saved else frozenset()


def matters(frame: bytes) -> bool:
    """True unless it only says who is here, or where one stands."""
    reader = Reader(frame)
    reader.take(reader.uint())
    kind = reader.uint()
    return kind in (SYNC, CLOSE, STATUS) or (kind == STATELESS and b'"saved"' in frame)


def closing_reason(frame: bytes) -> str:
    """Return why a frame closes a document; nothing if it does not."""
    reader = Reader(frame)
    reader.take(reader.uint())
    return reader.text() if reader.uint() == CLOSE else ""


def kind_of(frames: Sequence[bytes]) -> str:
    """Return what the model calls frames that came in one go."""
    if any(map(closing_reason, frames)):
        return "close"
    reader = Reader(frames[0])
    reader.take(reader.uint())
    return ("ask", "answer", "news")[reader.uint()] if reader.uint() == SYNC else "paid"


def kind_of_parcel(parcel: Parcel) -> str:
    """Return what the model calls frames that go in one go."""
    if parcel.opens:
        return "open"
    reader = Reader(parcel.bodies[0])
    reader.take(reader.uint())
    reader.uint()
    return ("sync", "bring", "edit")[reader.uint()]
