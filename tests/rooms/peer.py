"""A client that behaves as the stock providers do, with a real document, on a socket in memory."""

import json
from collections.abc import Sequence
from typing import Any

from pycrdt import Doc, TransactionEvent, XmlElement, XmlFragment, XmlText

from server.crdt.reader import Reader
from server.domain.identity import TextName
from server.rooms import envelope
from server.rooms.connection import Connection, MultiplexedConnection, PlainConnection
from server.rooms.envelope import octets, read_states, uint
from tests.rooms.world import World


class Socket:
    """`server.rooms.needs.Outlet` that keeps what is written until its peers take it."""

    def __init__(self, world: World, sign_in: str, plain: TextName | None = None) -> None:
        self.world = world
        self.paused = False
        self.closed: tuple[int, str] | None = None
        self.frames: list[bytes] = []
        self.sent: list[bytes] = []
        self.peers: dict[bytes, Peer] = {}
        self.is_plain = plain is not None
        self.connection: Connection
        if plain is None:
            self.connection = MultiplexedConnection(world.rooms, self, sign_in)
        else:
            self.connection = PlainConnection(world.rooms, self, sign_in, plain, None)
        world.pumps.append(self.pump)

    def write(self, frames: Sequence[bytes]) -> None:
        if self.closed is None:
            self.frames += frames
            self.sent += frames

    def close(self, code: int, reason: str) -> None:
        self.closed = self.closed or (code, reason)

    def pump(self) -> bool:
        """Give what came to the peers. False if nothing came."""
        frames, self.frames = self.frames, []
        for frame in frames:
            if frame in (envelope.PING, envelope.PLAIN_PING):
                continue
            reader = Reader(frame)
            key = b"" if self.is_plain else reader.take(reader.uint())
            if key in self.peers:
                self.peers[key].take(reader)
        return bool(frames)

    def resume(self) -> None:
        self.paused = False
        self.connection.resume()

    def lose(self) -> None:
        """The line is cut."""
        self.closed = (1006, "")
        self.world.pumps.remove(self.pump)
        self.connection.lost()


class Peer:
    """One provider. `unsynced` counts as `@hocuspocus/provider` does; `deaf` loses what it sends."""

    def __init__(self, socket: Socket, name: TextName | str, doc: Doc[Any] | None = None, session: str = "") -> None:
        self.socket = socket
        self.name = name
        self.key = b"" if socket.is_plain else (str(name) + session).encode()
        self.doc: Doc[Any] = doc if doc is not None else Doc()
        self.root = self.doc.get("prosemirror", type=XmlFragment)
        self.unsynced = 0
        self.synced = False
        self.deaf = False
        self.heard: list[dict[str, Any]] = []
        self.seen: list[str] = []
        self.states: dict[int, dict[str, Any]] = {}
        self.clocks: dict[int, int] = {}
        self.closed: str | None = None
        self.denied: str | None = None
        self._remote = False
        self._watch = self.doc.observe(self._on_update)
        socket.peers[self.key] = self

    # Out

    def send(self, body: bytes) -> None:
        if not self.deaf and self.socket.closed is None:
            prefix = b"" if self.socket.is_plain else octets(self.key)
            self.socket.connection.receive(prefix + body)

    def open(self, token: str = "") -> None:
        """Attach: token, sync step 1 and presence in one go, as the provider does."""
        if not self.socket.is_plain:
            self.send(b"\x02\x00" + octets(token.encode()) + octets(b"4.8.0"))
        self.sync()

    def sync(self) -> None:
        self.unsynced = 1
        self.send(envelope.step_one(self.doc.get_state()))

    def type(self, *paragraphs: str) -> None:
        with self.doc.transaction():
            for words in paragraphs:
                self.root.children.append(XmlElement("paragraph", {}, [XmlText(words)]))

    def strike(self, paragraph: int = 0) -> None:
        with self.doc.transaction():
            del self.root.children[paragraph]

    def show(self, state: dict[str, Any] | None, clock: int = 1, client: int | None = None) -> None:
        entry = uint(client or self.doc.client_id) + uint(clock) + octets(json.dumps(state).encode())
        self.send(envelope.presence(uint(1) + entry))

    def _on_update(self, event: TransactionEvent) -> None:
        if not self._remote:
            self.unsynced += 1
            self.send(envelope.news(event.update))

    # In

    def take(self, reader: Reader) -> None:
        match reader.uint():
            case 0:
                self._take_sync(reader.uint(), reader.take(reader.uint()))
            case 1:
                self._take_presence(reader.take(reader.uint()))
            case 2:
                code, word = reader.uint(), reader.text()
                self.denied = word if code == 1 else None
                self.seen.append("denied" if code == 1 else word)
            case 5 | 100:
                self.heard.append(json.loads(reader.text()))
                self.seen.append(self.heard[-1]["type"])
            case 7:
                self.closed = reader.text()
                self.seen.append("close")
            case 8:
                saved = reader.uint() == 1
                self.unsynced = max(0, self.unsynced - 1) if saved else self.unsynced
                self.seen.append("ack" if saved else "nack")

    def _take_sync(self, step: int, body: bytes) -> None:
        self.seen.append(("step 1", "step 2", "update")[step])
        if step == 0:
            self.send(envelope.step_two(self.doc.get_update(body)))
            return
        self.synced = self.synced or step == 1
        self._remote = True
        self.doc.apply_update(body)
        self._remote = False

    def _take_presence(self, update: bytes) -> None:
        self.seen.append("presence")
        for client, clock, state in read_states(update):
            known = self.clocks.get(client, -1)
            if clock > known or (clock == known and state == "null" and client in self.states):
                self.clocks[client] = clock
                self.states.pop(client, None)
                if state != "null":
                    self.states[client] = json.loads(state)

    # What it shows

    @property
    def text(self) -> list[str]:
        return ["".join(str(run) for run in block.children) for block in self.root.children]

    def said(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.heard if message["type"] == kind]
