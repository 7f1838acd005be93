"""Where brackets are drawn. The mark in the text carries an id only; the glyphs are made here for page and paper."""

from collections.abc import Iterator, Mapping
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
    """The brackets of one clause: those that open before its label, those at its leaves, how many close behind it."""

    opens: tuple[str, ...]
    edges: list[Edge]
    closes: int


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


def find_frame(marked: list[Node], parts: Mapping[str, Part]) -> Frame:
    """Return the brackets of a clause. `parts` are those that stand round several clauses, as this one has them.

    What stands round all of a clause opens before its label. Where the record has a bracket end in a clause in which no
    words carry it, it holds this clause whole.
    """
    last = len(marked) - 1
    spans = [_Span(*span) for span in _stretches(marked) if span[2] not in parts]
    before, after = [], 0
    for bracket, part in parts.items():
        own = [span for span in _stretches(marked) if span[2] == bracket]
        if own:
            start, end = min(span[0] for span in own), max(span[1] for span in own)
            opens, closes = part is Part.FIRST, part is Part.LAST
            spans.append(_Span(start, end if closes else last, bracket, opens, closes))
        elif part is Part.FIRST:
            before.append(bracket)
        elif part is Part.LAST:
            after += 1
    whole = [span for span in spans if span.opens and (span.start, span.end) == (0, last)]
    rest = [_Span(s.start, s.end, s.id, s.opens and s not in whole, s.closes) for s in spans]
    return Frame((*before, *(span.id for span in whole)), _place(len(marked), rest), after)


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
        ids = [mark["attrs"]["id"] for mark in leaf.get("marks", ()) if mark["type"] == "bracket"]
        if leaf["type"] == "text":
            done += [(*running.pop(bracket), bracket) for bracket in list(running) if bracket not in ids]
        for bracket in ids:
            running[bracket] = (running.get(bracket, (at, at))[0], at)
    return done + [(*span, bracket) for bracket, span in running.items()]
