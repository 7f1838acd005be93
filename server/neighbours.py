"""What other servers on the same database committed: found by its numbers, and told here as if it had been ours."""

from collections.abc import Callable, Mapping, Sequence

import structlog

from server.domain.errors import Unavailable
from server.rooms.needs import Clock
from server.rooms.registry import Registry
from server.storage.database import Database, Event, Reading, events_since
from server.storage.heads import read_heads, read_streams

log = structlog.get_logger(__name__)

PACE = 0.5
"""Seconds between two looks. What another server did reaches open sockets within a second (N-1)."""


class Neighbours:
    """Follows the streams of the database. Its own commits it hears of, and passes over what they left there."""

    def __init__(
        self, database: Database, rooms: Registry, clock: Clock, tell: Callable[[Sequence[Event]], None]
    ) -> None:
        self._database = database
        self._rooms = rooms
        self._clock = clock
        self._tell = tell
        self._known: dict[str, int] = {}
        self._own: set[tuple[str, int]] = set()

    async def start(self) -> None:
        """Take the numbers as they are now: what comes after them is told."""
        self._database.listen(self._hear_own)
        self._known = dict(await self._database.read(read_streams))

    async def run(self) -> None:
        """Look for news until cancelled."""
        while True:
            await self._clock.sleep(PACE)
            try:
                await self.look()
            except Unavailable:
                log.warning("neighbours_wait_for_storage")

    async def look(self) -> None:
        """Find what others committed since the last look: rights and channels are told, rooms follow their texts.

        Raises:
            Unavailable: `storage`; the next look finds it.
        """
        known, own = dict(self._known), frozenset(self._own)
        heads, events = await self._database.read(lambda reading: _find_news(reading, known, own))
        self._known |= heads
        self._own = {(stream, number) for stream, number in self._own if number > self._known.get(stream, 0)}
        if events:
            self._tell(events)
            await self._follow({event.stream for event in events})

    def _hear_own(self, events: Sequence[Event]) -> None:
        self._own |= {
            (event.stream, event.number) for event in events if event.number > self._known.get(event.stream, 0)
        }

    async def _follow(self, agendas: set[str]) -> None:
        await self._rooms.opened()
        texts = [room.stored.language_version for room in self._rooms.rooms if room.stored.agenda in agendas]
        if texts:
            self._rooms.follow(await self._database.read(lambda reading: read_heads(reading, texts)))


def _find_news(
    reading: Reading, known: Mapping[str, int], own: frozenset[tuple[str, int]]
) -> tuple[dict[str, int], list[Event]]:
    """Return the streams' numbers, and the events of commits after the known ones that are not our own."""
    heads = dict(read_streams(reading))
    events: list[Event] = []
    for stream, head in heads.items():
        number = known.get(stream, 0)
        if all((stream, each) in own for each in range(number + 1, head + 1)):
            continue
        while found := events_since(reading, stream, number):
            events += [event for event in found if (stream, event.number) not in own]
            number = found[-1].number
    return heads, events
