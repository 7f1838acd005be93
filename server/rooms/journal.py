"""The one ordered writer for all rooms: a group commit every few milliseconds, one batch in flight at most."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from server.domain.edits import Batch, Outcome
from server.rooms.needs import Clock, Log
from server.rooms.tally import Tally

if TYPE_CHECKING:
    from server.rooms.room import ClauseRoom

log = structlog.get_logger()

TICK = 0.010
"""Seconds from the first edit to the seal. What comes meanwhile goes into the same transaction."""

BACKLOG_LIMIT = 16 << 20
"""Octets that may wait to be sealed before sockets are no longer read."""


class Journal:
    """Seals dirty rooms, commits them in one transaction and tells each what became of its batch.

    `failures` counts the commits of which it is not known whether they were made.
    """

    def __init__(self, store: Log, clock: Clock, tally: Tally, *, tick: float = TICK) -> None:
        self._log = store
        self._clock = clock
        self._tally = tally
        self._tick = tick
        self._rooms: dict[ClauseRoom, None] = {}
        self._dirty = asyncio.Event()
        self._flushers: list[asyncio.Future[None]] = []
        self._pause: asyncio.Task[None] | None = None
        self._backlog = 0
        self._relief = asyncio.Event()
        self._relief.set()
        self.failures = 0

    def mark(self, room: "ClauseRoom", size: int) -> None:
        """The room has `size` more octets to seal."""
        self._rooms[room] = None
        self._backlog += size
        if self._backlog > BACKLOG_LIMIT:
            self._relief.clear()
        self._dirty.set()

    async def relief(self) -> None:
        """Return once the log keeps up: until then a socket is better not read."""
        await self._relief.wait()

    async def flush(self) -> None:
        """Return when everything that was accepted so far is on disk, or its room was dropped."""
        flusher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._flushers.append(flusher)
        self._dirty.set()
        if self._pause is not None:
            self._pause.cancel()
        await flusher

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await self._dirty.wait()
            if not self._flushers:
                self._pause = asyncio.create_task(self._clock.sleep(self._tick))
                await asyncio.wait((self._pause,))
                self._pause = None
            self._dirty.clear()
            await self._turn()

    async def _turn(self) -> None:
        rooms, self._rooms = self._rooms, {}
        flushers, self._flushers = self._flushers, []
        self._backlog = 0
        self._relief.set()
        sealed_at = self._clock.monotonic()
        sealed = [(room, batch) for room in rooms if (batch := _seal(room)) is not None]
        if sealed:
            outcomes = await self._commit([batch for _, batch in sealed])
            committed_at = self._clock.monotonic()
            for (room, _), outcome in zip(sealed, outcomes, strict=True):
                _deliver(room, outcome)
            self._tally.time_commit(sealed_at, committed_at, self._clock.monotonic())
        for flusher in flushers:
            if not flusher.done():
                flusher.set_result(None)

    async def _commit(self, batches: list[Batch]) -> Sequence[Outcome | None]:
        try:
            outcomes = await self._log.commit(batches)
            if len(outcomes) == len(batches):
                self._tally.count_outcomes((outcome.verdict.value for outcome in outcomes), made=True)
                return outcomes
            log.error("the log gave no outcome for each batch", batches=len(batches), outcomes=len(outcomes))
        except Exception:
            log.exception("commit failed", rooms=len(batches))
        self.failures += 1
        self._tally.count_outcomes(["unknown"] * len(batches), made=False)
        return [None] * len(batches)


def _seal(room: "ClauseRoom") -> Batch | None:
    """Seal one room. Whatever goes wrong in it is its own affair: the others are written."""
    try:
        return room.path.seal()
    except Exception:
        log.exception("seal failed", text=str(room.name))
        room.drop()
        return None


def _deliver(room: "ClauseRoom", outcome: Outcome | None) -> None:
    try:
        room.path.deliver(outcome)
    except Exception:
        log.exception("delivery failed", text=str(room.name))
        room.drop()
