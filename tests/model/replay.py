"""A way through the model, gone on the real code: registries, storage and documents, moved by hand."""

from collections.abc import Sequence
from inspect import isawaitable
from typing import Any

from pycrdt import Doc, XmlFragment

from tests.model.ground import ELSEWHERE, Plot
from tests.model.lines import Line, Writer
from tests.model.parts import NOBODY
from tests.model.stage import Node
from tests.model.steps import Step

OF_PEOPLE = frozenset({"edit", "send", "receive", "cut", "sync", "lose", "stall", "go on", "bar"})
REASONS = frozenset({"locked", "out_of_scope"})
"""Why an honest client may be turned away here."""

ROUNDS = 8
"""Round trips after which everything has been said."""

PATIENCE = 4
OF_ITSELF = (
    "notice",
    "learn",
    "strike",
    "release",
    "expire",
    "finish closing",
    "seal",
    "write",
    "deliver",
    "load",
    "look again",
)


class Broken(AssertionError):
    """The real code has broken a promise."""


class Replay:
    """The servers, the database and two people."""

    def __init__(self, plot: Plot, nodes: int) -> None:
        self.plot = plot
        self.nodes = [Node(plot, place) for place in range(nodes)]
        self.places = [NOBODY, NOBODY]
        self.barred: set[str | None] = set()
        self.writers: list[Writer] = []
        for person in range(2):
            writer = Writer(self._line(person, 0), plot.name, person)
            writer.line.lose()
            self.writers.append(writer)
        self.made = [0, 0]
        self.acked: list[frozenset[str]] = [frozenset(), frozenset()]

    def _line(self, person: int, node: int) -> Line:
        return Line(self.nodes[node].rooms, self.plot.members[person].session)

    async def go(self, step: Step) -> None:
        """Take a step. One that has nothing to happen to passes."""
        name, where = step
        word = name.replace(" ", "_")
        doing: Any = None
        if name.startswith("connect"):
            self._connect(where, int(name[-1]))
        elif name in OF_PEOPLE:
            doing = getattr(self, f"_{word}")(where)
        elif name in ("lock", "reopen"):
            doing = self._set_status("locked" if name == "lock" else "open")
        elif name == "crash":
            doing = self._crash(where)
        else:
            doing = getattr(self.nodes[where], word)()
        if isawaitable(doing):
            await doing
        for node in self.nodes:
            await node.calm()
        self._take_note()

    def _take_note(self) -> None:
        for node in self.nodes:
            if node.struck is not None:
                for other in self.nodes:
                    if other is not node:
                        other.heard.append(("locked", node.struck))
                node.struck = None
        for person, writer in enumerate(self.writers):
            self.acked[person] |= writer.acked
            if writer.closed is not None:
                self._start_over(person)

    # People

    def _connect(self, person: int, node: int) -> None:
        writer = self.writers[person]
        self.places[person] = node
        self.writers[person] = Writer(self._line(person, node), self.plot.name, person, writer.doc)
        self.writers[person].open()

    def _start_over(self, person: int) -> None:
        self.writers[person] = Writer(self.writers[person].line, self.plot.name, person)
        self.writers[person].open()

    def _edit(self, person: int) -> None:
        self.writers[person].write(f"{person}.{self.made[person]}")
        self.made[person] += 1

    def _send(self, person: int) -> None:
        self.writers[person].line.let_out()

    def _receive(self, person: int) -> None:
        self.writers[person].line.let_in()

    def _lose(self, person: int) -> None:
        writer = self.writers[person]
        if writer.line.out:
            writer.line.out.popleft()
            writer.unsynced = max(0, writer.unsynced - 1)

    def _sync(self, person: int) -> None:
        self.writers[person].sync()

    def _cut(self, person: int) -> None:
        if self.places[person] != NOBODY:
            self.places[person] = NOBODY
            self.writers[person].line.lose()

    def _stall(self, person: int) -> None:
        self.writers[person].line.paused = True

    def _go_on(self, person: int) -> None:
        if self.writers[person].line.paused:
            self.writers[person].line.resume()

    async def _bar(self, person: int) -> None:
        await self.plot.set_scope(person, ELSEWHERE)
        self.barred.add(self.plot.members[person].session)
        for node in self.nodes:
            node.log.barred = self.barred

    # Servers

    async def _set_status(self, status: str) -> None:
        epoch = await self.plot.set_status(status)
        for node in self.nodes:
            node.heard.append((status, epoch))

    async def _crash(self, where: int) -> None:
        for person, place in enumerate(self.places):
            if place == where:
                self._cut(person)
        self.nodes[where].die()
        self.nodes[where] = Node(self.plot, where)
        self.nodes[where].log.barred = self.barred
        if self.barred:
            await self.plot.tell(where)

    async def end(self) -> None:
        """Let go of everything, and give back what was taken."""
        for node in self.nodes:
            node.die()
        if self.barred:
            for person in range(2):
                await self.plot.set_scope(person, {})
            for place in range(2):
                await self.plot.tell(place)

    # What is there

    async def read_disk(self) -> list[set[str]]:
        """Return the words after each row."""
        disk: Doc[Any] = Doc()
        root = disk.get("prosemirror", type=XmlFragment)
        states = []
        for row in await self.plot.rows():
            before = disk.get_state()
            disk.apply_update(row.payload)
            words = ["".join(map(str, block.children)) for block in root.children]
            if disk.get_state() == before or len(set(words)) < len(words):
                raise Broken("an edit is doubled, or a row does not join those before it")
            states.append(set(words))
        return states

    async def check_promises(self, states: Sequence[set[str]]) -> None:
        """Hold the promises against what is there now: `states` are the words on disk after each row."""
        stored = states[-1] if states else set()
        for node in self.nodes:
            if node.log.breaches:
                raise Broken(node.log.breaches[0])
            if node.log.tries > PATIENCE:
                raise Broken("an edit is tried for ever")
        for person, writer in enumerate(self.writers):
            if self.acked[person] - stored:
                raise Broken("an acknowledged edit is not on disk")
            if {word for word in writer.text if not word.startswith(f"{person}.")} - stored:
                raise Broken("someone sees what is not on disk")
            if writer.line.gap:
                raise Broken("a replica has a gap")
            if writer.socket.closed not in (None, (1006, "")) or {*writer.line.reasons} - REASONS:
                raise Broken(f"an honest client is called {writer.line.reasons or writer.socket.closed}")

    async def come_to_rest(self) -> None:
        """Let everything happen that happens of its own accord, everybody being there; then all must agree."""
        for person, place in enumerate(self.places):
            self._go_on(person)
            if place == NOBODY:
                self._connect(person, 0)
        for _ in range(ROUNDS):
            for name in ("send", "receive"):
                await self.go((name, 0))
                await self.go((name, 1))
            for node in range(len(self.nodes)):
                for name in OF_ITSELF if len(self.nodes) == 1 else (*OF_ITSELF, "follow"):
                    await self.go((name, node))
        states = await self.read_disk()
        await self.check_promises(states)
        await self._check_rest(states)

    async def _check_rest(self, states: Sequence[set[str]]) -> None:
        for writer in self.writers:
            if writer.unsynced:
                raise Broken("a debt is not paid")
            if not writer.synced:
                raise Broken("someone waits for ever")
            if set(writer.text) != (states[-1] if states else set()):
                raise Broken("replicas differ")
        now = await self.plot.servers[0].log.load(self.plot.name)
        for room in (node.room for node in self.nodes):
            if room is None or now is None:
                continue
            if room.head != now.head:
                raise Broken("what is written is not shown")
            if (room.status, room.lock_epoch) != (now.status, now.lock_epoch):
                raise Broken("a text stays shut that is open" if now.status == "open" else "a lock is not known")
