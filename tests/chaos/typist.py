"""A delegate at a keyboard, over a real socket: types numbered words, keeps its document through any cut of the line.

It speaks the multiplexed wire as our own client does: frames with edits are counted, and `saved {received: n}` says how
many of them are on disk. Words up to there are *acknowledged* and may never be lost, doubled or changed. One frame in
twenty is sent twice, as bad networks do.
"""

import asyncio
import json
import random
from dataclasses import dataclass, field

from pycrdt import Doc, Subscription, TransactionEvent, XmlElement, XmlFragment, XmlText
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

SYNC, AUTH, STATELESS, CLOSE, STATUS, PING = 0, 2, 5, 7, 8, 9
ROOT = "prosemirror"
REFUSED = (OSError, WebSocketException, TimeoutError)

STRIKES, REPEATS = 0.1, 0.05
"""Shares of key presses that strike a word, and of frames that are sent twice."""

SHUT = frozenset({"locked", "paused"})


def varint(value: int) -> bytes:
    """Return a lib0 unsigned varint."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def lump(data: bytes) -> bytes:
    """Return octets behind their length."""
    return varint(len(data)) + data


class Frame:
    """Reads a frame from its start."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def varint(self) -> int:
        value = shift = 0
        while True:
            octet = self.data[self.at]
            self.at += 1
            value |= (octet & 127) << shift
            shift += 7
            if octet < 128:
                return value

    def lump(self) -> bytes:
        size = self.varint()
        self.at += size
        return self.data[self.at - size : self.at]


