"""Loading dropped rooms again: a few at a time, and not before storage takes writes."""

import asyncio
from collections.abc import Callable

import structlog

from server.domain.errors import Unknown
from server.rooms.journal import Journal
from server.rooms.needs import Clock, Log
from server.rooms.room import ClauseRoom, State

log = structlog.get_logger()

AT_ONCE = 4
FIRST_WAIT = 0.25
LONGEST_WAIT = 5.0
"""Seconds between two probes of a storage that does not answer; doubled from the first to the longest."""


class Recovery:
    """`discard` takes rooms that nobody misses."""

    def __init__(self, store: Log, clock: Clock, journal: Journal, discard: Callable[[ClauseRoom], None]) -> None:
        self._log = store
        self._clock = clock
        self._journal = journal
        self._discard = discard
        self._loads: dict[ClauseRoom, asyncio.Task[None]] = {}
        self._few = asyncio.Semaphore(AT_ONCE)
        self._probing = asyncio.Lock()
        self._answered = 0

    def take(self, room: ClauseRoom) -> None:
        """See to a room that was dropped."""
        if not room.wanted:
            self._let_go(room)
        elif (last := self._loads.get(room)) is None or last.done():
            load = self._loads[room] = asyncio.create_task(self._load(room))
            load.add_done_callback(lambda done: self._loads.get(room) is done and self._loads.pop(room))

    async def recovered(self, room: ClauseRoom) -> None:
        """Return when the room is no longer being loaded again."""
        if room in self._loads:
            await asyncio.shield(self._loads[room])

    def stop(self) -> None:
        for load in self._loads.values():
            load.cancel()

    async def _load(self, room: ClauseRoom) -> None:
        wait = 0.0 if room.drops < 2 else FIRST_WAIT
        while room.state is State.DROPPED:
            await self._clock.sleep(wait)
            try:
                async with self._few:
                    await self._storage()
                    if not room.wanted:
                        self._let_go(room)
                        return
                    await room.load()
                    room.around.tally.reloads += 1
            except Unknown:
                self._let_go(room)
            except Exception:
                log.exception("reload failed", text=str(room.name))
                room.drop()
            wait = min(max(2 * wait, FIRST_WAIT), LONGEST_WAIT)

    async def _storage(self) -> None:
        """Return once storage has taken a write after the last failure."""
        async with self._probing:
            wait = FIRST_WAIT
            while self._answered != self._journal.failures:
                failures = self._journal.failures
                if await self._probe():
                    self._answered = failures
                else:
                    await self._clock.sleep(wait)
                    wait = min(2 * wait, LONGEST_WAIT)

    async def _probe(self) -> bool:
        try:
            return await self._log.probe()
        except Exception:
            log.exception("probe failed")
            return False

    def _let_go(self, room: ClauseRoom) -> None:
        for session in list(room.audience.sessions):
            session.dismiss("unknown")
        room.close()
        self._discard(room)
