"""What a state shows, as nodes and runs of characters under their CRDT ids, and how it is cut in two at a caret."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from server.crdt.codec import ELEMENT, FORMAT, STRING, TRUSTED, TYPE, decode_update, utf16_length
from server.crdt.encoding import Id
from server.crdt.order import Item, State, Tree, lay_over
from server.domain.edits import Carried, Span
from server.domain.grammar import GRAMMAR

_LEAVES = frozenset(name for name, rule in GRAMMAR.nodes.items() if not rule.children and not rule.text)
_NOTES = frozenset({"footnote"})


@dataclass(frozen=True, slots=True)
class Run:
    """Characters with the same marks, from a clock on."""

    client: int
    clock: int
    text: str
    marks: dict[str, Any]

    @property
    def units(self) -> int:
        return utf16_length(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """A shared text. `last` is its newest place: its last item, deleted or not; `open` the marks that hold there.

    `formats` are the items that say so. `partial` means that another half of it stays where it is.
    """

    id: Id
    runs: tuple[Run, ...]
    last: Id | None = None
    open: dict[str, Any] = field(default_factory=dict)
    formats: tuple[Id, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Knot:
    """A node. `last` is its last child, deleted or not; `values` are the items of its attributes."""

    id: Id
    tag: str
    attributes: dict[str, Any]
    children: "tuple[Thread, ...]"
    last: Id | None = None
    values: tuple[Id, ...] = ()
    partial: bool = False


Thread = Knot | Line


def read_fabric(state: bytes) -> Knot:
    """Return a stored state as one node, the root.

    Raises:
        Malformed: no state.
    """
    decoded = State(*decode_update(state, TRUSTED))
    return _read_knot(Tree(lay_over(decoded, decoded)).root, GRAMMAR.top)


def is_blank(thread: Thread) -> bool:
    """True if there is nothing to read in it."""
    if isinstance(thread, Line):
        return not any(run.text.strip() for run in thread.runs)
    return thread.tag not in _LEAVES - {"hard_break"} and all(map(is_blank, thread.children))


def cut_fabric(root: Knot, block: int, offset: int) -> tuple[tuple[Thread, ...], tuple[Thread, ...]]:
    """Return the blocks before a caret and those behind it. Of a node that it stands in, each side has a part.

    `offset` counts in the block as an editor does: a UTF-16 unit or a leaf is one, the start and the end of any other
    node one each. A caret within a character or a footnote moves before or behind it; one beyond the end is the end.
    """
    before, behind = list(root.children[:block]), list(root.children[block + 1 :])
    if block < len(root.children):
        left, right = _cut(root.children[block], max(0, offset) + 1)
        before += left
        behind = [*right, *behind]
    return tuple(before), tuple(behind)


def depth_of(threads: tuple[Thread, ...]) -> int:
    """Return how many nodes deep the first block continues one of which the other half stays."""
    depth = 0
    while threads and isinstance(threads[0], Knot) and threads[0].partial:
        depth += 1
        threads = threads[0].children
    return depth


def remove(threads: tuple[Thread, ...]) -> Carried:
    """Return what to delete, so that these threads are gone and all else stays."""
    edges: list[Span] = []
    inner: list[Span] = []
    for thread in threads:
        if thread.partial:
            parts = remove(thread.children) if isinstance(thread, Knot) else Carried(tuple(map(_span, thread.runs)), ())
            edges += parts.edges
            inner += parts.inner
        else:
            edges.append(_clock(thread.id))
            inner += _within(thread)
    return Carried(tuple(edges), tuple(inner))


def marked(threads: tuple[Thread, ...], name: str) -> Iterator[Any]:
    """Yield the attributes of all marks of a kind."""
    for thread in threads:
        if isinstance(thread, Knot):
            yield from marked(thread.children, name)
        else:
            yield from (v for run in thread.runs for key, v in run.marks.items() if key.split("--")[0] == name)


def _within(thread: Thread) -> Iterator[Span]:
    if isinstance(thread, Line):
        yield from map(_span, thread.runs)
        yield from map(_clock, thread.formats)
        return
    yield from map(_clock, thread.values)
    for child in thread.children:
        yield _clock(child.id)
        yield from _within(child)


def _span(run: Run) -> Span:
    return Span(run.client, run.clock, run.clock + run.units)


def _clock(at: Id) -> Span:
    return Span(at[0], at[1], at[1] + 1)


def _read_knot(node: Item, tag: str) -> Knot:
    children: list[Thread] = []
    last = None
    for item in _siblings(node):
        last = (item.client, item.end - 1)
        if item.in_a and item.ref == TYPE:
            kind, name = item.content
            children.append(_read_knot(item, name) if kind == ELEMENT else _read_line(item))
    shown = [value for values in node.attributes.values() for value in values if value.in_a]
    attributes = {str(value.key): value.content[-1] for value in shown}
    ids = tuple((value.client, value.clock) for value in shown)
    return Knot((node.client, node.clock), tag, attributes, tuple(children), last, ids)


def _read_line(text: Item) -> Line:
    runs: list[Run] = []
    marks: dict[str, Any] = {}
    formats: list[Id] = []
    last = None
    for item in _siblings(text):
        last = (item.client, item.end - 1)
        if item.in_a and item.ref == STRING:
            runs.append(Run(item.client, item.clock, item.content, marks))
        elif item.in_a and item.ref == FORMAT:
            key, value = item.content
            marks = {name: held for name, held in marks.items() if name != key} | (
                {} if value is None else {key: value}
            )
            formats.append((item.client, item.clock))
    return Line((text.client, text.clock), tuple(runs), last, marks, tuple(formats))


def _siblings(node: Item) -> Iterator[Item]:
    item = node.first
    while item is not None:
        yield item
        item = item.right


def size_of(thread: Thread) -> int:
    """Return how many places an editor counts in a thread, the start and the end of a node included."""
    if isinstance(thread, Line):
        return sum(run.units for run in thread.runs)
    return 1 if thread.tag in _LEAVES else 2 + sum(map(size_of, thread.children))


def _cut(thread: Thread, offset: int) -> tuple[list[Thread], list[Thread]]:
    """Return the sides of a caret so far behind the start of a thread, its own opening counted."""
    if isinstance(thread, Line):
        return _cut_line(thread, offset)
    if offset <= 0 or thread.tag in _LEAVES or thread.tag in _NOTES or offset >= size_of(thread):
        return ([], [thread]) if offset <= 0 else ([thread], [])
    left: list[Thread] = []
    right: list[Thread] = []
    at = 1
    for child in thread.children:
        before, behind = _cut(child, offset - at)
        left += before
        right += behind
        at += size_of(child)
    if all(map(is_blank, left)):
        return [], [thread]
    if all(map(is_blank, right)):
        return [thread], []
    return [replace(thread, children=tuple(left))], [_other_half(thread, left, tuple(right))]


def _other_half(knot: Knot, left: list[Thread], right: tuple[Thread, ...]) -> Knot:
    """A list goes on with the number that it would have had."""
    attributes = knot.attributes
    if knot.tag == "ordered_list":
        attributes = {**attributes, "start": int(attributes.get("start", 1)) + len(left)}
    return replace(knot, children=right, attributes=attributes, partial=True)


def _cut_line(line: Line, offset: int) -> tuple[list[Thread], list[Thread]]:
    if offset <= 0:
        return [], [line]
    left: list[Run] = []
    right: list[Run] = []
    for run in line.runs:
        units = max(0, min(offset, run.units))
        offset -= run.units
        head = run.text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
        if head:
            left.append(replace(run, text=head))
        if len(head) < len(run.text):
            right.append(replace(run, clock=run.clock + utf16_length(head), text=run.text[len(head) :]))
    if not right:
        return [line], []
    if not left:
        return [], [line]
    return [replace(line, runs=tuple(left))], [replace(line, runs=tuple(right), partial=True)]
