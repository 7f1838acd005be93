"""A whole live core in memory: a clock moved by hand, a log whose disk can fail, rights that a test can change."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from server.domain.edits import Actor, Batch, Checkpoint, Claim, Orphan, Outcome, Row, Stored, Text, Verdict
from server.domain.identity import TextName, fresh_id
from server.domain.standing import Access, Identity, Standing
from server.rooms.needs import Emptied, Quiet
from server.rooms.registry import Registry
from server.rooms.room import ClauseRoom
from server.rooms.upkeep import Rhythm
from tests.rooms.happenings import MemoryNews

SETTLED = 60
"""Turns of the loop after which nothing moves any more unless the clock does."""


class HandClock:
    """Time passes when a test says so. `stepped_ms` is by how much somebody has set the clock on the wall."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.stepped_ms = 0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now_ms(self) -> int:
        return int(self.now * 1000) + self.stepped_ms

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + seconds, wake))
        await wake

    def wake_next(self, until: float) -> bool:
        """Move to the next sleeper due by `until` and wake it; False if there is none."""
        self._sleepers = [(at, wake) for at, wake in self._sleepers if not wake.done()]
        due = min((at for at, _ in self._sleepers), default=until + 1)
        if due > until:
            self.now = max(self.now, until)
            return False
        self.now = max(self.now, due)
        for at, wake in self._sleepers:
            if at <= due and not wake.done():
                wake.set_result(None)
        return True


@dataclass
class Shelf:
    """One language version in the memory log."""

    stored: Stored
    rows: list[Row] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    orphans: list[Orphan] = field(default_factory=list)
    clocks: dict[int, tuple[str, int]] = field(default_factory=dict)
    checkpoint: Checkpoint | None = None
    text: tuple[int, Text] | None = None

    def read(self) -> Stored:
        after = self.checkpoint.seq if self.checkpoint else 0
        tail = tuple(row for row in self.rows if row.seq > after)
        return replace(self.stored, checkpoint=self.checkpoint, tail=tail, owners=dict(self.clocks))


class MemoryLog:
    """`server.rooms.needs.Log` without a disk. `faults` are taken one a commit; `gate` holds commits up."""

    def __init__(self) -> None:
        self.shelves: dict[TextName, Shelf] = {}
        self.faults: deque[str] = deque()
        self.gate: asyncio.Event | None = None
        self.loads = 0
        self.commits = 0
        self.probes: deque[bool] = deque()
        self.loading: asyncio.Event | None = None
        self.at_checkpoint: Callable[[], object] | None = None

    def add(self, language: str = "en", *, status: str = "open") -> TextName:
        name = TextName(fresh_id(), language)
        self.shelves[name] = Shelf(
            Stored(fresh_id(), name.clause, "agenda", "process", "main", language, True, 1, 0, status, 0, None, ())
        )
        return name

    def shelf_of(self, language_version: str) -> Shelf:
        return next(shelf for shelf in self.shelves.values() if shelf.stored.language_version == language_version)

    async def find(self, name: TextName) -> Stored | None:
        await asyncio.sleep(0)
        shelf = self.shelves.get(name)
        return shelf.stored if shelf else None

    async def load(self, name: TextName) -> Stored | None:
        self.loads += 1
        if self.loading is not None:
            await self.loading.wait()
        await asyncio.sleep(0)
        shelf = self.shelves.get(name)
        return shelf.read() if shelf else None

    async def since(self, language_version: str, seq: int) -> Sequence[Row]:
        await asyncio.sleep(0)
        return [row for row in self.shelf_of(language_version).rows if row.seq > seq]

    async def commit(self, batches: Sequence[Batch]) -> Sequence[Outcome]:
        self.commits += 1
        if self.gate is not None:
            await self.gate.wait()
        await asyncio.sleep(0)
        fault = self.faults.popleft() if self.faults else ""
        if fault == "fail":
            raise OSError("disk full")
        outcomes = [self._write(batch, fault) for batch in batches]
        if fault == "reply lost":
            raise OSError("connection lost")
        return outcomes

    def _write(self, batch: Batch, fault: str) -> Outcome:
        shelf = self.shelf_of(batch.language_version)
        stored = shelf.stored
        if fault == "denied":
            return Outcome(Verdict.DENIED, reason="seat_ended")
        if stored.status in ("locked", "paused"):
            return Outcome(Verdict.LOCKED, reason=stored.status)
        if (batch.epoch, batch.lock_epoch, batch.head) != (stored.epoch, stored.lock_epoch, stored.head):
            return Outcome(Verdict.MOVED)
        if not all(self._fits(shelf, claim) for claim in batch.claims):
            return Outcome(Verdict.MOVED)
        for claim in batch.claims:
            shelf.clocks[claim.client] = (claim.person, claim.next_clock)
        for seq, edit in enumerate(batch.edits, stored.head + 1):
            shelf.rows.append(Row(seq, edit.payload, edit.deleted + edit.implied))
            shelf.actors.append(edit.actor)
            shelf.orphans += edit.orphans
        shelf.stored = replace(stored, head=stored.head + len(batch.edits))
        return Outcome(Verdict.COMMITTED, shelf.stored.head, len(shelf.rows), 7)

    def _fits(self, shelf: Shelf, claim: Claim) -> bool:
        person, clock = shelf.clocks.get(claim.client, (claim.person, 0))
        return person == claim.person and clock == claim.expected

    async def checkpoint(self, language_version: str, epoch: int, checkpoint: Checkpoint, text: Text) -> None:
        if self.at_checkpoint is not None:
            self.at_checkpoint()
        await asyncio.sleep(0)
        shelf = self.shelf_of(language_version)
        shelf.checkpoint, shelf.text = checkpoint, (checkpoint.seq, text)

    async def keep_text(self, language_version: str, epoch: int, seq: int, text: Text) -> None:
        await asyncio.sleep(0)
        self.shelf_of(language_version).text = (seq, text)

    async def probe(self) -> bool:
        await asyncio.sleep(0)
        return self.probes.popleft() if self.probes else True


