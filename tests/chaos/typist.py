"""A delegate at a keyboard, over a real socket: types numbered words, keeps its document through any cut of the line.

It speaks the multiplexed wire as our own client does: frames with edits are counted, and `saved {received: n}` says how
many of them are on disk. Words up to there are *acknowledged* and may never be lost, doubled or changed.
"""

import asyncio
import json
import random
from dataclasses import dataclass, field

from pycrdt import Doc, TransactionEvent, XmlElement, XmlFragment, XmlText
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

SYNC, AUTH, STATELESS, CLOSE, STATUS, PING = 0, 2, 5, 7, 8, 9
ROOT = "prosemirror"
REFUSED = (OSError, WebSocketException, TimeoutError)


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
    """One person in one clause. `words` are all that were typed; the first `acknowledged` of them are on disk."""

    name: str
    url: str
    token: str
    key: str
    seed: int
    doc: Doc[XmlFragment] = field(default_factory=Doc)
    words: list[str] = field(default_factory=list)
    struck: set[str] = field(default_factory=set)
    acknowledged: int = 0
    errors: list[str] = field(default_factory=list)
    frames: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    struck_acknowledged: set[str] = field(default_factory=set)
    sent: int = 0
    live: bool = False
    _socket: ClientConnection | None = None
    _random: random.Random = field(default_factory=random.Random)
    _synced: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._random.seed(self.seed)
        self.doc.observe(self._changed)

    @property
    def in_flight(self) -> int:
        """Words that were typed and are not acknowledged."""
        return len(self.words) - self.acknowledged

    def text(self) -> str:
        """Return all words of this replica."""
        return words_of(self.doc)

    def _changed(self, event: TransactionEvent) -> None:
        if self._mine and self._socket is not None and self.live:
            self.sent += 1
            self.frames.append((len(self.words), frozenset(self.struck)))
            self._outbox.put_nowait(self._frame(SYNC, varint(2) + lump(event.update)))

    _mine: bool = False
    _outbox: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)

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
        async with connect(self.url, additional_headers=headers, compression=None, open_timeout=5) as socket:
            self._socket, self._outbox = socket, asyncio.Queue()
            self.sent, self.frames = 0, []
            await socket.send(self._frame(AUTH, varint(0) + lump(b"") + lump(b"4.8.0")))
            sending = asyncio.create_task(self._send(socket))
            try:
                async for data in socket:
                    if isinstance(data, bytes) and data != b"\x09":
                        self._take(Frame(data))
            finally:
                sending.cancel()

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
                self.errors.append(f"{self.name} was closed: {frame.lump().decode()}")
            case _:
                return

    def _take_sync(self, frame: Frame) -> None:
        kind, body = frame.varint(), frame.lump()
        if kind == 0:
            self.sent += 1
            self.frames.append((len(self.words), frozenset(self.struck)))
            self._outbox.put_nowait(self._frame(SYNC, varint(1) + lump(self.doc.get_update(body))))
            self.live = True
            return
        self.doc.apply_update(body)
        if kind == 1:
            self._synced.set()

    def _take_message(self, message: dict[str, object]) -> None:
        if message["type"] == "saved":
            words, struck = self.frames[int(str(message["received"])) - 1]
            self.acknowledged = max(self.acknowledged, words)
            self.struck_acknowledged |= struck
        elif message["type"] in ("refused", "resync"):
            self.errors.append(f"{self.name}: {message}")

    async def ready(self) -> None:
        """Return once the document is here and edits go out."""
        await self._synced.wait()

    def type(self) -> bool:
        """Type one word somewhere, or now and then strike one of one's own. False before the first synchronisation."""
        paragraph = first_text(self.doc)
        if paragraph is None:
            return False
        self._mine = True
        try:
            if self.words and self._random.random() < 0.1:
                self._strike(paragraph)
            else:
                word = f"{self.name}{len(self.words):05d};"
                self.words.append(word)
                spots = [place for place, octet in enumerate(str(paragraph).encode()) if octet == ord(";")]
                paragraph.insert(self._random.choice(spots) + 1 if spots else 0, word)
        finally:
            self._mine = False
        return True

    def _strike(self, paragraph: XmlText) -> None:
        word = self._random.choice(self.words)
        place = str(paragraph).encode().find(word.encode())
        if place >= 0:
            self.struck.add(word)
            del paragraph[place : place + len(word)]


def first_text(doc: Doc[XmlFragment]) -> XmlText | None:
    """Return the text of the first paragraph, made if the paragraph is there without one."""
    root = doc.get(ROOT, type=XmlFragment)
    for block in root.children:
        if isinstance(block, XmlElement) and block.tag == "paragraph":
            for child in block.children:
                if isinstance(child, XmlText):
                    return child
            return block.children.append(XmlText())
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
