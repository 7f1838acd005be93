"""The clock of a running server."""

import asyncio
import time


class WallClock:
    """`server.rooms.needs.Clock` on the machine's own clocks."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