class Rights:
    """`server.rooms.needs.Authority`: everyone writes but `readers`, nobody reads who is `shut_out`."""

    def __init__(self) -> None:
        self.judged = 0
        self.rights: dict[str, str] = {}
        self.readers: dict[str, str] = {}
        self.shut_out: set[str] = set()
        self.signed_out: set[str] = set()
        self.names: dict[str, str] = {}

    def standing(self, session: str, stored: Stored, status: str) -> Standing:
        self.judged += 1
        person = session.partition("#")[0]
        reason = self.readers.get(session, status if status in ("locked", "paused") else "")
        return Standing(
            may_read=session not in self.shut_out,
            may_write=not reason,
            reason=reason,
            actor=Actor(person, f"seat of {person}", None, session=session),
            identity=Identity(self.names.get(person, person), "KE", "delegate"),
        )

    def access(self, session: str, agenda: str) -> Access:
        self.judged += 1
        person = session.partition("#")[0]
        identity = Identity(self.names.get(person, person), "KE", "delegate")
        rights = self.rights.get(session, "as ever")
        return Access(session not in self.shut_out, "process", "main", rights, person, identity)

    def signed_in(self, session: str) -> bool:
        return session not in self.signed_out

    def person(self, session: str) -> str:
        return session.partition("#")[0]


class World:
    """The registry and all that is round it."""

    def __init__(self, rhythm: Rhythm | None = None) -> None:
        self.clock = HandClock()
        self.log = MemoryLog()
        self.news = MemoryNews()
        self.rights = Rights()
        self.facts: list[Quiet | Emptied] = []
        self.pumps: list[Callable[[], bool]] = []
        self.rhythm = rhythm
        self._tasks: set[asyncio.Task[object]] = set()
        self.start()

    def start(self) -> None:
        """Start a server on the log as it is; one that ran before is dead from then on, as after a crash."""
        for task in self._tasks:
            task.cancel()
        self.rooms = Registry(self.log, self.rights, self.clock, self, self.news, rhythm=self.rhythm)
        before = asyncio.all_tasks()
        self.rooms.start()
        self._tasks = asyncio.all_tasks() - before

    def put(self, fact: Quiet | Emptied) -> None:
        self.facts.append(fact)

    async def calm(self) -> None:
        """Return when nothing moves any more, the clock standing still."""
        moved = True
        while moved:
            for _ in range(SETTLED):
                await asyncio.sleep(0)
            moved = bool(sum(pump() for pump in self.pumps))

    async def elapse(self, seconds: float) -> None:
        """Let time pass, in steps from one sleeper to the next."""
        until = self.clock.now + seconds
        await self.calm()
        while self.clock.wake_next(until):
            await self.calm()

    async def tick(self) -> None:
        """Let a group commit pass, and whatever it brings about."""
        await self.elapse(0.05)

    def room(self, name: TextName) -> ClauseRoom:
        return next(room for room in self.rooms.rooms if room.name == name)

    def rows(self, name: TextName) -> list[Row]:
        return self.log.shelves[name].rows

    def lock(self, name: TextName, status: str = "locked") -> int:
        """Lock a text on the disk alone, as another process would."""
        shelf = self.log.shelves[name]
        shelf.stored = replace(shelf.stored, status=status, lock_epoch=shelf.stored.lock_epoch + 1)
        return shelf.stored.lock_epoch
