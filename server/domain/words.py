"""Text cut into what its readers tell apart: words of all working languages, and the signs within them."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby


def find_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words, blanks and signs that a comparison tells apart, in order; together they are the text."""
    return _words().finditer(text)


def split_words(text: str) -> list[str]:
    """Return the words, blanks and signs that a comparison tells apart; together they are the text."""
    return _words().findall(text)


def split_signs(text: str) -> list[str]:
    """Return the characters as a reader counts them, with all that combines with each; together they are the text."""
    return _signs().findall(text)


@cache
def _words() -> re.Pattern[str]:
    """Han by the character, numbers whole, blanks one by one, the rest by the word.

    No match ends inside a combining sequence, an emoji sequence or a flag (UAX 29).
    """
    joined = _joined()
    han = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
    letters = rf"(?:[^\W_{han}]{joined})+"
    kinds = (
        rf"[{han}]{joined}",
        rf"[\U0001f1e6-\U0001f1ff]{{2}}{joined}",
        rf"\d+(?:[./,\u066b\u066c]\d+)*(?:/[A-Z0-9]+(?:\.[A-Z0-9]+)*)*{joined}",
        rf"{letters}(?:[’'\-]{letters})*",
        rf"[^\S\n]{joined}",
        rf".{joined}(?:(?<=\u200d).{joined})*",
    )
    return re.compile("|".join(kinds), re.S)


@cache
def _signs() -> re.Pattern[str]:
    joined = _joined()
    return re.compile(rf"[\U0001f1e6-\U0001f1ff]{{2}}{joined}|.{joined}(?:(?<=\u200d).{joined})*", re.S)


@cache
def _joined() -> str:
    """What combines with the character before it, as a part of a pattern."""
    return f"[{_marks()}\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e01ef]*"


def _marks() -> str:
    """Return all combining characters below the supplementary planes' ideographs, as ranges of a class."""
    codes = [code for code in range(0x300, 0x20000) if unicodedata.category(chr(code)).startswith("M")]
    rows = ([code for _, code in row] for _, row in groupby(enumerate(codes), lambda pair: pair[1] - pair[0]))
    return "".join(f"{chr(row[0])}-{chr(row[-1])}" for row in rows)
