"""The label that a new clause would have among its neighbours, as conferences number: 12, 12 bis, 12 ter, 13. Rule T-4.

The Latin suffixes are the same in every official language.
"""

import re
from collections.abc import Container
from itertools import chain

from server.domain.labels import SPACE
from server.domain.structure import LABEL_CHARACTERS

SUFFIXES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies")

_PARTS = re.compile(rf"(.*?)(?:[{SPACE}]({'|'.join(SUFFIXES)}))?([.:]?)")
_NUMBER = re.compile(r"(.*?)(\d{1,6})(\D{0,2})", re.DOTALL)
_LETTER = re.compile(r"(.*?)(?<![^\W\d_])([a-zA-Z])([\W_]{0,2})", re.DOTALL)
_ROMAN = re.compile(r"(.*?)(?<![^\W\d_])([ivx]{1,5})([\W_]{0,2})", re.DOTALL)
_ROMANS = tuple(
    tens + ones
    for tens in ("", "x", "xx")
    for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    if tens + ones
)


def propose_label(before: str, behind: str, taken: Container[str]) -> str:
    """Return a free label for a clause between two neighbours (empty: none there, or it has no label).

    Behind the last it is the next number or letter, else one with a suffix. Empty if no label fits: the first clause
    of a list, neighbours without labels, or no room between two.
    """
    parts = _PARTS.fullmatch(before)
    if not before or parts is None:
        return ""
    stem, suffix, stop = parts.groups(default="")
    first = SUFFIXES.index(suffix) + 1 if suffix else 0
    following = _follow(stem)
    if behind and _stem(behind) == stem:
        ahead = SUFFIXES[first : _number_suffix(behind)]
        offered = chain(f"{stem} {each}{stop}" for each in ahead)
    else:
        offered = chain(
            [following + stop] if following and following + stop != behind else [],
            (f"{stem} {each}{stop}" for each in SUFFIXES[first:]),
        )
    return next((label for label in offered if label not in taken and len(label) <= LABEL_CHARACTERS), "")


def _stem(label: str) -> str:
    parts = _PARTS.fullmatch(label)
    return parts[1] if parts else label


def _number_suffix(label: str) -> int:
    parts = _PARTS.fullmatch(label)
    return SUFFIXES.index(parts[2]) if parts and parts[2] else 0


def _follow(stem: str) -> str:
    """Return the next in a row of numbers, small Roman numerals or letters; empty if there is none."""
    if number := _NUMBER.fullmatch(stem):
        return f"{number[1]}{int(number[2]) + 1}{number[3]}"
    roman = _ROMAN.fullmatch(stem)
    if roman and roman[2] in _ROMANS[:-1]:
        return f"{roman[1]}{_ROMANS[_ROMANS.index(roman[2]) + 1]}{roman[3]}"
    letter = _LETTER.fullmatch(stem)
    if letter and letter[2] not in "zZ":
        return f"{letter[1]}{chr(ord(letter[2]) + 1)}{letter[3]}"
    return ""
