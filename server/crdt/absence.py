"""Where text was carried away into another one, and whether somebody who has not seen that would write there."""

from collections.abc import Callable, Iterable

from server.crdt.codec import Struct, decode_update
from server.crdt.ranges import Ranges
from server.domain.edits import Carried, Span

Id = tuple[int, int]


class Absence:
    """The places of carried text, known by its ids."""

    def __init__(self, carried: Carried) -> None:
        self._edges: dict[int, Ranges] = {}
        self._inner: dict[int, Ranges] = {}
        self.add(carried)

    def add(self, carried: Carried) -> None:
        """Take in what else was carried away."""
        _put(self._edges, carried.edges)
        _put(self._inner, carried.inner)

    def reached_by(self, update: bytes, next_clock: Callable[[int], int]) -> bool:
        """True if an update that the ledger has passed writes, with structs not known yet, where nobody would see it.

        That is within what is gone, or between two things that are. What is written at the edge of carried text stays,
        and is seen: whoever has seen the text go writes there too.
        """
        if not (self._edges or self._inner):
            return False
        structs, _ = decode_update(update)
        return any(
            self._is_within(struct) for struct in structs if struct.clock + struct.length > next_clock(struct.client)
        )

    def _is_within(self, struct: Struct) -> bool:
        parent = struct.parent if isinstance(struct.parent, tuple) else None
        near = (struct.origin, struct.right_origin, parent)
        if any(_has(self._inner, at) for at in near):
            return True
        if parent is not None and _has(self._edges, parent):
            return True
        return all(_has(self._edges, at) for at in (struct.origin, struct.right_origin))


def _has(known: dict[int, Ranges], at: Id | None) -> bool:
    return at is not None and at[0] in known and at[1] in known[at[0]]


def _put(known: dict[int, Ranges], spans: Iterable[Span]) -> None:
    for span in spans:
        known.setdefault(span.client, Ranges()).add(span.start, span.end)
