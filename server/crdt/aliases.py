"""Text that was carried from one place to another, or typed anew by an editor, and whose it was before.

An editor that splits or joins paragraphs deletes a line and inserts it again under the ids of whoever pressed Enter;
so do cutting and pasting, and undoing. Here each such copy is linked to what the same person deleted to make it.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from server.crdt.chronicle import Chronicle, Line, Stretch
from server.crdt.sameness import Block, find_same
from server.crdt.spanmap import SpanMap

Id = tuple[int, int]
Gap = tuple[int, int]

REMEMBERED: Final = 20
"""For how many of their own deletions a person can bring text back."""
UNSEEN: Final = 500
"""How many deletions by anyone a person may not have seen when splitting or joining, if their line is slow."""
LEAST_UNITS: Final = 4
"""Shorter text may read the same by chance, unless an update inserts just what it deletes."""
_CERTAIN_UNITS: Final = 12
"""Text this long is the same even if it is but a part of what was deleted and of what was inserted."""


@dataclass(frozen=True, slots=True)
class Hop:
    """Where clocks were carried: by this much further, under this client. `moved` past other text, or in place."""

    client: int
    further: int
    moved: bool = False


class Aliases:
    """Old and new ids of carried text."""

    __slots__ = ("_sources", "_targets")

    def __init__(self) -> None:
        self._sources: SpanMap[Hop] = SpanMap()
        self._targets: SpanMap[Hop] = SpanMap()

    @classmethod
    def build(cls, rows: Iterable[tuple[int, bytes, str]]) -> "Aliases":
        """Find what was carried in a log: (sequence number, update, person), in order.

        Raises:
            Malformed: an update that no ledger would have accepted.
        """
        aliases = cls()
        log = list(rows)
        chronicle = Chronicle([(seq, payload) for seq, payload, _ in log])
        finder = _Finder(chronicle, aliases)
        for seq, _, person in log:
            finder.read(seq, person)
        return aliases

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

    def link(self, new: Id, old: Id, units: int, *, moved: bool) -> None:
        """Say that `units` clocks from `new` on are those from `old` on, carried."""
        self._targets.put(old[0], old[1], old[1] + units, Hop(new[0], new[1] - old[1], moved))
        shift = new[1] - old[1]
        for start, end, hop in list(self._sources.cut(old[0], old[1], old[1] + units)):
            first = hop or Hop(old[0], 0)
            self._sources.put(new[0], start + shift, end + shift, Hop(first.client, first.further - shift))


@dataclass(slots=True)
class _Cut:
    """What a person deleted at one go: by one update, or by several in a row that did nothing else."""

    stretches: list[Stretch] = field(default_factory=list)
    open: bool = False


class _Finder:
    """Reads updates in order, and links what each inserts to what it, or its person before, deleted."""

    def __init__(self, chronicle: Chronicle, aliases: Aliases) -> None:
        self._chronicle = chronicle
        self._aliases = aliases
        self._cuts: dict[str, deque[_Cut]] = defaultdict(lambda: deque(maxlen=REMEMBERED))
        self._recent: deque[list[Stretch]] = deque(maxlen=UNSEEN)

    def read(self, seq: int, person: str) -> None:
        born, died = self._chronicle.born.get(seq, []), self._chronicle.died.get(seq, [])
        cuts = self._cuts[person]
        if born:
            self._trace(seq, Line(born, gone=False), Line(died, gone=True), cuts)
        if died:
            self._recent.append(died)
            if born or not (cuts and cuts[-1].open):
                cuts.append(_Cut())
            cuts[-1].stretches += died
        if cuts:
            cuts[-1].open = not born

    def _trace(self, seq: int, new: Line, old: Line, cuts: deque[_Cut]) -> None:
        """Look for what came in what went with it, in what a split may have missed, and in what was cut before."""
        reshaped = seq in self._chronicle.reshaped
        blocks = _carried(find_same(new.text, old.text), len(new.text), len(old.text), reshaped=reshaped)
        for block in blocks:
            self._link(seq, new, old, block)
        gaps = _gaps(blocks, 0, len(new.text))
        if reshaped:
            gaps = [left for gap in gaps for left in self._fill(seq, new, gap, self._missed(old, blocks, gap), 1)]
        gaps = [gap for gap in gaps if gap[1] - gap[0] >= LEAST_UNITS]
        for cut in reversed(cuts if gaps else ()):
            line = Line(cut.stretches, gone=True)
            gaps = [left for gap in gaps for left in self._fill(seq, new, gap, line)]
        if gaps:
            line = Line((stretch for cut in cuts for stretch in cut.stretches), gone=True)
            for gap in gaps:
                self._fill(seq, new, gap, line, _CERTAIN_UNITS)

    def _fill(self, seq: int, new: Line, gap: Gap, old: Line, least: int | None = None) -> list[Gap]:
        """Link a gap as a whole, or its parts of at least so many units. Return what is left of it."""
        start, end = gap
        same = find_same(new.text[start:end], old.text)
        blocks = [
            Block(start + block.new, block.old, block.units)
            for block in same
            if block.units == end - start or (least is not None and block.units >= least)
        ]
        for block in blocks:
            self._link(seq, new, old, block)
        return _gaps(blocks, start, end)

    def _missed(self, old: Line, blocks: list[Block], gap: Gap) -> Line:
        """Return what others deleted just before, where a gap stands in the text that a split carried.

        Whoever split had not seen it, so the split brought it back without deleting it.
        """
        before = [old.place(block.old + block.units - 1) for block in blocks if block.new < gap[0]]
        after = [old.place(block.old) for block in blocks if block.new >= gap[1]]
        low, high = max(before, default=-1), min(after, default=len(self._chronicle.stretches))
        return Line(
            (stretch for died in self._recent for stretch in died if low < stretch.place < high),
            gone=True,
        )

    def _link(self, seq: int, new: Line, old: Line, block: Block) -> None:
        came, went = new.cut(block.new, block.units), old.cut(block.old, block.units)
        moved = self._is_between(seq, [part.place for part in came], [part.place for part in went])
        while came and went:
            there, here = came.pop(), went.pop()
            units = min(there.units, here.units)
            self._aliases.link(there.last(units), here.last(units), units, moved=moved)
            came += there.without(units)
            went += here.without(units)

    def _is_between(self, seq: int, came: list[int], went: list[int]) -> bool:
        """True if text that an update left as it was stands between what came and what went."""
        low, high = (went, came) if max(went) < min(came) else (came, went)
        between = self._chronicle.stretches[max(low) + 1 : min(high)]
        return any(stretch.outlived(seq) for stretch in between)


def _carried(same: list[Block], new: int, old: int, *, reshaped: bool) -> list[Block]:
    """Return what an update surely carried, of what reads the same in all that it inserted and all that it deleted.

    A split or join carries everything that it deletes, or inserts nothing else; so its text may be short.
    """
    total = sum(block.units for block in same)
    if total == new == old or (reshaped and total in (new, old)):
        return same
    return [
        block
        for block in same
        if block.units >= _CERTAIN_UNITS
        or (block.units >= LEAST_UNITS and (block.units in (new, old) or (reshaped and block.is_at_edge(new, old))))
    ]


def _gaps(blocks: list[Block], start: int, end: int) -> list[Gap]:
    """Return what no block covers of the new text between two offsets."""
    gaps = []
    for block in blocks:
        if block.new > start:
            gaps.append((start, block.new))
        start = block.new + block.units
    return [*gaps, (start, end)] if start < end else gaps
