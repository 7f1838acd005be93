"""How much one person may write in an hour. Rule F-9 of SPEC.md: what is deleted again stays on the disk for ever."""

from dataclasses import dataclass

from server.domain.errors import Conflict
from server.rooms.needs import Clock

TEXT_OCTETS = 16 << 20
"""Octets that a person may put into one text in an hour: 400,000 keystrokes, or the longest text five times over."""

PERSON_OCTETS = 64 << 20
"""The same for all texts together."""

HOUR = 3600.0
KEPT = 1024
"""Purses that are kept, or twice as many as are not full, before the full ones are forgotten."""


@dataclass(slots=True)
class _Purse:
    """What is left of `most` octets at a moment of the monotonic clock; it fills up evenly within an hour."""

    most: int
    left: float
    at: float

    def fill(self, now: float) -> float:
        self.left = min(self.most, self.left + (now - self.at) * self.most / HOUR)
        self.at = now
        return self.left


class Allowance:
    """Counts what each person writes, whatever the number of sign-ins and sockets; a restart forgets it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._purses: dict[tuple[str, str], _Purse] = {}
        self._most = KEPT

    def __len__(self) -> int:
        return len(self._purses)

    def check(self, person: str, text: str) -> None:
        """Refuse a person who has spent all in this text, or everywhere. One update may go beyond it.

        Raises:
            Conflict: `too_much_typed`.
        """
        now = self._clock.monotonic()
        for key in ((person, text), (person, "")):
            purse = self._purses.get(key)
            if purse is not None and purse.fill(now) <= 0:
                raise Conflict("too_much_typed")

    def spend(self, person: str, text: str, octets: int) -> None:
        """Count an update that was taken."""
        now = self._clock.monotonic()
        for key, most in (((person, text), TEXT_OCTETS), ((person, ""), PERSON_OCTETS)):
            purse = self._purses.setdefault(key, _Purse(most, most, now))
            purse.fill(now)
            purse.left -= octets
        if len(self._purses) > self._most:
            self._forget(now)

    def _forget(self, now: float) -> None:
        self._purses = {key: purse for key, purse in self._purses.items() if purse.fill(now) < purse.most}
        self._most = max(KEPT, 2 * len(self._purses))
