"""What rooms need while nobody asks: texts and checkpoints kept, calm made known, empty rooms closed, pings."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import structlog

from server.domain.edits import Checkpoint
from server.rooms.batch import Snapshot
from server.rooms.connection import Connection
from server.rooms.needs import Clock, Emptied, Facts, Log, Quiet
from server.rooms.room import ClauseRoom

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds, but for `checkpoint`: updates between two checkpoints.

    A text is kept `text` after an edit that the one kept last has not. A room is closed `linger` after the last session
    left. Providers reconnect after 30 s without a message, hence `ping`.
    """

    sweep: float = 0.25
    text: float = 1.0
    calm: float = 120.0
    linger: float = 30.0
    ping: float = 15.0
    checkpoint: int = 300


class Upkeep:
    """Looks after the rooms that `rooms` returns; `close` takes those that nobody misses."""

    def __init__(
        self,
        rooms: Callable[[], Iterable[ClauseRoom]],
        close: Callable[[ClauseRoom], None],
        connections: Iterable[Connection],
        store: Log,
        facts: Facts,
        clock: Clock,
        rhythm: Rhythm,
    ) -> None:
        self._rooms = rooms
        self._close = close
        self._connections = connections
        self._log = store
        self._facts = facts
        self._clock = clock
        self._rhythm = rhythm
        self._since: dict[ClauseRoom, float] = {}
        self._care: dict[ClauseRoom, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Look after everything until cancelled."""
        pinged = self._clock.monotonic()
        while True:
            await self._clock.sleep(self._rhythm.sweep)
            for room in self._rooms():
                if room not in self._care and self._needs_care(room):
                    self._look_after(room)
            if self._clock.monotonic() - pinged >= self._rhythm.ping:
                pinged = self._clock.monotonic()
                for connection in list(self._connections):
                    connection.ping()

    async def finish(self) -> None:
        """Keep what is not kept: the house closes."""
        for care in list(self._care.values()):
            care.cancel()
        for room in self._rooms():
            if room.is_open:
                await self._keep_all(room)

    def _look_after(self, room: ClauseRoom) -> None:
        care = self._care[room] = asyncio.create_task(self._tend(room))
        care.add_done_callback(lambda _: self._care.pop(room, None))

    def _needs_care(self, room: ClauseRoom) -> bool:
        return room.is_open and (
            self._is_text_due(room) or self._is_checkpoint_due(room) or self._is_calm(room) or self._is_left(room)
        )

    def _is_text_due(self, room: ClauseRoom) -> bool:
        if room.head <= room.kept.text:
            self._since.pop(room, None)
            return False
        since = self._since.setdefault(room, room.edited_at)
        return self._clock.monotonic() - since >= self._rhythm.text

    def _is_checkpoint_due(self, room: ClauseRoom) -> bool:
        return room.head - room.kept.checkpoint >= self._rhythm.checkpoint

    def _is_calm(self, room: ClauseRoom) -> bool:
        return room.head > room.kept.calm and self._clock.monotonic() - room.edited_at >= self._rhythm.calm

    def _is_left(self, room: ClauseRoom) -> bool:
        return not room.wanted and self._clock.monotonic() - room.left_at >= self._rhythm.linger

    async def _tend(self, room: ClauseRoom) -> None:
        try:
            if self._is_text_due(room):
                await self._keep_text(room)
            if self._is_checkpoint_due(room):
                await self._keep_checkpoint(room)
            if self._is_calm(room):
                room.kept.calm = room.head
                self._facts.put(Quiet(room.stored.language_version, room.head))
            if self._is_left(room):
                await self._empty(room)
        except Exception:
            log.exception("upkeep failed", text=str(room.name))

    async def _keep_text(self, room: ClauseRoom) -> None:
        stored = room.stored
        snapshot = await room.snapshot()
        await self._log.keep_text(stored.language_version, stored.epoch, snapshot.seq, snapshot.text)
        room.kept.text = snapshot.seq
        self._since.pop(room, None)

    async def _keep_checkpoint(self, room: ClauseRoom) -> None:
        stored = room.stored
        snapshot = await room.snapshot(whole=True)
        await self._log.checkpoint(stored.language_version, stored.epoch, _checkpoint_of(snapshot), snapshot.text)
        room.kept.checkpoint = room.kept.text = snapshot.seq

    async def _keep_all(self, room: ClauseRoom) -> None:
        if room.head > room.kept.checkpoint:
            await self._keep_checkpoint(room)
        elif room.head > room.kept.text:
            await self._keep_text(room)

    async def _empty(self, room: ClauseRoom) -> None:
        """Close the room, unless someone came back while its state was kept."""
        await self._keep_all(room)
        if room.is_open and self._is_left(room):
            self._since.pop(room, None)
            self._close(room)
            self._facts.put(Emptied(room.stored.language_version))


def _checkpoint_of(snapshot: Snapshot) -> Checkpoint:
    return Checkpoint(seq=snapshot.seq, state=snapshot.state, ledger=snapshot.ledger)