@dataclass(slots=True)
class Typist:
    """One person in one clause. `words` are all that were typed: the first `posted` of them were sent, the first
    `acknowledged` are on disk.

    What was refused is `given_up`, the person starting over with what the server has: it may be on disk or not. Why is
    in `turned_away`; what no lock explains, in `errors` too.
    """

    name: str
    url: str
    token: str
    key: str
    seed: int
    doc: Doc[XmlFragment] = field(default_factory=Doc)
    words: list[str] = field(default_factory=list)
    struck: set[str] = field(default_factory=set)
    given_up: set[str] = field(default_factory=set)
    posted: int = 0
    acknowledged: int = 0
    struck_acknowledged: set[str] = field(default_factory=set)
    may_write: bool = True
    live: bool = False
    errors: list[str] = field(default_factory=list)
    turned_away: list[str] = field(default_factory=list)
    _frames: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    _socket: ClientConnection | None = None
    _outbox: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    _random: random.Random = field(default_factory=random.Random)
    _synced: asyncio.Event = field(default_factory=asyncio.Event)
    _is_whole: bool = False
    _mine: bool = False
    _watch: Subscription | None = None

    def __post_init__(self) -> None:
        self._random.seed(self.seed)
        self._watch = self.doc.observe(self._changed)

    @property
    def in_flight(self) -> int:
        """Words that were sent and are not acknowledged."""
        return max(0, self.posted - self.acknowledged)

    @property
    def kept(self) -> list[str]:
        """The words that are on disk for good: acknowledged, and struck by nobody."""
        gone = self.struck | self.given_up
        return [word for word in self.words[: self.acknowledged] if word not in gone]

    @property
    def settled(self) -> bool:
        """True if everything that was typed and struck is acknowledged."""
        return self.live and self.acknowledged == len(self.words) and self.struck <= self.struck_acknowledged

    def text(self) -> str:
        """Return all words of this replica."""
        return words_of(self.doc)

    def _changed(self, event: TransactionEvent) -> None:
        if self._mine and self.live:
            for _ in range(2 if self._random.random() < REPEATS else 1):
                self._post(varint(2) + lump(event.update))

    def _post(self, body: bytes) -> None:
        """Send a frame with edits: once it is acknowledged, all that was typed and struck until now is."""
        self.posted = len(self.words)
        self._frames.append((self.posted, frozenset(self.struck)))
        self._outbox.put_nowait(self._frame(SYNC, body))

    def _frame(self, kind: int, body: bytes) -> bytes:
        return lump(self.key.encode()) + varint(kind) + body

    async def run(self) -> None:
        """Stay connected, coming back after every cut, until cancelled."""
        while True:
            try:
                await self._attend()
            except REFUSED:
                pass
            finally:
                self.live, self._socket = False, None
                self._synced.clear()
            await asyncio.sleep(0.02 + self._random.random() * 0.05)

    async def _attend(self) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        async with connect(
            self.url, additional_headers=headers, compression=None, open_timeout=5, proxy=None
        ) as socket:
            self._socket, self._outbox = socket, asyncio.Queue()
            self._knock()
            sending = asyncio.create_task(self._send(socket))
            try:
                async for data in socket:
                    if isinstance(data, bytes) and data != b"\x09":
                        self._take(Frame(data))
            finally:
                sending.cancel()

    def _knock(self) -> None:
        """Ask for the document. What was sent before counts no longer."""
        self._frames, self.live, self._is_whole = [], False, False
        self._outbox.put_nowait(self._frame(AUTH, varint(0) + lump(b"") + lump(b"4.8.0")))

    def hang_up(self) -> None:
        """Cut the line, as a network does; the person comes back at once."""
        if self._socket is not None:
            self._socket.transport.abort()

    def start_over(self) -> None:
        """Take what the server has, as a page that is loaded again, and give up what it did not take."""
        self.given_up |= {*self.words[self.acknowledged :], *(self.struck - self.struck_acknowledged)}
        self.struck = set(self.struck_acknowledged)
        self.posted = self.acknowledged = len(self.words)
        self.doc = Doc()
        self._watch = self.doc.observe(self._changed)
        self._synced.clear()

    async def _send(self, socket: ClientConnection) -> None:
        while True:
            await socket.send(await self._outbox.get())

    def _take(self, frame: Frame) -> None:
        frame.lump()
        match frame.varint():
            case 0:
                self._take_sync(frame)
            case 2:
                if frame.varint() == 2:
                    self._outbox.put_nowait(self._frame(SYNC, varint(0) + lump(self.doc.get_state())))
            case 5:
                self._take_message(json.loads(frame.lump()))
            case 7:
                self.turned_away.append(reason := frame.lump().decode())
                if reason not in SHUT:
                    self.errors.append(f"{self.name} was closed: {reason}")
                self.start_over()
                self._knock()
            case _:
                return

    def _take_sync(self, frame: Frame) -> None:
        kind, body = frame.varint(), frame.lump()
        if kind == 0:
            self._post(varint(1) + lump(self.doc.get_update(body)))
            self.live = True
        else:
            self.doc.apply_update(body)
        self._is_whole |= kind == 1
        if self.live and self._is_whole:
            self._synced.set()

    def _take_message(self, message: dict[str, object]) -> None:
        if message["type"] == "saved":
            words, struck = self._frames[int(str(message["received"])) - 1]
            self.acknowledged = max(self.acknowledged, words)
            self.struck_acknowledged |= struck
        elif message["type"] in ("hello", "standing"):
            self.may_write = bool(message["may_write"])
        elif message["type"] == "resync" or (message["type"] == "refused" and message["code"] not in SHUT):
            self.errors.append(f"{self.name}: {message}")

    async def ready(self) -> None:
        """Return once the document is here and edits go out."""
        await self._synced.wait()

    def type(self) -> bool:
        """Type one word somewhere, or now and then strike one of one's own. False where nothing can be typed."""
        paragraph = first_text(self.doc) if self.may_write else None
        if paragraph is None:
            return False
        self._mine = True
        try:
            if self.words and self._random.random() < STRIKES:
                self._strike(paragraph)
            else:
                self._insert(paragraph)
        finally:
            self._mine = False
        return True

    def _insert(self, paragraph: XmlText) -> None:
        word = f"{self.name}{len(self.words):05d};"
        self.words.append(word)
        octets = str(paragraph).encode()
        paragraph.insert(octets.find(b";", self._random.randrange(len(octets) or 1)) + 1, word)

    def _strike(self, paragraph: XmlText) -> None:
        word = self._random.choice(self.words)
        place = str(paragraph).encode().find(word.encode())
        if place >= 0:
            self.struck.add(word)
            del paragraph[place : place + len(word)]


def first_text(doc: Doc[XmlFragment]) -> XmlText | None:
    """Return the text of the first paragraph that has one."""
    for block in doc.get(ROOT, type=XmlFragment).children:
        if isinstance(block, XmlElement) and block.tag == "paragraph":
            for child in block.children:
                if isinstance(child, XmlText):
                    return child
    return None


def words_of(doc: Doc[XmlFragment]) -> str:
    """Return all characters of a document in order."""
    return "".join(
        str(child)
        for block in doc.get(ROOT, type=XmlFragment).children
        if isinstance(block, XmlElement)
        for child in block.children
        if isinstance(child, XmlText)
    )
