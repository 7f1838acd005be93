"""What reads the same in two texts, in order: texts as `server.crdt.chronicle` has them, a code point for a clock."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from os.path import commonprefix
from typing import Final

_FEW: Final = 250_000
"""Up to this product of lengths texts are compared letter by letter, above it word by word."""
_WORDS: Final = re.compile(r"[^\W\u3000-\u9fff]+|.", re.S)
"""Words; signs and Han one by one."""


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
    at = old.rfind(new)
    return [Block(0, at, len(new))] if at >= 0 else []


def find_same(new: str, old: str) -> list[Block]:
    """Return what two texts share: all of the shorter if the longer holds it, else the edges and what lies between."""
    if not new or not old:
        return []
    if whole := find_whole(new, old):
        return whole
    if (at := new.rfind(old)) >= 0:
        return [Block(at, 0, len(old))]
    head = len(commonprefix([new, old]))
    tail = len(commonprefix([new[head:][::-1], old[head:][::-1]]))
    new_end, old_end = len(new) - tail, len(old) - tail
    middle = _align(new[head:new_end], old[head:old_end])
    blocks = [
        Block(0, 0, head),
        *(Block(head + block.new, head + block.old, block.units) for block in middle),
        Block(new_end, old_end, tail),
    ]
    return [block for block in blocks if block.units]


def _align(new: str, old: str) -> list[Block]:
    by_letter = len(new) * len(old) <= _FEW
    words, old_words = (list(text) if by_letter else _WORDS.findall(text) for text in (new, old))
    starts, old_starts = (list(accumulate(map(len, found), initial=0)) for found in (words, old_words))
    matcher = SequenceMatcher(None, old_words, words, autojunk=not by_letter)
    return [
        Block(starts[match.b], old_starts[match.a], starts[match.b + match.size] - starts[match.b])
        for match in matcher.get_matching_blocks()
    ]
