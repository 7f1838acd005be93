"""Which text of a log was carried from one place to another, or typed anew by an editor, and whose it was before.

An editor that splits or joins paragraphs deletes a line and inserts it again under the ids of whoever pressed Enter;
so do cutting and pasting, and undoing. Each such copy is linked to what the same person deleted to make it. What
others deleted is nobody's to take up again in their name: only a split or join that came at the same moment, and put
back what its writer had not seen go, leaves it to its writer. The rules are in SPEC.md.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from server.crdt.aliases import Aliases, Id
from server.crdt.chronicle import Chronicle, Line, Stretch
from server.crdt.cuts import LEAST_UNITS, Cuts, Sent, leave
from server.crdt.effort import Purse
from server.crdt.sameness import Block, find_same, find_turned, find_whole

Gap = tuple[int, int]
Agrees = Callable[[int, int], bool]

CERTAIN_UNITS: Final = 12
"""Text this long is the same even if it is but a part of what was deleted and of what was inserted."""
UNSEEN_MS: Final = 60_000
"""For how long (ms) a person may not have seen what another did, if their line is slow."""
_STEPS: Final = 1_000_000
"""Units of work for one log. When they are spent, only what is plain to see counts as carried."""
_NEAR: Final = 16
"""So many places are looked at without paying."""


def find_aliases(log: Iterable[Sent], agrees: Mapping[int, Agrees] | None = None) -> Aliases:
    """Find what was carried in a log, whose updates come in order.

    `agrees` are those updates that may bring a character again only if it was first written under certain ids.

    Raises:
        Malformed: an update that no ledger would have accepted.
    """
    finder = _Finder(list(log), agrees or {})
    finder.read()
    return finder.aliases


@dataclass(frozen=True, slots=True)
class _Source:
    """Where text may come from: as a whole, wherever it stood, or parts so long of it, which stand where they stood."""

    line: Line
    part: int | None = None


class _Finder:
    """Reads updates in order, and links what each inserts to what it, or its person before, deleted."""

    def __init__(self, log: list[Sent], agrees: Mapping[int, Agrees]) -> None:
        self.aliases = Aliases()
        self._log = {update.seq: update for update in log}
        self._chronicle = Chronicle([(update.seq, update.payload) for update in log])
        self._agrees = agrees
        self._cuts: dict[str, Cuts] = defaultdict(Cuts)
        self._purse = Purse(_STEPS)

    def read(self) -> None:
        for update in self._log.values():
            born, died = (each.get(update.seq, []) for each in (self._chronicle.born, self._chronicle.died))
            cuts = self._cuts[update.person]
            cuts.forget(update.at_ms)
            if born:
                self._trace(update, Line(born, gone=False), Line(died, gone=True))
            cuts.note(bool(born), leave(died, self.aliases), update.at_ms)

    def _trace(self, update: Sent, new: Line, old: Line) -> None:
        """Look for what came in what went with it, in what a split had not seen go, then in what was cut before."""
        reshaped = update.seq in self._chronicle.reshaped
        blocks = self._carried(new, old, reshaped=reshaped)
        if reshaped and _units(blocks) < len(new.text):
            fuller = self._with_unseen(update, new, old)
            found = self._carried(new, fuller, reshaped=True)
            old, blocks = (fuller, found) if _units(found) > _units(blocks) else (old, blocks)
        is_whole = _units(blocks) == len(old.text)
        linked = [block for block in blocks if self._link(update, new, old, block, is_whole=is_whole)]
        gaps = _long(_gaps(linked, 0, len(new.text)))
        for source in self._sources(update.person) if gaps else ():
            gaps = _long(left for gap in gaps for left in self._fill(update, new, gap, source))
            if not gaps:
                return

    def _carried(self, new: Line, old: Line, *, reshaped: bool) -> list[Block]:
        """Return what an update surely carried, of what reads the same in all that it inserted and all that it deleted.

        A split or join carries everything that it deletes, or inserts nothing else; so its text may be short.
        """
        same = find_turned(new.text, old.text) or find_same(new.text, old.text, self._purse)
        total, sizes = _units(same), (len(new.text), len(old.text))
        if sizes == (total, total) or (reshaped and total in sizes):
            return same
        return [
            block
            for block in same
            if block.units >= CERTAIN_UNITS
            or (block.units >= LEAST_UNITS and (block.units in sizes or (reshaped and block.is_at_edge(*sizes))))
        ]

    def _with_unseen(self, update: Sent, new: Line, old: Line) -> Line:
        """Add to what a split deleted what others had deleted round it, and the split may have carried unseen.

        If it deleted nothing itself: what others' splits or joins had carried on from there.
        """
        around, all_ = old.stretches or new.stretches, self._chronicle.stretches
        low, high = around[0].place, around[-1].place
        before, after = range(low - 1, -1, -1), range(high + 1, len(all_))
        between = all_[low:high] if self._purse.pay(high - low) else []
        reached = [*self._gone(update, before), *between, *self._gone(update, after)]
        unseen = [stretch for stretch in reached if self._is_unseen(update, stretch.died)]
        if not old.stretches:
            unseen = [stretch for stretch in unseen if not leave([stretch], self.aliases)]
        return Line(old.stretches + unseen, gone=True)

    def _gone(self, update: Sent, places: range) -> Iterator[Stretch]:
        """Yield what stands in these places up to the first that whoever wrote an update saw and left as it was."""
        for step, place in enumerate(places):
            stretch = self._chronicle.stretches[place]
            if self._stands(update, stretch) or (step >= _NEAR and not self._purse.pay(1)):
                return
            yield stretch

    def _is_unseen(self, update: Sent, number: int | None) -> bool:
        """True if whoever wrote an update may not have seen another one."""
        other = self._log.get(number or 0)
        return (
            other is not None
            and other.person != update.person
            and update.at_ms - other.at_ms <= UNSEEN_MS
            and self._chronicle.seen(update.seq) < other.seq < update.seq
        )

    def _sources(self, person: str) -> Iterator[_Source]:
        """Yield where else text may come from: from what the same person cut before."""
        cuts = self._cuts[person]
        for line in cuts.lines():
            yield _Source(line)
        yield _Source(cuts.all(), CERTAIN_UNITS)

    def _fill(self, update: Sent, new: Line, gap: Gap, source: _Source) -> list[Gap]:
        """Link a gap, as a whole or in parts. Return what is left of it."""
        (start, end), old = gap, source.line
        text, units = new.text[start:end], end - start
        if not self._purse.pay(_NEAR + len(old.text) // _NEAR):
            return [gap]
        if source.part is not None and units > source.part:
            same = [block for block in find_same(text, old.text, self._purse) if block.units >= source.part]
        else:
            same = find_turned(text, old.text) or find_whole(text, old.text)
        blocks = [Block(start + block.new, block.old, block.units) for block in same]
        is_whole = source.part is None and _units(blocks) == len(old.text)
        far = source.part is None
        linked = [block for block in blocks if self._link(update, new, old, block, is_whole=is_whole, far=far)]
        return _gaps(linked, start, end)

    def _link(self, update: Sent, new: Line, old: Line, block: Block, *, is_whole: bool, far: bool = True) -> bool:
        """Link a block, unless it moved and was but a part of what was taken there. Return whether it was linked."""
        came, went = new.cut(block.new, block.units), old.cut(block.old, block.units)
        moved = self._is_moved(update, [part.place for part in came], [part.place for part in went])
        if moved and not (far and (is_whole or self._is_run(old, block))):
            return False
        while came and went:
            there, here = came.pop(), went.pop()
            units = min(there.units, here.units)
            if self._agree(update.seq, here.last(units), units):
                self.aliases.link(there.last(units), here.last(units), units, moved=moved)
            came += there.without(units)
            went += here.without(units)
        return True

    def _agree(self, seq: int, old: Id, units: int) -> bool:
        agrees, (client, clock) = self._agrees.get(seq), old
        return agrees is None or all(agrees(*self.aliases.origin(client, clock + unit)) for unit in range(units))

    def _is_run(self, old: Line, block: Block) -> bool:
        """True if nothing that was deleted with it stood right before or after a block."""
        return self._is_end(old, block.old) and self._is_end(old, block.old + block.units)

    def _is_end(self, old: Line, offset: int) -> bool:
        seam = old.seam(offset)
        if not seam:
            return seam is not None
        left, right = seam
        last = max(left.died or 0, right.died or 0)
        between = range(left.place + 1, right.place)
        return self._chronicle.parts(left, right) or self._holds(between, lambda stretch: stretch.outlived(last))

    def _stands(self, update: Sent, stretch: Stretch) -> bool:
        """True if whoever wrote an update saw a stretch and left it as it was."""
        return stretch.outlived(update.seq) and not self._is_unseen(update, stretch.born)

    def _holds(self, places: range, is_there: Callable[[Stretch], bool]) -> bool:
        """True if one of these stretches is there, or if to know it would be too much work."""
        for step, place in enumerate(places):
            if is_there(self._chronicle.stretches[place]) or (step >= _NEAR and not self._purse.pay(1)):
                return True
        return False

    def _is_moved(self, update: Sent, came: list[int], went: list[int]) -> bool:
        """True if text that an update left as it was stands between what came and what went, or has changed sides."""
        stretches = self._chronicle.stretches
        low, high = (went, came) if max(went) < min(came) else (came, went)
        if self._holds(range(max(low) + 1, min(high)), lambda stretch: self._stands(update, stretch)):
            return True
        gone = stretches[went[-1]].died
        if gone is None or gone == update.seq:
            return False
        left = self._standing(update.seq, gone, range(min(went) - 1, -1, -1))
        right = self._standing(update.seq, gone, range(max(went) + 1, len(stretches)))
        return (left is not None and left > min(came)) or (right is not None and right < max(came))

    def _standing(self, seq: int, gone: int, places: range) -> int | None:
        """Return where the first stands now of the stretches that stood in these places at an earlier update."""
        for step, place in enumerate(places):
            then = self._chronicle.stretches[place]
            if step >= _NEAR and not self._purse.pay(1):
                return None
            if then.outlived(gone):
                now = self._chronicle.at(*self.aliases.newest(then.client, then.clock))
                if now is not None and now.outlived(seq):
                    return now.place
        return None


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
