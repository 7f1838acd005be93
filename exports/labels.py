"""Labels as each language prints them: `12 bis` is `١٢ مكررا` in Arabic. Pages print them by the same data."""

import re
from collections.abc import Callable

from exports.wording import captions
from schema import labels

_DATA = labels()
_SUFFIX = re.compile(rf"(.*[\d)]|.*?(?=\s))(\s*)({'|'.join(_DATA['suffixes'])})", re.DOTALL)
_WORD = re.compile(rf"({'|'.join(_DATA['words'])})\b")
_LETTER = re.compile(r"\(([a-j])\)")


def print_label(label: str, language: str) -> str:
    """Return a label as a language prints it; what the language has no form for stays as the record spells it."""
    words = captions(language)
    parts = _SUFFIX.fullmatch(label)
    number, gap, suffix = parts.groups() if parts else (label, "", "")
    number = _WORD.sub(lambda found: _translate("words", found[0], words.code), number)
    if words.indic_digits:
        number, gap = _count_in_arabic(number, words.number), " "
    return f"{number}{gap}{_translate('suffixes', suffix, words.code)}" if parts else number


def _translate(kind: str, word: str, language: str) -> str:
    return str(_DATA[kind][word].get(language, word))


def _count_in_arabic(number: str, digits: Callable[[str], str]) -> str:
    """Return a number as the United Nations' Arabic documents rank: by ordinals, and by the old order of letters."""
    arabic = _DATA["arabic"]
    if number in arabic["romans"]:
        return str(arabic["sections"][arabic["romans"].index(number)])
    if re.fullmatch("[A-J]", number):
        return str(arabic["chapters"][ord(number) - ord("A")])
    return _LETTER.sub(lambda found: f"({arabic['letters'][ord(found[1]) - ord('a')]})", digits(number))
