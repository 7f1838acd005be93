"""Old and new ids of text that was carried from one place to another, or typed anew by an editor."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.crdt.spanmap import SpanMap

Id = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hop:
    """Where clocks were carried: by this much further, under this client. `moved` past other text, or in place."""

    client: int
    further: int
    moved: bool = False


class Aliases:
    """What is known of carried text (`server.crdt.tracing` finds it): whose ids it had, and which it has now."""

    __slots__ = ("_sources", "_targets")

    def __init__(self) -> None:
        self._sources: SpanMap[Hop] = SpanMap()
        self._targets: SpanMap[Hop] = SpanMap()

    def origin(self, client: int, clock: int) -> Id:
        """Return under which id a character was first written: its own, unless it was carried."""
        hop = self._sources.get(client, clock)
        return (hop.client, clock + hop.further) if hop else (client, clock)

    def newest(self, client: int, clock: int) -> Id:
        """Return under which id a character was last carried on: its own, unless it was."""
        *_, (last, _) = [((client, clock), False), *self.travels(client, clock)]
        return last

    def travels(self, client: int, clock: int) -> Iterator[tuple[Id, bool]]:
        """Yield each id under which a character was carried on, and whether it moved past other text."""
        while hop := self._targets.get(client, clock):
            client, clock = hop.client, clock + hop.further
            yield (client, clock), hop.moved

    def kept(self, client: int, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield those of `start <= clock < end` that were not carried on, as spans."""
        return ((low, high) for low, high, hop in self._targets.cut(client, start, end) if hop is None)

    def stayed(self, one: Id, other: Id) -> bool:
        """True if one of two ids was carried to the other, and never past other text."""
        for start, end in ((one, other), (other, one)):
            for target, moved in self.travels(*start):
                if moved:
                    break
                if target == end:
                    return True
        return False

    def link(self, new: Id, old: Id, units: int, *, moved: bool) -> None:
        """Say that `units` clocks from `new` on are those from `old` on, carried."""
        self._targets.put(old[0], old[1], old[1] + units, Hop(new[0], new[1] - old[1], moved))
        shift = new[1] - old[1]
        for start, end, hop in list(self._sources.cut(old[0], old[1], old[1] + units)):
            first = hop or Hop(old[0], 0)
            self._sources.put(new[0], start + shift, end + shift, Hop(first.client, first.further - shift))
