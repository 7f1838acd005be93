"""One episode: honest people and attackers in the same rooms, through both doors, and what must hold afterwards."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from pycrdt import Doc, XmlFragment
from structlog.testing import capture_logs

from server.crdt.ledger import Ledger
from server.crdt.tree import check_content, read_document
from server.domain.identity import TextName
from server.rooms.connection import Connection, MultiplexedConnection, PlainConnection
from server.rooms.envelope import octets, step_one
from tests.crdt.agreement import assert_agreement
from tests.crdt.crowd import edit_somewhere
from tests.fuzz.grammar import Grammar
from tests.fuzz.mutation import spoil
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

EPISODE = 1_000
"""Cases in one world."""

FOES = 8
ROUND = 25
"""Cases between two of which honest people act and time passes."""

DISAGREEMENTS = ("apply:", "the document and the ledger", "an effect is committed")
"""What a socket is closed with if ledger and CRDT part: every such case is a fault of the ledger."""


@dataclass
class Figures:
    """What happened in one or more episodes. `slowest` is the longest that one frame took, in seconds of work."""

    cases: int = 0
    rows: int = 0
    slowest: float = 0.0
    endings: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Figures") -> None:
        self.cases += other.cases
        self.rows += other.rows
        self.slowest = max(self.slowest, other.slowest)
        self.endings += other.endings


class Foe:
    """An attacker's socket, and `server.rooms.needs.Outlet`: what is written to it is dropped."""

    def __init__(self, world: World, name: TextName, person: str, *, plain: bool, figures: Figures) -> None:
        self.paused = False
        self.closed = False
        self.figures = figures
        self.key = b"" if plain else octets(str(name).encode())
        self.line: Connection
        if plain:
            self.line = PlainConnection(world.rooms, self, person, name, None)
        else:
            self.line = MultiplexedConnection(world.rooms, self, person)

    def write(self, frames: Sequence[bytes]) -> None:
        """Nobody reads."""

    def close(self, code: int, reason: str) -> None:
        self.closed = True
        self.figures.endings[reason] += 1

    def send(self, frame: bytes) -> None:
        began = time.process_time()
        self.line.receive(frame)
        self.figures.slowest = max(self.figures.slowest, time.process_time() - began)

    def open(self) -> None:
        """Come in as an honest provider does."""
        if self.key:
            self.send(self.key + b"\x02\x00" + octets(b""))
        self.send(self.key + step_one(b"\x00"))


