"""The order of a document, item by item with ids: states decoded, laid over each other, and integrated.

pycrdt gives the text of a state but no ids, so its structs are integrated once more, here, by the rule of Yjs
(YATA: Nicolaescu et al., 2016). Two states of one lineage are laid over each other clock by clock: a
collected state has forgotten the text that it no longer shows; what one has forgotten, the other may hold.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Generic, TypeVar

from server.crdt.codec import DELETED, GC, SKIP, STRING, TYPE, Malformed, Struct
from server.domain.edits import Span

Id = tuple[int, int]
T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Item:
    """A struct, or its part between two cuts, and its place among its siblings once it is integrated.

    `home` is the node that holds it: None where that was collected. A node has children from `first` on, and
    attributes: under each key all values that were ever set.
    """

    client: int
    clock: int
    end: int
    ref: int
    content: Any = None
    origin: Id | None = None
    right_origin: Id | None = None
    parent: str | Id | None = None
    key: str | None = None
    in_a: bool = False
    in_b: bool = False
    done: bool = False
    home: "Item | None" = None
    left: "Item | None" = None
    right: "Item | None" = None
    first: "Item | None" = None
    attributes: "dict[str, list[Item]]" = field(default_factory=dict)


class _Cursor(Generic[T]):
    """Finds what covers a clock, among ranges in order, for clocks that only grow."""

    def __init__(self, ranges: Iterable[tuple[int, int, T]]) -> None:
        self._ranges = iter(sorted(ranges, key=lambda covered: covered[0]))
        self._now = next(self._ranges, None)

    def at(self, clock: int) -> T | None:
        while self._now is not None and self._now[1] <= clock:
            self._now = next(self._ranges, None)
        return self._now[2] if self._now is not None and self._now[0] <= clock else None


class State:
    """A decoded state, by client."""

    def __init__(self, structs: list[Struct], deleted: list[Span]) -> None:
        self._structs: dict[int, list[tuple[int, int, Struct]]] = defaultdict(list)
        self._deleted: dict[int, list[tuple[int, int, Span]]] = defaultdict(list)
        self.edges: dict[int, set[int]] = defaultdict(set)
        for struct in structs:
            start, end = struct.clock, struct.clock + struct.length
            self._structs[struct.client].append((start, end, struct))
            self.edges[struct.client] |= {start, end}
            if struct.origin is not None:
                self.edges[struct.origin[0]].add(struct.origin[1] + 1)
            if struct.right_origin is not None:
                self.edges[struct.right_origin[0]].add(struct.right_origin[1])
        for span in deleted:
            self._deleted[span.client].append((span.start, span.end, span))
            self.edges[span.client] |= {span.start, span.end}

    def walk(self, client: int, edges: list[int]) -> Iterator[tuple[Struct | None, bool]]:
        """Yield for each stretch between two edges the struct that covers it, and whether it is shown."""
        structs, deleted = _Cursor(self._structs[client]), _Cursor(self._deleted[client])
        for start in edges[:-1]:
            struct = structs.at(start)
            yield struct, _worth(struct) == 2 and deleted.at(start) is None


def _worth(struct: Struct | None) -> int:
    """Rank what is left of a struct: its content, its place, only its clocks, nothing."""
    if struct is None or struct.ref == SKIP:
        return -1
    return 0 if struct.ref == GC else 1 if struct.ref == DELETED else 2


def lay_over(a: State, b: State) -> list[Item]:
    """Return the items of both states by client and clock, cut wherever an id points or presence changes.

    After that each item is shown in whole or not at all, and integrating never has to split one.
    """
    items: list[Item] = []
    for client in sorted({*a.edges, *b.edges}):
        edges = sorted(a.edges[client] | b.edges[client])
        stretches = zip(pairwise(edges), a.walk(client, edges), b.walk(client, edges), strict=True)
        for (start, end), (in_a, shown_a), (in_b, shown_b) in stretches:
            struct = in_b if _worth(in_b) > _worth(in_a) else in_a
            if struct is not None and struct.ref != SKIP:
                items.append(_cut(struct, start, end, shown_a, shown_b))
    return items


def _cut(struct: Struct, start: int, end: int, in_a: bool, in_b: bool) -> Item:
    """Return the part of a struct between two clocks. A tail hangs on the character before it, as Yjs cuts."""
    content = struct.content
    if struct.ref == STRING and end - start < struct.length:
        content = _slice(content, struct.length, start - struct.clock, end - struct.clock)
    item = Item(struct.client, start, end, struct.ref, content, in_a=in_a, in_b=in_b)
    item.right_origin = struct.right_origin
    if start == struct.clock:
        item.origin, item.parent, item.key = struct.origin, struct.parent, struct.key
    else:
        item.origin = (struct.client, start - 1)
    return item


def _slice(text: str, units: int, start: int, end: int) -> str:
    """Cut by UTF-16 units. Half a surrogate pair becomes U+FFFD, as in every browser."""
    if units == len(text):
        return text[start:end]
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "replace")


class Tree:
    """Items in document order, under one root."""

    def __init__(self, items: list[Item]) -> None:
        self.root = Item(0, 0, 0, TYPE, done=True)
        self._starts = {(item.client, item.clock): item for item in items}
        self._ends = {(item.client, item.end - 1): item for item in items}
        for item in items:
            self._place(item)

    def _place(self, item: Item) -> None:
        """Integrate what the item depends on, deepest first, then the item."""
        waiting = [item]
        while waiting:
            needed = next((other for other in self._needs(waiting[-1]) if not other.done), None)
            if needed is None:
                self._integrate(waiting.pop())
            elif len(waiting) > len(self._starts):
                raise Malformed("items depend on each other in a circle")
            else:
                waiting.append(needed)

    def _needs(self, item: Item) -> Iterator[Item]:
        if (before := self._ends.get((item.client, item.clock - 1))) is not None:
            yield before
        if item.origin is not None:
            yield self._find(self._ends, item.origin)
        if item.right_origin is not None:
            yield self._find(self._starts, item.right_origin)
        if isinstance(item.parent, tuple):
            yield self._find(self._starts, item.parent)

    @staticmethod
    def _find(items: dict[Id, Item], at: Id) -> Item:
        if at not in items:
            raise Malformed("reference to what the state does not hold")
        return items[at]

    def _integrate(self, item: Item) -> None:
        if item.done:
            return
        item.done = True
        left = self._ends[item.origin] if item.origin else None
        right = self._starts[item.right_origin] if item.right_origin else None
        item.home, item.key = self._home(item, left, right)
        if item.home is None:
            return
        if item.key is not None:
            item.home.attributes.setdefault(item.key, []).append(item)
            return
        if left.right is not right if left else right is None or right.left is not None:
            left = self._settle(item, left, right)
        self._link(item, left)

    def _home(self, item: Item, left: Item | None, right: Item | None) -> tuple[Item | None, str | None]:
        """Return the node that holds an item, and under which key: those of its neighbours, if it has any."""
        if item.ref == GC or (left and left.home is None) or (right and right.home is None):
            return None, None
        if near := left or right:
            return near.home, near.key
        if isinstance(item.parent, str):
            return self.root, item.key
        node = self._starts[item.parent] if item.parent else None
        return (node, item.key) if node and node.ref == TYPE and node.home else (None, None)

    def _settle(self, item: Item, left: Item | None, right: Item | None) -> Item | None:
        """Return the left neighbour among items that others put into the same place at the same time.

        Of those with the same origin the smaller client comes first; what hangs on one of them goes with it.
        """
        assert item.home is not None
        other = left.right if left else item.home.first
        passed: set[Item] = set()
        undecided: set[Item] = set()
        while other is not None and other is not right:
            passed.add(other)
            undecided.add(other)
            if item.origin == other.origin:
                if other.client < item.client:
                    left = other
                    undecided.clear()
                elif item.right_origin == other.right_origin:
                    break
            else:
                source = self._ends[other.origin] if other.origin else None
                if source is None or source not in passed:
                    break
                if source not in undecided:
                    left = other
                    undecided.clear()
            other = other.right
        return left

    @staticmethod
    def _link(item: Item, left: Item | None) -> None:
        assert item.home is not None
        item.left = left
        if left is None:
            item.right, item.home.first = item.home.first, item
        else:
            item.right, left.right = left.right, item
        if item.right is not None:
            item.right.left = item
