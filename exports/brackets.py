"""Where brackets are drawn. The mark in the text carries an id only; the glyphs are made here for page and paper."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

Node = dict[str, Any]

_BLOCKS = frozenset({"paragraph", "ordered_list", "bullet_list", "list_item"})


class Part(Enum):
    """What a clause is to a bracket that stands round several."""

    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Edge:
    """The ids of the brackets that open before a leaf, outermost first, and how many close after it."""

    opens: tuple[str, ...]
    closes: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The brackets of one clause: those that open before its label, and those at its leaves."""

    opens: tuple[str, ...]
    edges: list[Edge]


@dataclass(frozen=True, slots=True)
class _Span:
    """From the first to the last leaf of a stretch. A bracket that goes on in another clause has no end here."""

    start: int
    end: int
    id: str
    opens: bool = True
    closes: bool = True


def leaves(node: Node) -> Iterator[Node]:
    """Yield the inline leaves of a node in order. A footnote is one leaf: its words stand elsewhere."""
    for child in node.get("content", ()):
        if child["type"] in _BLOCKS:
            yield from leaves(child)
        else:
            yield child


def find_edges(marked: list[Node]) -> list[Edge]:
    """Return one edge for each leaf. A bracket goes on over paragraphs, and over leaves that carry no marks."""
    return _place(len(marked), [_Span(*span) for span in _stretches(marked)])


def find_parts(clauses: Iterable[tuple[str, Node]], over: Mapping[str, Collection[str]]) -> dict[str, dict[str, Part]]:
    """Return by clause the brackets that stand round several, from the first to the last in which words carry them.

    `clauses` are those that stand, in one language, each with its document. The record says `over` which clauses a
    bracket stands; in a language that was not cut with the others these may be fewer.
    """
    carriers: dict[str, list[str]] = {}
    for clause, document in clauses:
        for bracket in dict.fromkeys(mark for leaf in leaves(document) for mark in _brackets_of(leaf)):
            if clause in over.get(bracket, ()):
                carriers.setdefault(bracket, []).append(clause)
    parts: dict[str, dict[str, Part]] = {}
    for bracket, ids in carriers.items():
        for clause in ids if len(ids) > 1 else ():
            part = Part.FIRST if clause == ids[0] else Part.LAST if clause == ids[-1] else Part.MIDDLE
            parts.setdefault(clause, {})[bracket] = part
    return parts


def find_frame(marked: list[Node], parts: Mapping[str, Part]) -> Frame:
    """Return the brackets of a clause. `parts` are those that stand round several clauses, as this one has them.

    What stands round all of a clause opens before its label.
    """
    last = len(marked) - 1
    stretches = _stretches(marked)
    spans = [_Span(*span) for span in stretches if span[2] not in parts]
    for bracket, part in parts.items():
        own = [span for span in stretches if span[2] == bracket]
        start, end = min(span[0] for span in own), max(span[1] for span in own)
        opens, closes = part is Part.FIRST, part is Part.LAST
        spans.append(_Span(start, end if closes else last, bracket, opens, closes))
    whole = [span for span in spans if span.opens and (span.start, span.end) == (0, last)]
    rest = [_Span(s.start, s.end, s.id, s.opens and s not in whole, s.closes) for s in spans]
    return Frame(tuple(span.id for span in whole), _place(len(marked), rest))


def _place(count: int, spans: list[_Span]) -> list[Edge]:
    opens: list[list[str]] = [[] for _ in range(count)]
    closes = [0] * count
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.opens:
            opens[span.start].append(span.id)
        closes[span.end] += span.closes
    return [Edge(tuple(ids), closing) for ids, closing in zip(opens, closes, strict=True)]


def _stretches(marked: list[Node]) -> list[tuple[int, int, str]]:
    """Return first leaf, last leaf and id of each stretch; words without the mark end it."""
    done: list[tuple[int, int, str]] = []
    running: dict[str, tuple[int, int]] = {}
    for at, leaf in enumerate(marked):
        ids = _brackets_of(leaf)
        if leaf["type"] == "text":
            done += [(*running.pop(bracket), bracket) for bracket in list(running) if bracket not in ids]
        for bracket in ids:
            running[bracket] = (running.get(bracket, (at, at))[0], at)
    return done + [(*span, bracket) for bracket, span in running.items()]


def _brackets_of(leaf: Node) -> list[str]:
    return [mark["attrs"]["id"] for mark in leaf.get("marks", ()) if mark["type"] == "bracket"]
