"""Which characters of a paragraph run against its direction.

These are the parts of the Unicode Bidirectional Algorithm (UAX #9) that decide it on one level: W2, W7, N0, N1
and N2. WeasyPrint resolves directions inside one inline box only: a run that is cut by a mark (bold, a bracket, a
link) would be set in the wrong order, so the writer isolates each run first and puts the marks inside it.
"""

import re
import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl"]

SET_APART = "\ufffc"
"""Stands for what has a direction of its own, such as a footnote: neutral to its neighbours."""

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_RIGHT_LETTERS = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
_NUMBER = re.compile(r"\d+(?:[.,:/\u066b\u066c]\d+)+|\d+")
_STRONG = {"L": "L", "R": "R", "AL": "R", "AN": "R"}
_CLOSERS = {")": "(", "]": "[", "}": "{"}


def direction(language: str) -> Direction:
    """Return the direction in which a language is written, told by its primary subtag."""
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def first_strong(text: str, otherwise: Direction) -> Direction:
    """Return the direction of the first letter that has one (UAX #9, P2 and P3)."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return otherwise


def opposite_runs(text: str, base: Direction, cuts: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
    """Return the stretches `start <= i < end` of `text` that are to be isolated, in order.

    These are the runs against `base`, and in right-to-left text also the numbers that a mark cuts in two; `cuts`
    are the places where marks begin or end.
    """
    if base == "ltr" and not _RIGHT_LETTERS.search(text):
        return []
    own, other = ("L", "R") if base == "ltr" else ("R", "L")
    kinds = _resolve_numbers(text, own)
    _resolve_brackets(text, kinds, own, other)
    runs = _stretches(kinds, own, other)
    return sorted(runs + _cut_numbers(text, runs, cuts)) if base == "rtl" else runs


def _resolve_numbers(text: str, own: str) -> list[str]:
    """W2, W7: a European number takes the side of the last strong character before it."""
    kinds, last = [], own
    for character in text:
        side = unicodedata.bidirectional(character)
        kind = last if side == "EN" else _STRONG.get(side, "")
        last = kind or last
        kinds.append(kind)
    return kinds


def _resolve_brackets(text: str, kinds: list[str], own: str, other: str) -> None:
    """N0: both brackets of a pair take the side of what they hold, or of what stands before them."""
    for start, end in _pairs(text):
        inside = set(kinds[start + 1 : end])
        if own in inside:
            kinds[start] = kinds[end] = own
        elif other in inside:
            before = next((kind for kind in reversed(kinds[:start]) if kind), own)
            kinds[start] = kinds[end] = before


def _pairs(text: str) -> list[tuple[int, int]]:
    opened: list[tuple[str, int]] = []
    pairs = []
    for index, character in enumerate(text):
        if character in "([{":
            opened.append((character, index))
        elif character in _CLOSERS:
            at = next((i for i in reversed(range(len(opened))) if opened[i][0] == _CLOSERS[character]), None)
            if at is not None:
                pairs.append((opened[at][1], index))
                del opened[at:]
    return sorted(pairs)


def _stretches(kinds: list[str], own: str, other: str) -> list[tuple[int, int]]:
    """N1, N2: what is neutral belongs to a run only between two characters of that run."""
    runs: list[tuple[int, int]] = []
    start, end = -1, -1
    for index, kind in enumerate([*kinds, own]):
        if kind == other:
            start, end = (index if start < 0 else start), index + 1
        elif kind == own and start >= 0:
            runs.append((start, end))
            start = -1
    return runs


def _cut_numbers(text: str, runs: list[tuple[int, int]], cuts: frozenset[int]) -> list[tuple[int, int]]:
    numbers = [match.span() for match in _NUMBER.finditer(text)]
    return [
        (start, end)
        for start, end in numbers
        if any(start < cut < end for cut in cuts) and not any(a < end and start < b for a, b in runs)
    ]
