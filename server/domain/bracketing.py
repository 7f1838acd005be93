"""Which square brackets of an import belong together, over paragraphs and clauses. Rules: IMPORT.md 31-34."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

DEEPEST_SEARCH = 50
"""So many opening signs are tried for a closing one, so that a hostile text costs linear time."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One square bracket in a clause. `edge`: it opens where a paragraph begins, or closes where one ends.

    `bare`: it stands before all words of its clause.
    """

    clause: int
    opens: bool
    edge: bool
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What pairing needs to know of a clause: the one above it, and whether it is a heading."""

    parent: int | None
    heading: bool


def pair_signs(signs: Sequence[Sign], places: Sequence[Place]) -> list[int | None]:
    """Return the partner of each sign, in the order of the words, or None for one that is left alone."""
    partners: list[int | None] = [None] * len(signs)
    tree = _Tree(signs, places)
    opened: list[int] = []
    for at, sign in enumerate(signs):
        if sign.opens:
            opened.append(at)
            continue
        depth = tree.find_opener(opened, at)
        if depth is not None:
            start = opened[depth]
            partners[start], partners[at] = at, start
            del opened[depth:]
    return partners


class _Tree:
    """The clauses with the signs in them, and in which clauses with all below them the signs come out even."""

    def __init__(self, signs: Sequence[Sign], places: Sequence[Place]) -> None:
        self.signs = signs
        self.places = places
        self.headings = [0, *accumulate(place.heading for place in places)]
        self.ends = self._find_ends()
        self.even = self._find_even()

    def _find_ends(self) -> list[int]:
        """Return, for each clause, the first one behind it and all below it."""
        ends = list(range(1, len(self.places) + 1))
        for index in range(len(self.places) - 1, -1, -1):
            parent = self.places[index].parent
            if parent is not None:
                ends[parent] = max(ends[parent], ends[index])
        return ends

    def _find_even(self) -> list[bool]:
        """Return whether each clause with all below it closes what it opens; last, whether the whole source does."""
        size = len(self.places)
        sums, lows = [0] * (size + 1), [0] * size
        runs: list[list[int]] = [[] for _ in range(size)]
        for sign in self.signs:
            runs[sign.clause].append(1 if sign.opens else -1)
        for index, run in enumerate(runs):
            levels = list(accumulate(run, initial=sums[index]))
            sums[index + 1], lows[index] = levels[-1], min(levels)
        deepest = list(lows)
        for index in range(size - 1, -1, -1):
            parent = self.places[index].parent
            if parent is not None:
                deepest[parent] = min(deepest[parent], deepest[index])
        even = [sums[self.ends[i]] == sums[i] and deepest[i] >= sums[i] for i in range(size)]
        return [*even, not sums[size] and min(lows, default=0) >= 0]

    def find_opener(self, opened: Sequence[int], at: int) -> int | None:
        """Return the place in `opened` of the sign that this closing one belongs to."""
        for depth in range(len(opened) - 1, max(-1, len(opened) - 1 - DEEPEST_SEARCH), -1):
            if self._belong(opened[depth], at):
                return depth
        return None

    def _belong(self, start: int, end: int) -> bool:
        opener, closer = self.signs[start], self.signs[end]
        first, last = opener.clause, closer.clause
        if first == last or closer.bare:
            return first == last
        both = opener.edge and closer.edge
        parent = self.places[first].parent
        near = parent is None or last < self.ends[parent]
        if self.headings[last + 1] > self.headings[first + 1]:
            return both and (near or self._is_even(first, last))
        if self._is_even(first, last):
            return True
        if last < self.ends[first] or last == first + 1:
            return opener.edge or closer.edge
        return both and near

    def _is_even(self, first: int, last: int) -> bool:
        """Whether some clause that holds both, with all below it, closes all that it opens."""
        holder: int | None = first
        while holder is not None:
            if last < self.ends[holder] and self.even[holder]:
                return True
            holder = self.places[holder].parent
        return self.even[-1]
