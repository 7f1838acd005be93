"""Comparisons as work: never many at once, and none done twice."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Hashable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from threading import Lock
from typing import Final
from weakref import WeakValueDictionary

from server.domain.comparison import Change, Op

AT_ONCE: Final = 2
"""Comparisons at a time: fewer than there are threads that read, so that other readers need not wait for them."""
KEPT: Final = 64
"""Results that are kept."""
_TURNED: Final[dict[Op, Op]] = {"equal": "equal", "insert": "delete", "delete": "insert"}


@dataclass(frozen=True, slots=True)
class Dated:
    """A change, and when (Unix ms) the last of its characters was written or struck."""

    change: Change
    at_ms: int | None


def turn_back(changes: Sequence[Dated]) -> list[Dated]:
    """Return changes as one who goes back through them meets them: what was written goes, what was struck returns.

    Each keeps who wrote or struck it, and when (C-4).
    """
    turned = (replace(each, change=replace(each.change, op=_TURNED[each.change.op])) for each in changes)
    places = groupby(turned, key=lambda each: each.change.op == "equal")
    return [each for _, place in places for each in sorted(place, key=lambda each: each.change.op == "insert")]


class Comparisons:
    """Turns to compare, and the latest results: what two states and the log before them say never changes."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._persons: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._guard = Lock()
        self._found: OrderedDict[Hashable, list[Dated]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, person: str) -> AsyncIterator[None]:
        """Wait for a person's turn: one comparison a person at a time."""
        own = self._persons.setdefault(person, asyncio.Lock())
        async with own, self._turns:
            yield

    def find(self, key: Hashable, compare: Callable[[], list[Dated]]) -> list[Dated]:
        """Return the result that is kept under a key, or else find it. Callable from any thread."""
        with self._guard:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        found = compare()
        with self._guard:
            self._found[key] = found
            while len(self._found) > KEPT:
                self._found.popitem(last=False)
        return found
