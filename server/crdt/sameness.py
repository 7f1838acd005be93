"""What reads the same in two texts, in order: texts as `server.crdt.chronicle` has them, a code point for a clock."""

import re
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate
from os.path import commonprefix
from typing import Final

from server.crdt.effort import Purse

_FEW: Final = 250_000
"""Up to this product of lengths texts are compared letter by letter, above it word by word."""
_WORDS: Final = re.compile(r"[^\W\u3000-\u9fff]+|.", re.S)
"""Words; signs and Han one by one."""
_ALIGNING: Final = 100_000
"""Steps that may be made to align two texts; what they share is then told as far as it was found."""


@dataclass(frozen=True, slots=True)
class Block:
    """Offsets of the same text in a new and in an old one, and its length in units."""

    new: int
    old: int
    units: int

    def is_at_edge(self, new: int, old: int) -> bool:
        """True if both texts, of these lengths, begin or end with it."""
        starts = self.new == self.old == 0
        return starts or (self.new + self.units, self.old + self.units) == (new, old)


def find_whole(new: str, old: str) -> list[Block]:
    """Return where the old text holds all of the new one, the last time if it does so more than once."""
    at = _last_place(new, old)
    return [Block(0, at, len(new))] if at >= 0 else []


def find_turned(new: str, old: str) -> list[Block]:
    """Return how the new text is the old one, whole, though perhaps with its beginning put behind its end.

    An editor that compares letters may take "fund a " for what was deleted, or came, where it was "a fund ".
    """
    at = (old + old).find(new) if len(new) == len(old) else -1
    if at <= 0:
        return [Block(0, 0, len(new))] if at == 0 else []
    return [Block(0, at, len(old) - at), Block(len(old) - at, 0, at)]


def find_same(new: str, old: str, purse: Purse) -> list[Block]:
    """Return what two texts share: all of the shorter if the longer holds it, else the edges and what lies between.

    The edges alone once the purse is empty.
    """
    if not new or not old:
        return []
    if whole := find_whole(new, old):
        return whole
    if (at := _last_place(old, new)) >= 0:
        return [Block(at, 0, len(old))]
    head = len(commonprefix([new, old]))
    tail = len(commonprefix([new[head:][::-1], old[head:][::-1]]))
    new_end, old_end = len(new) - tail, len(old) - tail
    middle = _align(new[head:new_end], old[head:old_end], purse.part(_ALIGNING))
    blocks = [
        Block(0, 0, head),
        *(Block(head + block.new, head + block.old, block.units) for block in middle),
        Block(new_end, old_end, tail),
    ]
    return [block for block in blocks if block.units]


def _last_place(part: str, text: str) -> int:
    """Return where a text holds another one for the last time, or -1. Unlike `rfind`, in linear time."""
    if len(part) > len(text):
        return -1
    at = text[::-1].find(part[::-1])
    return len(text) - len(part) - at if at >= 0 else -1


class _Matcher(SequenceMatcher[str]):
    """Pays for each search of the longest match, and finds none when it cannot."""

    a: list[str]
    b: list[str]
    b2j: dict[str, list[int]]

    def __init__(self, old: list[str], new: list[str], purse: Purse, *, autojunk: bool) -> None:
        super().__init__(None, old, new, autojunk)
        self._purse = purse

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        ahi, bhi = len(self.a) if ahi is None else ahi, len(self.b) if bhi is None else bhi
        steps = sum(len(self.b2j.get(self.a[at], ())) + 1 for at in range(alo, ahi))
        return super().find_longest_match(alo, ahi, blo, bhi) if self._purse.pay(steps) else Match(alo, blo, 0)


def _align(new: str, old: str, purse: Purse) -> list[Block]:
    if not purse.pay(len(new) + len(old)):
        return []
    by_letter = len(new) * len(old) <= _FEW
    words, old_words = (list(text) if by_letter else _WORDS.findall(text) for text in (new, old))
    starts, old_starts = (list(accumulate(map(len, found), initial=0)) for found in (words, old_words))
    matcher = _Matcher(old_words, words, purse, autojunk=not by_letter)
    return [
        Block(starts[match.b], old_starts[match.a], starts[match.b + match.size] - starts[match.b])
        for match in matcher.get_matching_blocks()
    ]
