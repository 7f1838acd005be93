"""Holding rooms still for a moment, so that a chair's act names the very text that everyone has."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from server.crdt.rejection import Rejection
from server.domain.edits import Carried, Edit
from server.domain.errors import Unavailable
from server.domain.identity import TextName
from server.rooms.batch import Misapplied
from server.rooms.journal import Journal
from server.rooms.needs import Clock
from server.rooms.room import ClauseRoom

log = structlog.get_logger()

NOTHING = Carried()

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
        """Park the edits of this room too, and keep it until the act is over: what is done has to reach it."""
        if not self.void:
            self._rooms[room.name] = room
            room.acts += 1
            room.hold()

    def adopt(self, name: TextName, edits: Sequence[Edit], carried: Carried = NOTHING) -> None:
        """Give a room what the act wrote in its text, on top of the text as it was held: all who are there are sent it.

        A room that has moved on, because the time was up, is loaded again from the log.
        """
        room, text = self._rooms[name], self.texts[name]
        room.absence.add(carried)
        if not room.is_open or room.path.tentative or room.head != text.seq:
            room.drop()
            return
        try:
            room.path.adopt(edits)
        except (Rejection, Misapplied):
            log.exception("not adopted", text=str(name))
            room.drop()

    def end(self) -> None:
        """Let the parked edits go on."""
        if not self.void:
            self.void = True
            for room in self._rooms.values():
                room.release()

    def leave(self) -> None:
        """The act is over."""
        self.end()
        rooms, self._rooms = self._rooms, {}
        for room in rooms.values():
            room.acts -= 1

    def release(self, changes: Mapping[TextName, tuple[str, int]]) -> None:
        """Set status and lock epoch as they now stand on disk, tell everyone, and let the parked edits go on.

        Those that the new status forbids are refused, and their words stay with their authors.
        """
        for name, (status, lock_epoch) in changes.items():
            if name in self._rooms:
                self._rooms[name].set_status(status, lock_epoch)
        self.end()

    async def settle(self, journal: Journal, *, read: bool) -> None:
        """Have everything written, then read the texts if they are wanted."""
        await journal.flush()
        for name, room in self._rooms.items() if read else ():
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


async def settle_within(held: Held, journal: Journal, expiry: "asyncio.Task[None]", *, read: bool = True) -> None:
    """Settle, but no longer than until `expiry` is over.

    Raises:
        Unavailable: the text could not be written in time; the hold is void.
    """
    settling = asyncio.create_task(held.settle(journal, read=read))
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
