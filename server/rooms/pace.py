"""How fast one socket may send."""

from server.rooms.needs import Clock

RATE = 1000.0
"""Points a second: a frame is one, and one more for every 4 KiB. Honest clients stay far below."""

BURST = 10_000.0

ANSWER = 200 << 10
"""Octets that are counted for a frame that asks for an answer: reading a text, encoding what is lacking."""

_POINT = 4096

_WORK = 5_000.0
"""Points for a second of work on a frame: no socket takes more than a fifth of the server's time for long."""


class Pace:
    """A bucket of points that refills with time. A client that empties it is read more slowly, and never dropped."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._points = BURST
        self._at = clock.monotonic()

    def spend(self, octets: int) -> float:
        """Take a frame of this length into account; return the seconds to wait before the next one is read."""
        now = self._clock.monotonic()
        self._points = min(BURST, self._points + (now - self._at) * RATE) - 1 - octets / _POINT
        self._at = now
        return self._wait

    def work(self, seconds: float) -> float:
        """Take into account how long a frame took; return the seconds to wait before the next one is read."""
        self._points -= seconds * _WORK
        return self._wait

    @property
    def _wait(self) -> float:
        return max(0.0, -self._points / RATE)
