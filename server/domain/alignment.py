"""Two outlines of one text laid side by side: which clause of one language is which of the other. IMPORT.md 43-47."""

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from server.domain.labels import SPACE, read_division
from server.domain.terms import HEADING_KINDS, ClauseKind

By = Literal["label", "order", "length"]
Key = tuple[str, str]
Children = dict[int | None, list[int]]

_ABJAD = dict(zip("أبجدهوزحطيكلمنسعفصقرشت", "abcdefghijklmnopqrstuv", strict=True)) | {"ا": "a"}
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_FIRST = frozenset({"premier", "première", "primero", "primera", "único", "unique"})
_OPTION = re.compile(rf"(?:option|opción|الخيار)[{SPACE}]?(.+)", re.IGNORECASE)

BAND = 60
"""Clauses by which two outlines may be shifted against each other where only lengths tell."""
MISSING, MERGED = 450.0, 230.0
"""What it costs to leave a clause alone, or to join two, as Gale and Church (1993) weigh it."""
VARIANCE = 6.8
LEAST_LIKELY = 1e-12


@dataclass(frozen=True, slots=True)
class Entry:
    """A clause in an outline; `parent` is the index of an earlier one, `size` the characters of its own words."""

    label: str
    kind: ClauseKind
    parent: int | None
    size: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause that stands, and the one or two of the source whose words are its own, by their indices."""

    standing: int
    found: tuple[int, ...]
    by: By


def align(standing: Sequence[Entry], found: Sequence[Entry]) -> list[Pair]:
    """Return which clauses are the same, in the order of those that stand. What is in no pair did not align."""
    outlines = _Outlines(standing, found)
    outlines.pair(*(below.get(None, []) for below in outlines.below))
    return sorted(outlines.pairs, key=lambda pair: pair.standing)


def key_of(entry: Entry) -> Key | None:
    """Return what a label is called in all languages: `Article premier`, `المادة 1` and `Article 1` have one key."""
    label = entry.label.translate(_DIGITS)
    if not label:
        return None
    if option := _OPTION.fullmatch(label):
        return "option", _core(option[1])
    if division := read_division(label):
        return division[0].value, _core(re.split(f"[{SPACE}]", label.strip("[]"), maxsplit=1)[1])
    return "heading" if entry.kind in HEADING_KINDS else "", _core(label)


def _core(printed: str) -> str:
    core = re.sub(r"[()\[\]\s.:\u00a0-]", "", printed).lower()
    return "1" if core in _FIRST else _ABJAD.get(core, core)


def _children(outline: Sequence[Entry]) -> Children:
    below: Children = defaultdict(list)
    for index, entry in enumerate(outline):
        below[entry.parent].append(index)
    return below


@dataclass(slots=True)
class _Outlines:
    standing: Sequence[Entry]
    found: Sequence[Entry]
    pairs: list[Pair] = field(default_factory=list)
    below: tuple[Children, Children] = field(init=False)

    def __post_init__(self) -> None:
        self.below = (_children(self.standing), _children(self.found))

    def pair(self, ours: Sequence[int], theirs: Sequence[int]) -> None:
        """Pair brothers and sisters, then what is below each pair: labels first, then order, then lengths."""
        level: list[Pair] = []
        a = b = 0
        for i, j in [*_anchors(self._keys(ours, self.standing), self._keys(theirs, self.found)), (-1, -1)]:
            end_a, end_b = (i, j) if i >= 0 else (len(ours), len(theirs))
            level += self._fill(ours[a:end_a], theirs[b:end_b])
            if i >= 0:
                level.append(Pair(ours[i], (theirs[j],), "label"))
                a, b = i + 1, j + 1
        self.pairs += level
        for pair in level:
            found = [child for parent in pair.found for child in self.below[1].get(parent, [])]
            self.pair(self.below[0].get(pair.standing, []), found)

    def _keys(self, indices: Sequence[int], outline: Sequence[Entry]) -> list[Key | None]:
        return [key_of(outline[index]) for index in indices]

    def _fill(self, ours: Sequence[int], theirs: Sequence[int]) -> Iterator[Pair]:
        """Pair what stands between two clauses that their labels have paired."""
        alike = len(ours) == len(theirs) and all(map(self._fit, ours, theirs))
        if alike:
            yield from (Pair(i, (j,), "order") for i, j in zip(ours, theirs, strict=True))
            return
        for some, others in _walk_by_length(self, ours, theirs):
            if some and others:
                yield Pair(some[0], tuple(others), "length")

    def _fit(self, i: int, j: int) -> bool:
        one, other = self.standing[i], self.found[j]
        return (one.kind in HEADING_KINDS) == (other.kind in HEADING_KINDS) and key_of(one) == key_of(other)

    def cost(self, ours: Sequence[int], theirs: Sequence[int], ratio: float) -> float:
        """Return how unlikely it is that these words say the same; infinite where labels say otherwise."""
        if not ours or not theirs:
            return MISSING
        if not all(self._fit(i, j) for i in ours for j in theirs):
            return math.inf
        merged = len(theirs) > 1
        if merged and (self.standing[ours[0]].label or self.standing[ours[0]].kind in HEADING_KINDS):
            return math.inf
        expected = self.standing[ours[0]].size * ratio
        size = sum(self.found[j].size for j in theirs)
        deviation = abs(size - expected) / math.sqrt(VARIANCE * (expected + size) / 2 + 1)
        likelihood = max(math.erfc(deviation / math.sqrt(2)), LEAST_LIKELY)
        return -100 * math.log(likelihood) + (MERGED if merged else 0.0)

    def ratio(self, ours: Sequence[int], theirs: Sequence[int]) -> float:
        mine, their = (sum(o[i].size for i in side) for o, side in ((self.standing, ours), (self.found, theirs)))
        return their / mine if mine and their else 1.0


def _walk_by_length(
    outlines: _Outlines, ours: Sequence[int], theirs: Sequence[int]
) -> list[tuple[Sequence[int], Sequence[int]]]:
    """Return the likeliest way through both sides: one or two of the source for one that stands, or one for none.

    Two that stand never share one of the source: the second would seem to have no words and not say why.
    """
    ratio = outlines.ratio(ours, theirs)
    band = BAND + abs(len(ours) - len(theirs))
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(ours) + 1):
        for j in range(max(0, i - band), min(len(theirs), i + band) + 1):
            for di, dj in ((1, 1), (1, 0), (0, 1), (1, 2)):
                before = best.get((i - di, j - dj))
                if before is None:
                    continue
                total = before[0] + outlines.cost(ours[i - di : i], theirs[j - dj : j], ratio)
                if total < math.inf and total < best.get((i, j), (math.inf,))[0]:
                    best[i, j] = (total, (di, dj))
    steps: list[tuple[Sequence[int], Sequence[int]]] = []
    i, j = len(ours), len(theirs)
    while i or j:
        di, dj = best[i, j][1]
        steps.append((ours[i - di : i], theirs[j - dj : j]))
        i, j = i - di, j - dj
    return steps[::-1]


def _anchors(ours: Sequence[Key | None], theirs: Sequence[Key | None]) -> list[tuple[int, int]]:
    """Return the places of labels that stand once on either side, as many as keep one order (patience)."""
    once, there = Counter(ours), Counter(theirs)
    place = {key: j for j, key in enumerate(theirs) if key and there[key] == 1}
    both = [(i, place[key]) for i, key in enumerate(ours) if key and key in place and once[key] == 1]
    tops: list[int] = []
    piles: list[int] = []
    back: list[int] = []
    for at, (_, j) in enumerate(both):
        pile = bisect_left(tops, j)
        back.append(piles[pile - 1] if pile else -1)
        tops[pile:] = [j, *tops[pile + 1 :]]
        piles[pile:] = [at, *piles[pile + 1 :]]
    chain: list[tuple[int, int]] = []
    at = piles[-1] if piles else -1
    while at >= 0:
        chain.append(both[at])
        at = back[at]
    return chain[::-1]
