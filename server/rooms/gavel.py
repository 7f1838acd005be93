"""Holding rooms still for a moment, so that a chair's act names the very text that everyone has."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from server.domain.errors import Unavailable
from server.domain.identity import TextName
from server.rooms.journal import Journal
from server.rooms.needs import Clock
from server.rooms.room import ClauseRoom

HOLD_SECONDS = 2.0
"""Longest time that edits are parked. Then they go on, and the act finds a text that has moved."""


@dataclass(frozen=True, slots=True)
class HeldText:
    """A language version as it is while it is held: everything written is on disk and counted in `seq`."""

    language_version: str
    seq: int
    epoch: int
    status: str
    lock_epoch: int
    json: str
    hash: str
    state: bytes


class Held:
    """Rooms that park edits. `void` once the time is up: then they write on, and an act may find the text moved."""

    def __init__(self) -> None:
        self.texts: dict[TextName, HeldText] = {}
        self.void = False
        self._rooms: dict[TextName, ClauseRoom] = {}

    def add(self, room: ClauseRoom) -> None:
        """Park the edits of this room too."""
        if not self.void:
            self._rooms[room.name] = room
            room.hold()

    def end(self) -> None:
        """Let the parked edits go on."""
        if not self.void:
            self.void = True
            for room in self._rooms.values():
                room.release()

    def release(self, changes: Mapping[TextName, tuple[str, int]]) -> None:
        """Set status and lock epoch as they now stand on disk, tell everyone, and let the parked edits go on.

        Those that the new status forbids are refused, and their words stay with their authors.
        """
        for name, (status, lock_epoch) in changes.items():
            self._rooms[name].set_status(status, lock_epoch)
        self.end()

    async def settle(self, journal: Journal) -> None:
        """Have everything written, then read the texts."""
        await journal.flush()
        for name, room in self._rooms.items():
            snapshot = await room.snapshot(whole=True)
            self.texts[name] = HeldText(
                language_version=room.stored.language_version,
                seq=snapshot.seq,
                epoch=room.stored.epoch,
                status=room.status,
                lock_epoch=room.lock_epoch,
                json=snapshot.text.json,
                hash=snapshot.text.hash,
                state=snapshot.state,
            )


async def settle_within(held: Held, journal: Journal, expiry: "asyncio.Task[None]") -> None:
    """Settle, but no longer than until `expiry` is over.

    Raises:
        Unavailable: the text could not be written in time; the hold is void.
    """
    settling = asyncio.create_task(held.settle(journal))
    try:
        await asyncio.wait((settling, expiry), return_when=asyncio.FIRST_COMPLETED)
        if held.void or not settling.done():
            raise Unavailable("not_settled")
        settling.result()
    finally:
        settling.cancel()


async def expire(held: Held, clock: Clock, seconds: float) -> None:
    await clock.sleep(seconds)
    held.end()
