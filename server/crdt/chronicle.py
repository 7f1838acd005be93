"""All that a text ever showed, in document order, with the update that brought it and the one that deleted it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from dataclasses import dataclass
from typing import Final

from server.crdt.codec import ELEMENT, GC, STRING, TRUSTED, TYPE, Struct, decode_update
from server.crdt.order import Item, State, Tree, lay_over
from server.crdt.ranges import Ranges
from server.crdt.spanmap import SpanMap
from server.domain.edits import Span
from server.domain.grammar import GRAMMAR

_INLINE: Final = GRAMMAR.nodes["paragraph"].children


@dataclass(slots=True, eq=False)
class Stretch:
    """Clocks that came together and went together.

    `text` has one code point a clock: UTF-16 units, and for a node within a line one beyond them that stands for
    its kind and attributes. `place` counts in document order. `born` and `died` number updates.
    """

    client: int
    clock: int
    text: str
    place: int
    born: int
    died: int | None

    def stood(self, update: int) -> bool:
        """True if it was shown both before and after an update."""
        return self.born < update and (self.died is None or self.died > update)


class Chronicle:
    """The stretches of a text, by place and by the updates that brought and deleted them.

    An order once made is never changed by later updates, so one replay of them all tells what each deleted, as read.
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
        self._signs: dict[object, str] = {}
        self.stretches: list[Stretch] = []
        self.born: dict[int, list[Stretch]] = defaultdict(list)
        self.died: dict[int, list[Stretch]] = defaultdict(list)
        self.reshaped: set[int] = set()
        """Updates that brought or deleted a block: splits, joins, and whatever else moves paragraphs."""
        structs = [struct for _, found, _ in decoded for struct in found]
        spans = [span for _, _, deleted in decoded for span in deleted]
        state = State(structs + _forgotten(structs, spans), spans)
        self._read(Tree(lay_over(state, state)).root)

    def _read(self, node: Item) -> None:
        item = node.first
        while item is not None:
            if item.ref == STRING:
                self._add(item, _units(item.content))
            elif item.ref == TYPE:
                if item.content[1] in _INLINE:
                    self._add(item, *self._shown(item))
                elif item.content[0] == ELEMENT:
                    self.reshaped |= {number for number in self._life(item) if number is not None}
                self._read(item)
            item = item.right

    def _life(self, item: Item) -> tuple[int, int | None]:
        return self._births.get(item.client, item.clock) or 0, self._deaths.get(item.client, item.clock)

    def _add(self, item: Item, text: str, last: str = "") -> None:
        born, died = self._life(item)
        stretch = Stretch(item.client, item.clock, text, len(self.stretches), born, died)
        self.stretches.append(stretch)
        if born != died:
            self.born[born].append(stretch)
            if died is not None:
                self.died[died].append(stretch)
