"""Which nodes of a text another one keeps, so that it can be rewritten in place and what stays keeps its ids."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from server.domain.canonical import Node, walk
from server.domain.comparison import step_through
from server.domain.words import split_words

Pair = tuple[int | None, int | None]
"""A node and the one that takes its place; None where one goes, or comes."""

_SURVEYED = 400
"""Pairs of nodes up to which the likest are looked for; beyond, nodes are paired in their order."""

_FEW_STEPS = 40
"""Steps up to which a text is changed word by word, however short it is."""

_SAME_KIND = 0.1
"""How alike two nodes are that have nothing but their kind in common; those with all words in common are 1 more."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A node as it is compared with others: its kind, all that it holds, and its words."""

    kind: str
    whole: str
    words: Counter[str] = field(compare=False)

    def resembles(self, other: "Outline") -> float:
        """Return how alike two nodes are; 0 if one cannot be made of the other."""
        if self.kind != other.kind:
            return 0.0
        common, every = (self.words & other.words).total(), self.words.total() + other.words.total()
        return _SAME_KIND + (2 * common / every if every else 0.0)


def outline(node: Node) -> Outline:
    """Return the outline of a node in its normal form. A run of text is a node of the kind `text`."""
    words = Counter(
        word for part in walk(node) if "text" in part for word in split_words(part["text"]) if not word.isspace()
    )
    return Outline(node["type"], json.dumps(node, ensure_ascii=False, sort_keys=True), words)


def pair_nodes(old: Sequence[Outline], new: Sequence[Outline]) -> list[Pair]:
    """Return which node becomes which, in the order of both."""
    pairs: list[Pair] = []
    at = place = 0
    start, first = at, place
    for sign, count in [*step_through([o.whole for o in old], [n.whole for n in new], tidy=False), ("=", 0)]:
        if sign == "=":
            pairs += _pair_gap(old, new, range(start, at), range(first, place))
            pairs += [(at + step, place + step) for step in range(count)]
            at, place = at + count, place + count
            start, first = at, place
        elif sign == "-":
            at += count
        else:
            place += count
    return pairs


def trace_words(old: str, new: str) -> Iterator[tuple[str, slice, slice]]:
    """Yield the steps from one text to another (=, -, +), each with its characters in the one and in the other.

    Where it is written anew for the most part, single words do not stay among those that come.
    """
    words, wanted = split_words(old), split_words(new)
    word = other = at = place = 0
    steps = step_through(words, wanted, tidy=False)
    if len(steps) > max(_FEW_STEPS, (len(words) + len(wanted)) // 4):
        steps = step_through(words, wanted)
    for sign, count in steps:
        gone = words[word : word + count] if sign != "+" else []
        come = wanted[other : other + count] if sign != "-" else []
        there, here = slice(at, at + sum(map(len, gone))), slice(place, place + sum(map(len, come)))
        yield sign, there, here
        word, other, at, place = word + len(gone), other + len(come), there.stop, here.stop


def _pair_gap(old: Sequence[Outline], new: Sequence[Outline], gone: range, come: range) -> Iterator[Pair]:
    if len(gone) * len(come) <= _SURVEYED:
        yield from _pair_likest(old, new, gone, come)
        return
    for one, other in zip_longest(gone, come):
        if one is not None and other is not None and old[one].kind == new[other].kind:
            yield one, other
        else:
            yield from [(one, None)] if one is not None else []
            yield from [(None, other)] if other is not None else []


def _pair_likest(old: Sequence[Outline], new: Sequence[Outline], gone: range, come: range) -> list[Pair]:
    """Return the pairs with the most in common, in order: the longest common subsequence, weighed by likeness."""
    rows, columns = len(gone), len(come)
    likeness = [[old[one].resembles(new[other]) for other in come] for one in gone]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            paired = best[row + 1][column + 1] + likeness[row][column] if likeness[row][column] else 0.0
            best[row][column] = max(best[row + 1][column], best[row][column + 1], paired)
    pairs: list[Pair] = []
    row = column = 0
    while row < rows or column < columns:
        is_best = row < rows and column < columns and likeness[row][column] > 0
        if is_best and best[row][column] == best[row + 1][column + 1] + likeness[row][column]:
            pairs.append((gone[row], come[column]))
            row, column = row + 1, column + 1
        elif row < rows and (column == columns or best[row][column] == best[row + 1][column]):
            pairs.append((gone[row], None))
            row += 1
        else:
            pairs.append((None, come[column]))
            column += 1
    return pairs
