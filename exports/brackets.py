"""Where brackets are drawn. The mark in the text carries an id only; the glyphs are made here for page and paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]

_BLOCKS = frozenset({"paragraph", "ordered_list", "bullet_list", "list_item"})


@dataclass(frozen=True, slots=True)
class Edge:
    """The ids of the brackets that open before a leaf, outermost first, and how many close after it."""

    opens: tuple[str, ...]
    closes: int


def leaves(node: Node) -> Iterator[Node]:
    """Yield the inline leaves of a node in order. A footnote is one leaf: its words stand elsewhere."""
    for child in node.get("content", ()):
        if child["type"] in _BLOCKS:
            yield from leaves(child)
        else:
            yield child


def find_edges(marked: list[Node]) -> list[Edge]:
    """Return one edge for each leaf. A bracket goes on over paragraphs, and over leaves that carry no marks."""
    opens: list[list[str]] = [[] for _ in marked]
    closes = [0] * len(marked)
    for start, end, bracket in sorted(_spans(marked), key=lambda span: (span[0], -span[1])):
        opens[start].append(bracket)
        closes[end] += 1
    return [Edge(tuple(ids), count) for ids, count in zip(opens, closes, strict=True)]


def _spans(marked: list[Node]) -> list[tuple[int, int, str]]:
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
