"""What begins, opens, closes and ends by the clock alone: open sockets are told at that moment (D-5)."""

import asyncio

from server.rooms.needs import Clock
from server.rooms.registry import Registry
from server.storage.authority import Authority

LONGEST_WAIT = 20.0
"""Seconds between two looks at the clock: a machine that slept, or whose clock was set, is soon right again."""


class Timetable:
    """Wakes the rooms at each moment at which rights change; the mirror of rights knows the next one."""

    def __init__(self, authority: Authority, rooms: Registry, clock: Clock) -> None:
        self._authority = authority
        self._rooms = rooms
        self._clock = clock

    async def run(self) -> None:
        """Follow the clock until cancelled."""
        seen = self._authority.now_ms()
        while True:
            now = self._authority.now_ms()
            due, is_set_back = self._authority.next_boundary(seen), now < seen
            seen = now
            if is_set_back or (due is not None and due <= now):
                self._rooms.recheck()
            else:
                await self._wait(LONGEST_WAIT if due is None else min((due - now) / 1000, LONGEST_WAIT))

    async def _wait(self, seconds: float) -> None:
        """Return after `seconds`, or as soon as the mirror has changed."""
        waits = [
            asyncio.ensure_future(self._clock.sleep(seconds)),
            asyncio.ensure_future(self._authority.changed()),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
