"""Where clocks stand: every struct of a document lies in one place, and a type's struct opens one of its own.

Only a struct without neighbours names its parent on the wire; for all others the place is that of a neighbour. So the
ledger keeps, for each client, which ranges of clocks lie in which place, and needs one bisection to find it.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from server.crdt.ranges import Ranges
from server.domain.grammar import GRAMMAR

NODES: Final = 0
"""The children of an element, or of the root."""
CHARACTERS: Final = 1
"""The characters and formats of a text."""
VALUE: Final = 2
"""One attribute of an element: its present value and the former ones."""
NOWHERE: Final = 3
"""What was collected with its parent: nobody can tell where it stood, and nobody will see it."""

GONE: Final = 0
ROOT: Final = 1

Id = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """`tag` names the element; of CHARACTERS, the one that the text stands in. `depth` counts elements from the root.

    `owner` is the id of the struct that opens the place, and `within` the number of the place in which that struct
    lies. A VALUE is opened by no struct: its owner is the element, and it lies within the place of its children.
    """

    kind: int
    tag: str
    depth: int
    within: int
    owner: Id
    key: str = ""


BEDROCK: Final = (Place(NOWHERE, "", 0, GONE, (-1, -1)), Place(NODES, GRAMMAR.top, 0, ROOT, (-1, -1)))


class Track:
    """What is known of one client: `next` is its next clock; `starts[i]` begins the clocks that lie in `places[i]`."""

    __slots__ = ("beside", "breaks", "deleted", "formats", "lows", "next", "pieces", "places", "starts")

    def __init__(self) -> None:
        self.next = 0
        self.starts: list[int] = []
        self.places: list[int] = []
        self.deleted = Ranges()
        self.formats = Ranges()
        self.lows: set[int] = set()
        """Clocks of low surrogates: nothing may come between one and the clock before it."""
        self.breaks: list[int] = []
        """Clocks that do not stand behind the one before. All others do, whatever came between."""
        self.pieces = 0
        """How many structs it takes to hold what the client wrote, deletions apart."""
        self.beside: Id | None = None
        """The right neighbour that the last struct was written with: what goes on with another one is a new piece."""

    def place_of(self, clock: int) -> int:
        """Return the place of a clock below `next`."""
        return self.places[bisect_right(self.starts, clock) - 1]

    def breaks_within(self, first: int, last: int) -> bool:
        """True if some clock of `first < clock <= last` does not stand behind the one before."""
        index = bisect_right(self.breaks, first)
        return index < len(self.breaks) and self.breaks[index] <= last

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Yield the clocks `start <= clock < end` in stretches of one place each, with its number."""
        index = bisect_right(self.starts, start) - 1
        while start < end:
            after = self.starts[index + 1] if index + 1 < len(self.starts) else self.next
            yield start, min(after, end), self.places[index]
            start, index = after, index + 1

    def append(self, start: int, place: int) -> None:
        """Say that the clocks from `start` on lie in `place`."""
        if not self.places or self.places[-1] != place:
            self.starts.append(start)
            self.places.append(place)

    def extend(self, fresh: "Track") -> None:
        """Take in what follows `next`; deletions come by themselves."""
        for start, place in zip(fresh.starts, fresh.places, strict=True):
            self.append(start, place)
        self.next, self.beside = fresh.next, fresh.beside
        self.pieces += fresh.pieces
        self.breaks += fresh.breaks
        self.lows |= fresh.lows
        for start, end in zip(fresh.formats.starts, fresh.formats.ends, strict=True):
            self.formats.add(start, end)


@dataclass(slots=True)
class Atlas:
    """The places of a document by number, and how to find them."""

    places: list[Place] = field(default_factory=lambda: list(BEDROCK))
    opened: dict[Id, int] = field(default_factory=dict)
    """The struct of a type -> the place that it opens."""
    values: dict[tuple[int, str], int] = field(default_factory=dict)
    """The place of an element's children, and an attribute -> the place of its values."""
