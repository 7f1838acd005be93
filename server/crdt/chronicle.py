"""All that a text ever showed, in document order, with the update that brought it and the one that deleted it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from server.crdt.codec import ELEMENT, GC, STRING, TRUSTED, TYPE, Struct, decode_update
from server.crdt.order import Item, State, Tree, lay_over
from server.crdt.ranges import Ranges
from server.crdt.spanmap import SpanMap
from server.domain.edits import Span
from server.domain.grammar import GRAMMAR

_INLINE: Final = GRAMMAR.nodes["paragraph"].children
_ASTRAL: Final = 0x10000


@dataclass(slots=True, eq=False)
class Stretch:
    """Clocks that came together and went together.

    `text` has one code point a clock: UTF-16 units, and for a node within a line one beyond them that stands for
    its kind and attributes when it came; `last` has those when it went. `place` counts in document order, and `born`
    and `died` number updates.
    """

    client: int
    clock: int
    text: str
    last: str
    place: int
    born: int
    died: int | None

    def outlived(self, update: int) -> bool:
        """True if it was shown both before and after an update."""
        return self.born < update and (self.died is None or self.died > update)


@dataclass(frozen=True, slots=True)
class Part:
    """So many units of a stretch, from a clock on."""

    client: int
    clock: int
    units: int
    place: int

    def last(self, units: int) -> tuple[int, int]:
        """Return the id at which its last units begin."""
        return self.client, self.clock + self.units - units

    def without(self, units: int) -> "list[Part]":
        """Return what is left of it without its last units."""
        left = self.units - units
        return [Part(self.client, self.clock, left, self.place)] if left else []


class Line:
    """Stretches read as one text, as they came or as they went."""

    def __init__(self, stretches: Iterable[Stretch], *, gone: bool) -> None:
        self.stretches = sorted(stretches, key=lambda stretch: stretch.place)
        texts = [stretch.last if gone else stretch.text for stretch in self.stretches]
        self._starts = list(accumulate(map(len, texts), initial=0))
        self.text = "".join(texts)

    def seam(self, offset: int) -> list[Stretch] | None:
        """Return the two stretches that meet at an offset, fewer at an end of the line; None within a stretch."""
        at = bisect_left(self._starts, offset)
        if self._starts[at] != offset:
            return None
        return self.stretches[at - 1 : at + 1] if 0 < at < len(self.stretches) else []

    def cut(self, offset: int, units: int) -> list[Part]:
        """Return the parts of the stretches from an offset on."""
        parts = []
        end = offset + units
        for at in range(bisect_right(self._starts, offset) - 1, bisect_left(self._starts, end)):
            stretch, start = self.stretches[at], self._starts[at]
            low, high = max(offset, start), min(end, self._starts[at + 1])
            parts.append(Part(stretch.client, stretch.clock + low - start, high - low, stretch.place))
        return parts


class Chronicle:
    """The stretches of a text, by place and by the updates that brought and deleted them.

    No later update changes the order of what is there, so one replay of all tells what each of them deleted, as read.
    """

    def __init__(self, updates: Sequence[tuple[int, bytes]]) -> None:
        decoded = [(number, *decode_update(payload, TRUSTED)) for number, payload in updates]
        self._births: SpanMap[int] = SpanMap()
        self._deaths: SpanMap[int] = SpanMap()
        for number, structs, deleted in reversed(decoded):
            for struct in structs:
                self._births.put(struct.client, struct.clock, struct.clock + struct.length, number)
            for span in deleted:
                self._deaths.put(span.client, span.start, span.end, number)
        self._held: SpanMap[Stretch] = SpanMap()
        self._signs: dict[object, str] = {}
        self.stretches: list[Stretch] = []
        self.born: dict[int, list[Stretch]] = defaultdict(list)
        self.died: dict[int, list[Stretch]] = defaultdict(list)
        self.reshaped: set[int | None] = set()
        """Updates that brought or deleted a block: splits, joins, and whatever else moves paragraphs."""
        self.breaks: list[int] = []
        """Between which places a block begins or ends: before each of these, in order."""
        self._decoded = decoded
        self._seen: dict[int, int] = {}
        spans = [span for _, _, deleted in decoded for span in deleted]
        structs = [struct for _, brought, _ in decoded for struct in brought]
        state = State(structs + _forgotten(structs, spans), spans)
        self._read(Tree(lay_over(state, state)).root)

    def at(self, client: int, clock: int) -> Stretch | None:
        """Return the stretch that holds a clock, or None if it was never shown."""
        return self._held.get(client, clock)

    def seen(self, number: int) -> int:
        """Return the newest update that the writer of this one had surely seen: all before it as well.

        For updates are passed on in their order, and what refers to text has seen it. Only what somebody wrote tells: a
        deletion alone does not say under which ids its writer writes.
        """
        if not self._seen:
            self._look()
        return self._seen.get(number, 0)

    def _look(self) -> None:
        newest: dict[int, int] = defaultdict(int)
        for number, structs, deleted in self._decoded:
            writers = {struct.client for struct in structs}
            found = [at for struct in structs for at in (struct.origin, struct.right_origin, struct.parent)]
            found += [(span.client, span.end - 1) for span in deleted]
            others = [at for at in found if isinstance(at, tuple) and at[0] not in writers]
            known = [newest[client] for client in writers]
            self._seen[number] = max([*known, *(self._births.get(*at) or 0 for at in others)], default=0)
            newest.update(dict.fromkeys(writers, self._seen[number]))

    def parts(self, one: Stretch, other: Stretch) -> bool:
        """True if a block begins or ends between two stretches, of which one comes before the other."""
        at = bisect_right(self.breaks, one.place)
        return at < len(self.breaks) and self.breaks[at] <= other.place

    def _read(self, node: Item) -> None:
        item = node.first
        while item is not None:
            if item.ref == STRING:
                units = _units(item.content)
                self._add(item, units, units)
            elif item.ref == TYPE:
                self._enter(item)
            item = item.right

    def _enter(self, node: Item) -> None:
        born, died = self._life(node)
        if node.content[1] in _INLINE:
            self._add(node, self._sign(node, born), self._sign(node, died))
            self._read(node)
            return
        if node.content[0] == ELEMENT:
            self.reshaped |= {born, died}
        self.breaks.append(len(self.stretches))
        self._read(node)
        self.breaks.append(len(self.stretches))

    def _life(self, item: Item) -> tuple[int | None, int | None]:
        return self._births.get(item.client, item.clock), self._deaths.get(item.client, item.clock)

    def _add(self, item: Item, text: str, last: str) -> None:
        born, died = self._life(item)
        if born is None or born == died:
            return
        stretch = Stretch(item.client, item.clock, text, last, len(self.stretches), born, died)
        self.stretches.append(stretch)
        self._held.put(item.client, item.clock, item.clock + len(text), stretch)
        self.born[born].append(stretch)
        if died is not None:
            self.died[died].append(stretch)

    def _sign(self, node: Item, update: int | None) -> str:
        """Return a code point for a node with the attributes that it has after an update, None being the last."""
        shown = {}
        for key, values in node.attributes.items():
            known = [(self._births.get(value.client, value.clock) or 0, value) for value in values]
            now = [(number, value) for number, value in known if update is None or number <= update]
            if now:
                shown[key] = str(max(now, key=lambda pair: (pair[0], pair[1].clock))[1].content)
        sign = (node.content[1], *sorted(shown.items()))
        return self._signs.setdefault(sign, chr(_ASTRAL + len(self._signs)))


def _units(text: str) -> str:
    """Return a text with one code point for each UTF-16 unit."""
    if text.isascii() or max(text, default="") < chr(_ASTRAL):
        return text
    return "".join(map(chr, memoryview(text.encode("utf-16-le")).cast("H")))


def _forgotten(structs: list[Struct], deleted: list[Span]) -> list[Struct]:
    """Return a collected struct for each span that is referred to and not there.

    What hangs on text that the log has forgotten has no place any more, but all other text keeps its own.
    """
    held: dict[int, Ranges] = defaultdict(Ranges)
    needed: dict[int, int] = defaultdict(int)
    for struct in structs:
        held[struct.client].add(struct.clock, struct.clock + struct.length)
        for at in (struct.origin, struct.right_origin, struct.parent):
            if isinstance(at, tuple):
                needed[at[0]] = max(needed[at[0]], at[1] + 1)
    for span in deleted:
        needed[span.client] = max(needed[span.client], span.end)
    gaps = [(client, *gap) for client, end in needed.items() for gap in held[client].missing(0, end)]
    return [Struct(client, start, end - start, GC, None, None, None, None, None) for client, start, end in gaps]