class Arena:
    """Honest people and attackers in a world of their own, the same again for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.figures = Figures()
        self.world = World()
        self.name = self.world.log.add()
        self.other = self.world.log.add("ar")
        self.faults: list[dict[str, Any]] = []
        self.grammar = Grammar(self.random, self._known)
        self.honest = [self._arrive(number) for number in range(3)]
        self.foes: list[Foe] = []
        self.late: list[bytes] = []

    def _arrive(self, number: int) -> Peer:
        socket = Socket(self.world, f"honest {number}", self.name if number == 2 else None)
        peer = Peer(socket, self.name, Doc(client_id=self.random.getrandbits(32)))
        peer.open()
        return peer

    def _known(self) -> dict[int, int]:
        """An attacker knows everything that is in the text."""
        room = next((room for room in self.world.rooms.rooms if room.name == self.name and room.is_open), None)
        return room.ledger.state_vector if room else {}

    # The play

    async def play(self, cases: int) -> Figures:
        """Send so many frames, then make sure that nothing gave way."""
        asyncio.get_running_loop().set_exception_handler(lambda _, context: self.faults.append(dict(context)))
        with capture_logs() as logs:
            await self.world.tick()
            while self.figures.cases < cases:
                self._act()
                for _ in range(ROUND):
                    await self._attack()
                await self.world.tick()
            await self._end()
        self._check_logs(logs)
        await self.world.rooms.stop()
        assert not self.faults, self.faults
        return self.figures

    async def _attack(self) -> None:
        if len(self.foes) < FOES:
            await self._enlist()
        foe = self.random.choice(self.foes)
        frame = self._frame(foe)
        if self.random.random() < 0.05:
            self.late.append(frame)
        for each in [frame] * self.random.choice((1,) * 9 + (2,)) + self._overdue():
            foe.send(each)
            self.figures.cases += 1
        match self.random.randrange(60):
            case 0:
                foe.paused = not foe.paused
                foe.line.resume()
            case 1:
                foe.line.lost()
                foe.closed = True
        if foe.closed:
            self.foes.remove(foe)

    async def _enlist(self) -> None:
        name = self.other if self.random.random() < 0.1 else self.name
        foe = Foe(self.world, name, "mallory", plain=self.random.random() < 0.4, figures=self.figures)
        self.foes.append(foe)
        if self.random.random() < 0.9:
            foe.open()
            for _ in range(4):
                await asyncio.sleep(0)

    def _frame(self, foe: Foe) -> bytes:
        """Return a frame for this door; a few have another's key, or are spoilt as a whole."""
        key = foe.key
        if self.random.random() < 0.03:
            key = self.random.choice((b"", octets(b"agenda/x"), octets(b"\xff"), octets(str(self.other).encode())))
        frame = key + self.grammar.body()
        return spoil(self.random, frame, key + self.grammar.body()) if self.random.random() < 0.2 else frame

    def _overdue(self) -> list[bytes]:
        """Return a frame that was held back, out of its order."""
        return (
            [self.late.pop(self.random.randrange(len(self.late)))] if self.random.random() < 0.05 and self.late else []
        )

    def _act(self) -> None:
        """Let an honest person do something; now and then the disk fails."""
        peer = self.random.choice(self.honest)
        if peer.text and self.random.random() < 0.3:
            peer.strike(self.random.randrange(len(peer.text)))
        else:
            peer.type(self.random.choice(("good", "نص", "条文", "👍🏽")))
        if self.random.random() < 0.05:
            self.world.log.faults.append(self.random.choice(("fail", "reply lost")))
        self.grammar.said = [row.payload for row in self.world.rows(self.name)[-40:]]
        self.grammar.fitting = self._write_fitting()

    def _write_fitting(self) -> list[bytes]:
        """Return what a page that has all that is on disk would send, edit by edit."""
        page: Doc[Any] = Doc(client_id=10 + self.random.randrange(20))
        for row in self.world.rows(self.name):
            page.apply_update(row.payload)
        sent: list[bytes] = []
        watch = page.observe(lambda event: sent.append(event.update))
        for _ in range(6):
            with page.transaction():
                edit_somewhere(self.random, page.get("prosemirror", type=XmlFragment))
        page.unobserve(watch)
        return sent

    # What must hold

    async def _end(self) -> None:
        """The attackers leave; the honest go on as if nothing had been."""
        self.world.log.faults.clear()
        for foe in self.foes:
            foe.line.lost()
        await self.world.elapse(2)
        for number, peer in enumerate(self.honest):
            peer.type(f"end {number}")
        await self.world.elapse(2)
        self._check_honest()
        self._check_disk()
        assert len(self.world.rooms.connections) == len(self.honest)
        for peer in self.honest:
            peer.socket.lose()
            peer.doc.unobserve(peer._watch)
        await self.world.elapse(32)
        assert not self.world.rooms.rooms, "a room that nobody attends is kept"

    def _check_honest(self) -> None:
        for number, peer in enumerate(self.honest):
            assert peer.socket.closed is None and peer.closed is None and peer.denied is None, "an honest one is out"
            assert peer.unsynced == 0 or peer.socket.is_plain, "an honest one is not told that all is saved"
            assert f"end {number}" in peer.text
            assert read_document(peer.doc) == read_document(self.honest[0].doc), "honest people differ"

    def _check_disk(self) -> None:
        """Document, ledger and log hold the same, and nothing that browsers would throw out."""
        room = self.world.room(self.name)
        disk: Doc[Any] = Doc()
        ledger = Ledger()
        for row in self.world.rows(self.name):
            disk.apply_update(row.payload)
            ledger.replay(row.payload)
        content = read_document(room.ydoc)
        check_content(content)
        assert content == read_document(disk) == read_document(self.honest[0].doc), "text and disk differ"
        assert_agreement(room.ledger, room.ydoc)
        assert ledger.state_vector == room.ledger.state_vector
        assert set(ledger.deleted) == set(room.ledger.deleted)
        self.figures.rows += len(self.world.rows(self.name))

    def _check_logs(self, logs: Sequence[Any]) -> None:
        wrong = [
            entry
            for entry in logs
            if (entry["log_level"] in ("error", "critical") and entry["event"] != "commit failed")
            or str(entry.get("detail", "")).startswith(DISAGREEMENTS)
        ]
        assert not wrong, wrong


def fight(seed: int, cases: int) -> Figures:
    """Play one episode. What goes wrong names its seed."""

    async def play() -> Figures:
        return await Arena(seed).play(cases)

    try:
        return asyncio.run(play())
    except BaseException as error:
        error.add_note(f"again: python -m tests.fuzz.run {cases} --seed {seed}")
        raise
