"""The feed: what was committed, told to those who must act on it within a second: current rights, then live rooms."""

import asyncio
from collections.abc import Sequence

import structlog

from server.domain.errors import Unavailable
from server.rooms.registry import Registry
from server.storage.authority import Authority
from server.storage.database import Database, Event

log = structlog.get_logger(__name__)


class Feed:
    """Hands each commit's events to the mirror of rights, and then has the rooms judge their sessions anew."""

    def __init__(self, database: Database, authority: Authority, rooms: Registry) -> None:
        self._database = database
        self._authority = authority
        self._rooms = rooms
        self._heard: asyncio.Queue[Sequence[Event]] = asyncio.Queue()

    async def run(self) -> None:
        """Follow the commits of this server until cancelled."""
        self._database.listen(self._heard.put_nowait)
        while True:
            events = list(await self._heard.get())
            waiting = self._heard.qsize()
            for _ in range(waiting):
                events += self._heard.get_nowait()
            await self._tell(events)
            for _ in range(waiting + 1):
                self._heard.task_done()

    async def _tell(self, events: Sequence[Event]) -> None:
        if all(event.kind == "text" for event in events):
            return
        while True:
            try:
                await self._authority.refresh(events)
                break
            except Unavailable:
                log.warning("feed_waits_for_storage")
                await asyncio.sleep(1.0)
        self._rooms.recheck()

    async def catch_up(self) -> None:
        """Return once all that was committed here before the call is known to the mirror and the rooms."""
        await asyncio.sleep(0)
        await self._heard.join()
