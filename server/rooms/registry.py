"""All rooms of this process: opened once, loaded again when dropped, held for a gavel, closed when left."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from server.domain.edits import Actor
from server.domain.identity import TextName
from server.rooms.agendas import Agendas
from server.rooms.allowance import Allowance
from server.rooms.batch import Arrival
from server.rooms.crowd import Crowd
from server.rooms.gavel import HOLD_SECONDS, Held, expire, settle_within
from server.rooms.journal import TICK, Journal
from server.rooms.needs import Advance, Authority, Clock, Concern, Facts, Log, News
from server.rooms.recovery import Recovery
from server.rooms.room import ClauseRoom, State
from server.rooms.surroundings import Surroundings
from server.rooms.tally import Tally
from server.rooms.upkeep import Rhythm, Upkeep

log = structlog.get_logger()

DRAIN_SECONDS = 10.0
"""How long a stop waits for the disk. What is not written then was not acknowledged."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A committed state of one language version."""

    language_version: str
    seq: int
    epoch: int
    json: str
    hash: str
    state: bytes


class Registry:
    """The door to live editing for the rest of the house. Call `start` once, in the loop that serves."""

    def __init__(
        self,
        store: Log,
        authority: Authority,
        clock: Clock,
        facts: Facts,
        news: News,
        *,
        tick: float = TICK,
        rhythm: Rhythm | None = None,
    ) -> None:
        self.authority = authority
        self.clock = clock
        self.tally = Tally()
        self.journal = Journal(store, clock, self.tally, tick=tick)
        self.connections = Crowd(authority)
        self.agendas = Agendas(news, authority, clock)
        self._rooms: dict[TextName, ClauseRoom] = {}
        self._opening: dict[TextName, asyncio.Task[None]] = {}
        self._recovery = Recovery(store, clock, self.journal, self._discard)
        allowance, mark = Allowance(clock), self.journal.mark
        self._around = Surroundings(store, authority, clock, self.tally, allowance, mark, self._recovery.take)
        self._upkeep = Upkeep(lambda: self.rooms, self.close, self.connections, store, facts, clock, rhythm or Rhythm())
        self._tasks: list[asyncio.Task[None]] = []

    # Life

    def start(self) -> None:
        """Start the writer and the upkeep."""
        self._tasks = [
            asyncio.create_task(self.journal.run(), name="journal"),
            asyncio.create_task(self._upkeep.run(), name="upkeep"),
        ]

    async def stop(self) -> None:
        """Close all sockets, write what was accepted, keep texts and checkpoints, and end."""
        if not self._tasks:
            return
        for connection in list(self.connections):
            connection.close(1012, "restart")
        draining = asyncio.create_task(self._drain())
        deadline = asyncio.create_task(self.clock.sleep(DRAIN_SECONDS))
        await asyncio.wait((draining, deadline), return_when=asyncio.FIRST_COMPLETED)
        if not draining.done():
            log.error("not drained", seconds=DRAIN_SECONDS)
        self._recovery.stop()
        ending = [draining, deadline, *self._tasks]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        self._tasks = []

    async def _drain(self) -> None:
        await self.journal.flush()
        await self._upkeep.finish()

    @property
    def counts(self) -> Counter[str]:
        """What an operator may want to see: offences, stray frames."""
        return self.tally.offences

    def count(self, event: str) -> None:
        """Count an offence."""
        self.tally.offences[event] += 1

    # Rooms

    @property
    def rooms(self) -> list[ClauseRoom]:
        return list(self._rooms.values())

    async def admits(self, sign_in: str, name: TextName) -> bool:
        """True if there is such a text and it may be read. What is not there and what is not for one take as long."""
        room = self._rooms.get(name)
        if room is not None and self.authority.standing(sign_in, room.stored, room.status).may_read:
            return True
        found = await self._around.log.find(name)
        return found is not None and self.authority.standing(sign_in, found, found.status).may_read

    async def open(self, name: TextName) -> ClauseRoom:
        """Return the room, loaded. However many ask for a cold one at once, it is read once.

        What the caller does before its next wait happens before the room can be closed again.

        Raises:
            Unknown: there is no such language version.
        """
        while True:
            room = self._rooms.get(name)
            if room is not None and room.state is not State.CLOSED:
                return room
            loading = self._opening.get(name)
            if loading is None:
                loading = self._opening[name] = asyncio.create_task(self._load(name))
                loading.add_done_callback(lambda _: self._opening.pop(name, None))
            await asyncio.shield(loading)

    async def _load(self, name: TextName) -> None:
        room = ClauseRoom(name, self._around)
        await room.load()
        self._rooms[name] = room

    def close(self, room: ClauseRoom) -> None:
        """Let go of a room in which nobody is and nothing waits."""
        room.close()
        self._discard(room)

    def _discard(self, room: ClauseRoom) -> None:
        if self._rooms.get(room.name) is room:
            del self._rooms[room.name]

    # Texts

    async def settle(self) -> None:
        """Return when everything that was accepted so far is on disk."""
        await self.journal.flush()

    async def reload(self) -> None:
        """Read every open text from the log again, because all that is stored was replaced.

        Documents whose lineage has ended are closed with `epoch`.
        """
        await self.opened()
        for room in self.rooms:
            room.drop()

    async def opened(self) -> None:
        """Return when all texts that are being opened are open."""
        await asyncio.gather(*map(asyncio.shield, self._opening.values()), return_exceptions=True)

    async def read(self, name: TextName) -> Committed:
        """Return a committed state, never one that is only in memory.

        Raises:
            Unknown: there is no such language version.
        """
        room = await self.open(name)
        snapshot = await room.snapshot(whole=True)
        stored = room.stored
        return Committed(
            stored.language_version, snapshot.seq, stored.epoch, snapshot.text.json, snapshot.text.hash, snapshot.state
        )

    async def accept(self, name: TextName, update: bytes, actor: Actor) -> int:
        """Take an edit of the house itself (a restore, an import) by the same path; return its number.

        Rights are the caller's business, the ledger and the lock are not.

        Raises:
            Unknown: there is no such language version.
            Conflict: the text is locked or paused.
            Unusable: the ledger does not take the update; the code says why.
            Unavailable: it was not written, or that is not known.
        """
        room = await self.open(name)
        await self._recovery.recovered(room)
        promise: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        room.path.edit(Arrival(update, actor=actor, promise=promise))
        return await promise

    @asynccontextmanager
    async def hold(
        self, names: Sequence[TextName], seconds: float = HOLD_SECONDS, *, read: bool = True
    ) -> AsyncIterator[Held]:
        """Park edits of these texts, have everything written, and give each text as everyone has it.

        Call `release` with what the transaction changed; without it everything goes on as it was. Without `read` the
        texts are not given: whoever acts on hundreds reads them from the log.

        Raises:
            Unknown: there is no such language version.
            Unavailable: the text could not be written in time.
        """
        held = Held()
        expiry = asyncio.create_task(expire(held, self.clock, seconds))
        try:
            for name in dict.fromkeys(names):
                held.add(await self.open(name))
            await settle_within(held, self.journal, expiry, read=read)
            yield held
        finally:
            held.leave()
            expiry.cancel()

    # What happens elsewhere

    def living(self, names: Iterable[TextName]) -> list[TextName]:
        """Return those of the texts that are open here, or are being opened."""
        return [name for name in names if name in self._rooms or name in self._opening]

    async def set_statuses(self, changes: Mapping[TextName, tuple[str, int]]) -> None:
        """Take statuses and lock epochs that a transaction wrote, also into rooms that were being opened meanwhile."""
        opening = [task for name, task in self._opening.items() if name in changes]
        await asyncio.gather(*map(asyncio.shield, opening), return_exceptions=True)
        for name, change in changes.items():
            room = self._rooms.get(name)
            if room is not None:
                room.set_status(*change)

    def set_status(self, language_version: str, status: str, lock_epoch: int) -> None:
        """Take a status that another transaction wrote."""
        for room in self.rooms:
            if room.stored.language_version == language_version:
                room.set_status(status, lock_epoch)

    def follow(self, advances: Iterable[Advance]) -> None:
        """Take what another server wrote: statuses are told, and a room whose text has moved on reads it (N-2).

        Where edits wait, their commit finds out.
        """
        there = {advance.language_version: advance for advance in advances}
        for room in self.rooms:
            advance = there.get(room.stored.language_version)
            if advance is None:
                continue
            room.set_status(advance.status, advance.lock_epoch)
            has_moved = advance.seq > room.head or advance.epoch != room.stored.epoch
            if has_moved and room.is_open and not room.path.tentative:
                room.drop()

    def recheck(self, concern: Concern | None = None) -> None:
        """Rights have changed (None: anywhere): sign-outs close sockets, lost rights close documents, all are told."""
        for connection in list(self.connections):
            if concern is not None and connection.sign_in not in concern.sign_ins:
                continue
            if not self.authority.signed_in(connection.sign_in):
                connection.close(4401, "signed_out")
            elif concern is not None:
                connection.recheck()
        for room in self.rooms:
            if concern is None or concern.covers(room.stored):
                room.audience.tell(room.status)
        self.agendas.recheck(concern)
