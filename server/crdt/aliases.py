"""Text that was carried from one place to another, or typed anew by an editor, and whose it was before.

An editor that splits or joins paragraphs deletes a line and inserts it again under the ids of whoever pressed Enter;
so do cutting and pasting, and undoing. Here each such copy is linked to what the same person deleted to make it.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from server.crdt.chronicle import Chronicle, Line, Stretch
from server.crdt.sameness import Block, find_same, find_whole
from server.crdt.spanmap import SpanMap

Id = tuple[int, int]
Gap = tuple[int, int]
Agrees = Callable[[int, int], bool]

REMEMBERED: Final = 20
"""For how many of their own deletions a person can bring text back."""
UNSEEN: Final = 500
"""How many deletions by anyone a person may not have seen when splitting or joining, if their line is slow."""
LEAST_UNITS: Final = 4
"""Shorter text may read the same by chance, unless an update inserts just what it deletes."""
CERTAIN_UNITS: Final = 12
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
    def build(cls, rows: Iterable[tuple[int, bytes, str]], agrees: Mapping[int, Agrees] | None = None) -> "Aliases":
        """Find what was carried in a log: (sequence number, update, person), in order.

        `agrees` are those updates that may bring a character again only if it was first written under certain ids.

        Raises:
            Malformed: an update that no ledger would have accepted.
        """
        aliases = cls()
        log = list(rows)
        chronicle = Chronicle([(seq, payload) for seq, payload, _ in log])
        finder = _Finder(chronicle, aliases, agrees or {})
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


class _Cut:
    """What a person deleted at one go: by one update, or by several in a row that did nothing else."""

    __slots__ = ("_lines", "is_open", "steps")

    def __init__(self) -> None:
        self.steps: list[list[Stretch]] = []
        self.is_open = True
        self._lines: list[Line] = []

    def add(self, step: list[Stretch]) -> None:
        """Take in what else was deleted."""
        self.steps.append(step)
        self._lines = []

    def lines(self) -> list[Line]:
        """Return what was deleted, as a whole and, where that was long enough, step by step from the last."""
        if not self._lines:
            parts = [step for step in self.steps if sum(len(stretch.text) for stretch in step) >= LEAST_UNITS]
            whole = Line(chain.from_iterable(self.steps), gone=True)
            self._lines = [whole, *(Line(step, gone=True) for step in reversed(parts if len(self.steps) > 1 else ()))]
        return self._lines


@dataclass(frozen=True, slots=True)
class _Source:
    """Where text may come from, and of how many units a whole gap must be, or a part of one, to come from there."""

    line: Line
    whole: int
    part: int | None = None


class _Finder:
    """Reads updates in order, and links what each inserts to what it, or its person before, deleted."""

    def __init__(self, chronicle: Chronicle, aliases: Aliases, agrees: Mapping[int, Agrees]) -> None:
        self._chronicle = chronicle
        self._aliases = aliases
        self._agrees = agrees
        self._cuts: dict[str, deque[_Cut]] = defaultdict(lambda: deque(maxlen=REMEMBERED))
        self._recent: deque[list[Stretch]] = deque(maxlen=UNSEEN)
        self._lines: dict[str | None, Line] = {}
        """All that a person cut, and (None) all that was deleted lately: made once for as long as it is so."""

    def read(self, seq: int, person: str) -> None:
        born, died = self._chronicle.born.get(seq, []), self._chronicle.died.get(seq, [])
        cuts = self._cuts[person]
        if born:
            self._trace(seq, Line(born, gone=False), Line(died, gone=True), person)
        if died:
            self._recent.append(died)
            if born or not (cuts and cuts[-1].is_open):
                cuts.append(_Cut())
            cuts[-1].add(died)
            self._lines.pop(person, None)
            self._lines.pop(None, None)
        if born and cuts:
            cuts[-1].is_open = False

    def _trace(self, seq: int, new: Line, old: Line, person: str) -> None:
        """Look for what came in what went with it, in what a split had not seen go, then in what was cut before."""
        reshaped = seq in self._chronicle.reshaped
        blocks = _carried(find_same(new.text, old.text), len(new.text), len(old.text), reshaped=reshaped)
        if reshaped and _units(blocks) < len(new.text):
            fuller = self._with_unseen(seq, old)
            found = _carried(find_same(new.text, fuller.text), len(new.text), len(fuller.text), reshaped=True)
            old, blocks = (fuller, found) if _units(found) > _units(blocks) else (old, blocks)
        for block in blocks:
            self._link(seq, new, old, block)
        gaps = _long(_gaps(blocks, 0, len(new.text)))
        for source in self._sources(person, reshaped=reshaped) if gaps else ():
            gaps = _long(left for gap in gaps for left in self._fill(seq, new, gap, source))
            if not gaps:
                return

    def _with_unseen(self, seq: int, old: Line) -> Line:
        """Add to what a split deleted what others had deleted round it, and the split may have carried unseen."""
        if not old.stretches:
            return old
        low, high = old.stretches[0].place, old.stretches[-1].place
        all_ = self._chronicle.stretches
        while low > 0 and not all_[low - 1].outlived(seq):
            low -= 1
        while high + 1 < len(all_) and not all_[high + 1].outlived(seq):
            high += 1
        unseen = [stretch for died in self._recent for stretch in died if low <= stretch.place <= high]
        return Line(old.stretches + unseen, gone=True)

    def _sources(self, person: str, *, reshaped: bool) -> Iterator[_Source]:
        """Yield where else text may come from: from what was cut before, last what others deleted at the same time."""
        cuts = self._cuts[person]
        for cut in reversed(cuts):
            for line in cut.lines():
                yield _Source(line, LEAST_UNITS)
        every = (step for cut in cuts for step in cut.steps)
        yield _Source(self._line(person, every), LEAST_UNITS, CERTAIN_UNITS)
        unseen = self._line(None, self._recent)
        if reshaped:
            yield _Source(unseen, LEAST_UNITS, CERTAIN_UNITS)
        else:
            yield _Source(unseen, CERTAIN_UNITS)

    def _line(self, whose: str | None, steps: Iterable[list[Stretch]]) -> Line:
        if whose not in self._lines:
            self._lines[whose] = Line(chain.from_iterable(steps), gone=True)
        return self._lines[whose]

    def _fill(self, seq: int, new: Line, gap: Gap, source: _Source) -> list[Gap]:
        """Link a gap, as a whole or in parts. Return what is left of it."""
        (start, end), old = gap, source.line
        text, units = new.text[start:end], end - start
        if source.part is not None and units > source.part:
            same = [block for block in find_same(text, old.text) if block.units >= source.part]
        else:
            same = find_whole(text, old.text) if units >= source.whole else []
        blocks = [Block(start + block.new, block.old, block.units) for block in same]
        for block in blocks:
            self._link(seq, new, old, block)
        return _gaps(blocks, start, end)

    def _link(self, seq: int, new: Line, old: Line, block: Block) -> None:
        came, went = new.cut(block.new, block.units), old.cut(block.old, block.units)
        moved = self._is_moved(seq, [part.place for part in came], [part.place for part in went])
        while came and went:
            there, here = came.pop(), went.pop()
            units = min(there.units, here.units)
            if self._agree(seq, here.last(units), units):
                self._aliases.link(there.last(units), here.last(units), units, moved=moved)
            came += there.without(units)
            went += here.without(units)

    def _agree(self, seq: int, old: Id, units: int) -> bool:
        agrees, (client, clock) = self._agrees.get(seq), old
        return agrees is None or all(agrees(*self._aliases.origin(client, clock + unit)) for unit in range(units))

    def _is_moved(self, seq: int, came: list[int], went: list[int]) -> bool:
        """True if text that an update left as it was stands between what came and what went, or has changed sides."""
        stretches = self._chronicle.stretches
        low, high = (went, came) if max(went) < min(came) else (came, went)
        if any(stretches[place].outlived(seq) for place in range(max(low) + 1, min(high))):
            return True
        gone = stretches[went[-1]].died
        if gone is None or gone == seq:
            return False
        left = self._standing(seq, gone, range(min(went) - 1, -1, -1))
        right = self._standing(seq, gone, range(max(went) + 1, len(stretches)))
        return (left is not None and left > min(came)) or (right is not None and right < max(came))

    def _standing(self, seq: int, gone: int, places: range) -> int | None:
        """Return where the first stands now of the stretches that stood in these places at an earlier update."""
        for place in places:
            then = self._chronicle.stretches[place]
            if then.outlived(gone):
                now = self._chronicle.at(*self._aliases.newest(then.client, then.clock))
                if now is not None and now.outlived(seq):
                    return now.place
        return None


def _carried(same: list[Block], new: int, old: int, *, reshaped: bool) -> list[Block]:
    """Return what an update surely carried, of what reads the same in all that it inserted and all that it deleted.

    A split or join carries everything that it deletes, or inserts nothing else; so its text may be short.
    """
    total = _units(same)
    if total == new == old or (reshaped and total in (new, old)):
        return same
    return [
        block
        for block in same
        if block.units >= CERTAIN_UNITS
        or (block.units >= LEAST_UNITS and (block.units in (new, old) or (reshaped and block.is_at_edge(new, old))))
    ]


def _long(gaps: Iterable[Gap]) -> list[Gap]:
    return [(start, end) for start, end in gaps if end - start >= LEAST_UNITS]


def _units(blocks: list[Block]) -> int:
    return sum(block.units for block in blocks)


def _gaps(blocks: list[Block], start: int, end: int) -> list[Gap]:
    """Return what no block covers of the new text between two offsets."""
    gaps = []
    for block in blocks:
        if block.new > start:
            gaps.append((start, block.new))
        start = block.new + block.units
    return [*gaps, (start, end)] if start < end else gaps
