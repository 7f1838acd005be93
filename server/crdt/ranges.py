"""Sets of clocks as sorted, disjoint, half-open ranges."""

from bisect import bisect_left, bisect_right


class Ranges:
    """A set of integers that is kept as few long ranges. Ranges that touch are one."""

    __slots__ = ("ends", "starts")

    def __init__(self, starts: list[int] | None = None, ends: list[int] | None = None) -> None:
        self.starts = starts if starts is not None else []
        self.ends = ends if ends is not None else []

    def __contains__(self, value: int) -> bool:
        index = bisect_right(self.starts, value) - 1
        return index >= 0 and value < self.ends[index]

    def __len__(self) -> int:
        return sum(self.ends) - sum(self.starts)

    def __bool__(self) -> bool:
        return bool(self.starts)

    def covers(self, start: int, end: int) -> bool:
        """True if all of `start <= value < end` is in the set."""
        index = bisect_right(self.starts, start) - 1
        return index >= 0 and end <= self.ends[index]

    def missing(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return what of `start <= value < end` is not in the set, in order."""
        starts, ends = self.starts, self.ends
        index = bisect_right(ends, start)
        gaps: list[tuple[int, int]] = []
        while start < end:
            if index == len(starts) or starts[index] >= end:
                gaps.append((start, end))
                break
            if starts[index] > start:
                gaps.append((start, starts[index]))
            start = ends[index]
            index += 1
        return gaps

    def joined(self, other: "Ranges") -> int:
        """Return how many ranges the set would have with another one's values in it."""
        edges = sorted([*zip(self.starts, self.ends, strict=True), *zip(other.starts, other.ends, strict=True)])
        count, reached = 0, -1
        for start, end in edges:
            count += start > reached
            reached = max(reached, end)
        return count

    def add(self, start: int, end: int) -> None:
        """Put `start <= value < end` into the set."""
        starts, ends = self.starts, self.ends
        first = bisect_left(ends, start)
        last = bisect_right(starts, end)
        if first < last:
            start = min(start, starts[first])
            end = max(end, ends[last - 1])
        starts[first:last] = [start]
        ends[first:last] = [end]
