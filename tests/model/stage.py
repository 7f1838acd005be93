"""The real rooms, held still between the steps of the model: one registry a node, over one log."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from server.domain.edits import Batch, Checkpoint, Outcome, Row, Stored, Text, Verdict
from server.domain.errors import Conflict, Unavailable
from server.domain.identity import TextName
from server.rooms.gavel import HOLD_SECONDS, Held
from server.rooms.journal import TICK
from server.rooms.needs import Emptied, Log, Quiet
from server.rooms.recovery import FIRST_WAIT
from server.rooms.registry import Registry
from server.rooms.room import ClauseRoom
from server.rooms.upkeep import Rhythm
from server.storage.heads import read_heads
from tests.model.ground import Plot
from tests.rooms.happenings import MemoryNews

TURNS = 12
"""Turns of the loop in which everything that was set going is done, unless a gate holds it or a thread works."""

T = TypeVar("T")

SWEEP = 7.0
SELDOM = Rhythm(sweep=SWEEP, text=1e9, calm=1e9, linger=0.0, ping=1e9, checkpoint=10**9)
"""Nothing is looked after but rooms that were left, and these only when the clock says so."""

HOUSE_WORD = "2.0"


class StepClock:
    """Time stands still; whoever sleeps is woken by the length of the sleep."""

    def __init__(self) -> None:
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now_ms(self) -> int:
        return 1_000_000

    def monotonic(self) -> float:
        return 1_000.0

    async def sleep(self, seconds: float) -> None:
        wake: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((seconds, wake))
        await wake

    def wake(self, *lengths: float) -> None:
        for seconds, wake in self._sleepers:
            if seconds in lengths and not wake.done():
                wake.set_result(None)
        self._sleepers = [sleeper for sleeper in self._sleepers if not sleeper[1].done()]


class GatedLog:
    """A log whose commits wait twice: before they are written, and before the room hears of it.

    `breaches` are promises that a commit has broken.
    """

    def __init__(self, plot: Plot, log: Log) -> None:
        self._plot = plot
        self._log = log
        self.fate: asyncio.Future[str] | None = None
        self.reply: asyncio.Future[None] | None = None
        self.look: asyncio.Future[None] | None = None
        self.keep: asyncio.Future[None] | None = None
        self.loading = False
        self.busy = 0
        self.tries = 0
        self.barred: set[str | None] = set()
        self.breaches: list[str] = []

    async def _work(self, work: Coroutine[Any, Any, T]) -> T:
        self.busy += 1
        try:
            return await work
        finally:
            self.busy -= 1

    async def commit(self, batches: Sequence[Batch]) -> Sequence[Outcome]:
        loop = asyncio.get_running_loop()
        self.fate, self.reply = loop.create_future(), loop.create_future()
        fate = await self.fate
        outcomes = await self._work(self._write(batches)) if fate != "fail" else ()
        await self.reply
        if fate != "write":
            raise Unavailable("storage")
        return outcomes

    async def _write(self, batches: Sequence[Batch]) -> Sequence[Outcome]:
        stored = await self._log.load(self._plot.name)
        outcomes = await self._log.commit(batches)
        for batch, outcome in zip(batches, outcomes, strict=True):
            self.tries += 1
            if outcome.verdict is Verdict.COMMITTED and stored is not None:
                self._judge(batch, stored)
        return outcomes

    def _judge(self, batch: Batch, stored: Stored) -> None:
        self.tries = 0
        if stored.status == "locked":
            self.breaches.append("an edit is written after the lock")
        if batch.lock_epoch != stored.lock_epoch:
            self.breaches.append("an edit accepted before a lock is written after it")
        if any(edit.actor.session in self.barred for edit in batch.edits):
            self.breaches.append("an edit is written by one who may no longer")

    async def find(self, name: TextName) -> Stored | None:
        return await self._work(self._log.find(name))

    async def load(self, name: TextName) -> Stored | None:
        return await self._work(self._log.load(name))

    async def since(self, language_version: str, seq: int) -> Sequence[Row]:
        if not self.loading:
            self.look = asyncio.get_running_loop().create_future()
            await self.look
        return await self._work(self._log.since(language_version, seq))

    async def checkpoint(self, language_version: str, epoch: int, checkpoint: Checkpoint, text: Text) -> None:
        self.keep = asyncio.get_running_loop().create_future()
        await self.keep
        await self._work(self._log.checkpoint(language_version, epoch, checkpoint, text))

    async def keep_text(self, language_version: str, epoch: int, seq: int, text: Text) -> None:
        await self._work(self._log.keep_text(language_version, epoch, seq, text))

    async def probe(self) -> bool:
        return await self._work(self._log.probe())


class Node:
    """One server. What is left of it after a crash never moves again."""

    def __init__(self, plot: Plot, place: int) -> None:
        self.plot = plot
        self.place = place
        self.server = plot.servers[place]
        self.clock = StepClock()
        self.log = GatedLog(plot, self.server.log)
        self.heard: list[tuple[str, int]] = []
        before = asyncio.all_tasks()
        self.rooms = Registry(self.log, self.server.rights, self.clock, self, MemoryNews(), rhythm=SELDOM)
        self.rooms.start()
        self._tasks = asyncio.all_tasks() - before
        self._gavel: asyncio.Task[None] | None = None
        self._strike = self._release = asyncio.Event()

    def put(self, fact: Quiet | Emptied) -> None:
        """Facts are of no interest here."""

    @property
    def room(self) -> ClauseRoom | None:
        return next(iter(self.rooms.rooms), None)

    async def calm(self) -> None:
        """Return when nothing moves that no gate holds."""
        for _ in range(TURNS):
            await asyncio.sleep(0)
            while self.log.busy or self.busy:  # noqa: ASYNC110  # a thread is at work
                await asyncio.sleep(0.0001)

    def die(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._gavel is not None:
            self._gavel.cancel()

    # Steps

    def seal(self) -> None:
        self.clock.wake(TICK)

    def write(self) -> None:
        self._decide("write")

    def fail(self) -> None:
        self._decide("fail")

    def lose_the_reply(self) -> None:
        self._decide("lose reply")

    def _decide(self, fate: str) -> None:
        if self.log.fate is not None and not self.log.fate.done():
            self.log.fate.set_result(fate)

    def deliver(self) -> None:
        if self.log.reply is not None and not self.log.reply.done():
            self.log.reply.set_result(None)

    async def load(self) -> None:
        self.log.loading = True
        self.clock.wake(0.0, FIRST_WAIT)
        await self.calm()
        self.log.loading = False

    def look_again(self) -> None:
        if self.log.look is not None and not self.log.look.done():
            self.log.look.set_result(None)

    def close(self) -> None:
        self.clock.wake(SWEEP)

    def finish_closing(self) -> None:
        if self.log.keep is not None and not self.log.keep.done():
            self.log.keep.set_result(None)

    def notice(self) -> None:
        if self.heard:
            self.rooms.set_status(self.plot.language_version, *self.heard.pop(0))

    async def learn(self) -> None:
        await self.plot.tell(self.place)
        self.rooms.recheck()

    async def follow(self) -> None:
        texts = [self.plot.language_version]
        self.rooms.follow(await self.server.database.read(lambda reading: read_heads(reading, texts)))

    # The chair

    def hold(self) -> None:
        self._begin(self._lock)

    def begin_an_act(self) -> None:
        self._begin(self._write)

    def _begin(self, act: Callable[[Held], Coroutine[Any, Any, None]]) -> None:
        self._strike, self._release = asyncio.Event(), asyncio.Event()
        self._gavel = asyncio.create_task(self._do(act))

    def expire(self) -> None:
        self.clock.wake(HOLD_SECONDS)

    def strike(self) -> None:
        self._strike.set()

    def release(self) -> None:
        self._release.set()

    busy = False
    struck: int | None = None

    async def _do(self, act: Callable[[Held], Coroutine[Any, Any, None]]) -> None:
        with suppress(Conflict, Unavailable):
            async with self.rooms.hold([self.plot.name]) as held:
                await self._strike.wait()
                await act(held)

    async def _lock(self, held: Held) -> None:
        """Lock the text that is held, as the chair's gavel does."""
        name = self.plot.name
        epoch = self.struck = await self._transact(self.plot.set_status("locked", seen=held.texts[name].seq))
        await self._release.wait()
        held.release({name: ("locked", epoch)})
        await self.rooms.set_statuses({name: ("locked", epoch)})

    async def _write(self, held: Held) -> None:
        """Write in the text that is held, as an act on the structure does."""
        name = self.plot.name
        edit = await self._transact(self.plot.write_in(held.texts[name], HOUSE_WORD))
        await self._release.wait()
        held.adopt(name, [edit])

    async def _transact(self, work: Coroutine[Any, Any, T]) -> T:
        self.busy = True
        try:
            return await work
        finally:
            self.busy = False
