"""What is known of spans of clocks, found by bisection."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class SpanMap(Generic[T]):
    """Values by client and clock. What is put later hides what it covers."""

    __slots__ = ("_ends", "_starts", "_values")

    def __init__(self) -> None:
        self._starts: dict[int, list[int]] = {}
        self._ends: dict[int, list[int]] = {}
        self._values: dict[int, list[T]] = {}

    def put(self, client: int, start: int, end: int, value: T) -> None:
        """Give all of `start <= clock < end` a value."""
        starts = self._starts.setdefault(client, [])
        ends = self._ends.setdefault(client, [])
        values = self._values.setdefault(client, [])
        first, last = bisect_right(ends, start), bisect_left(starts, end)
        kept: list[tuple[int, int, T]] = [(start, end, value)]
        if first < last and starts[first] < start:
            kept.insert(0, (starts[first], start, values[first]))
        if first < last and ends[last - 1] > end:
            kept.append((end, ends[last - 1], values[last - 1]))
        starts[first:last] = [kept_start for kept_start, _, _ in kept]
        ends[first:last] = [kept_end for _, kept_end, _ in kept]
        values[first:last] = [kept_value for _, _, kept_value in kept]

    def get(self, client: int, clock: int) -> T | None:
        """Return the value at a clock, or None."""
        starts = self._starts.get(client)
        if starts is None:
            return None
        at = bisect_right(starts, clock) - 1
        return self._values[client][at] if at >= 0 and clock < self._ends[client][at] else None

    def cut(self, client: int, start: int, end: int) -> Iterator[tuple[int, int, T | None]]:
        """Yield `start <= clock < end` in stretches of one value each, in order; None where there is none."""
        starts, ends = self._starts.get(client, []), self._ends.get(client, [])
        at = bisect_right(ends, start)
        while start < end:
            if at == len(starts) or starts[at] >= end:
                yield start, end, None
                return
            if starts[at] > start:
                yield start, starts[at], None
            yield max(start, starts[at]), min(end, ends[at]), self._values[client][at]
            start = ends[at]
            at += 1
