"""Labels as printed: numbers, letters, bullets, options and the names of divisions. Rules: IMPORT.md 9-13."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from server.domain.terms import ClauseKind


class Form(StrEnum):
    """How a label is made. Of two forms at one indentation the later one in `RANKS` is the inner one."""

    OPTION = "option"
    DECIMAL = "decimal"
    LETTER = "letter"
    ROMAN = "roman"
    BULLET = "bullet"


RANKS = {Form.OPTION: 0, Form.DECIMAL: 10, Form.LETTER: 20, Form.ROMAN: 21, Form.BULLET: 30}
DOTTED_RANK = 2
BARE_LETTER_RANK = 2

NOTE_OPENS, NOTE_CLOSES = "\ufdd0", "\ufdd1"
"""Two noncharacters of Unicode stand round a footnote's name where its mark stood."""

SPACE = " \u00a0\u202f"
"""A space, and those at which no line breaks, as typographers set them in `12 bis`."""
DIRECTION_MARKS = "\u061c\u200e\u200f"
"""Signs without a shape that say how a label runs; they may stand before it and are not part of it."""
SUFFIXES = "bis|ter|quater|quinquies|sexies|septies|octies|novies|decies|alt"
_NUMBER = rf"(?!0)\d{{1,3}}(?:\.\d{{1,3}})*(?:[.{SPACE}]?(?:{SUFFIXES})\d?)?"
_THEN = rf"(?=[\s\[{NOTE_OPENS}]|$)"
_DECIMALS = (
    re.compile(rf"(\d{{1,3}}\)|\(\d{{1,3}}\)){_THEN}"),
    re.compile(rf"(\[{_NUMBER}\]|{_NUMBER})[.:]?{_THEN}"),
)
_LETTERS = (
    re.compile(rf"(\(([^\W\d_])\2?\)(?:[{SPACE}]?(?:{SUFFIXES}))?)\.?{_THEN}"),
    re.compile(rf"(([^\W\d_])\2?\)){_THEN}"),
    re.compile(r"([a-z\u0621-\u064a])\.(?=\s|$)"),
    re.compile(r"([\u0621-\u064a]) ?[-\u2013](?=\s)"),
)
_ROMAN = re.compile(rf"(\([ivx]{{1,6}}\)|[ivx]{{1,6}}\)|[ivx]{{1,6}}(?=\.))\.?{_THEN}")
_BULLET = {True: re.compile(r"[-+*\u2022](?=\s)"), False: re.compile(r"[-+*\u2022\u00b7\u2013\u2014](?=\s)")}
_OPTION_WORD = rf"(?:Option|OPTION|Opción|الخيار)[{SPACE}]?(?:\d{{1,2}}(?:bis|ter)?|[IVX]{{1,5}}|[A-Z]|\([a-z]\))"
_OPTION = re.compile(rf"({_OPTION_WORD})[{SPACE}]?:\s*")
_BOLD_OPTION = re.compile(rf"(\*{{2,3}})({_OPTION_WORD})(?!\w)([^*]*)\1[{SPACE}]?:?\s*")
_BRACKETED_BOLD = re.compile(
    rf"(\*{{2,3}})(\[+)\s*({_OPTION_WORD})(?!\w|[\s:*_\\]*\])([^*\[\]]*)\1(?![\w*\\])[{SPACE}]?:?\s*"
)
_BRACKETED_OPTION = re.compile(rf"(\*{{0,3}}\[+)\s*({_OPTION_WORD})(?!\w|\*+[\w\\]|[\s:*_\\]*\])[{SPACE}]?:?\s*")
_CLOSED_OPTION = re.compile(rf"\*{{0,3}}\[\s*{_OPTION_WORD}\s*\]")
_BRACKETS = re.compile(r"((?:\[\s*)+)(?=\S)")
_CLOSED = re.compile(r"[\s*_\\]*\]")
_STOPPED = re.compile(rf"(?:[.:)]|(?:{SUFFIXES})\d?)\s*$")
_BOLD_LABEL = re.compile(r"(\*{2,3})([^*\s]{1,15})\1(?=\s)")

_DIVISIONS = (
    (ClauseKind.PART, "Part|Partie|Parte|Title|Titre|Título|الباب|الجزء"),
    (ClauseKind.CHAPTER, "Chapter|Chapitre|Capítulo|Section|Sección|الفصل|القسم"),
    (
        ClauseKind.HEADING,
        "Article|Artículo|Artigo|Annex|Annexe|Anexo|Appendix|Principle|المادة|المرفق|المبدأ",
    ),
)
_ORDINAL = rf"(?:{_NUMBER}|[IVXLC]{{1,7}}|[A-Z]|premier|première|único|unique)(?!\w)"
_SEPARATOR = rf"[{SPACE}]?[.:)\u2013\u2014-]?(?!\*+\w)(?=\s|$|\*|\[)\s*"
_DIVISION = tuple(
    (kind, re.compile(rf"(\[?(?:{words})[{SPACE}]{_ORDINAL}\]?){_SEPARATOR}", re.IGNORECASE))
    for kind, words in _DIVISIONS
)
_ENUMERATED = re.compile(rf"({_NUMBER}|[IVXLC]{{1,7}}|[A-Z])[.)](?:\s+|$)|({_NUMBER})(?=\s+\S)\s+")
_ROMAN_VALUES = (
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "vi",
    "vii",
    "viii",
    "ix",
    "x",
    "xi",
    "xii",
    "xiii",
    "xiv",
    "xv",
)


@dataclass(frozen=True, slots=True)
class Marker:
    """What opens a line: its label (empty for a bullet), form and rank, its width and what follows."""

    label: str
    form: Form
    rank: int
    width: int
    rest: str


def read_marker(text: str, *, markdown: bool) -> Marker | None:
    """Return the label that opens `text`, or None when the line is only words."""
    printed = text.lstrip(DIRECTION_MARKS)
    marker = _read_printed(printed, markdown=markdown)
    if marker is None or printed == text or not marker.width:
        return marker
    return replace(marker, width=marker.width + len(text) - len(printed))


def _read_printed(text: str, *, markdown: bool) -> Marker | None:
    if option := _read_option(text, markdown=markdown):
        return option
    bold = _BOLD_LABEL.match(text) if markdown else None
    if bold and (inner := _read_enumeration(bold[2] + text[bold.end() :])):
        return replace(inner, width=len(text) - len(inner.rest))
    if bullet := _BULLET[markdown].match(text):
        return _marker("", Form.BULLET, RANKS[Form.BULLET], text, bullet.end())
    return _read_enumeration(text) or _read_bracketed(text)


def _read_option(text: str, *, markdown: bool) -> Marker | None:
    if markdown and (bold := _BOLD_OPTION.match(text)):
        within = bold[3].strip().removeprefix(":").strip()
        rest = f"{within} {text[bold.end() :]}" if within else text[bold.end() :]
        return Marker(bold[2], Form.OPTION, _option_rank(bold[2]), bold.start(2), rest.strip())
    if plain := _OPTION.match(text):
        return _marker(plain[1], Form.OPTION, _option_rank(plain[1]), text, plain.end())
    return _read_bracketed_option(text, markdown=markdown)


def _read_bracketed_option(text: str, *, markdown: bool) -> Marker | None:
    """Read `**[Option 2**`: the label as printed, the brackets before it at the head of the words (IMPORT 12)."""
    if markdown and (bold := _BRACKETED_BOLD.match(text)):
        parts = (bold[4].strip().removeprefix(":").strip(), text[bold.end() :])
        rest = bold[2] + " ".join(part for part in parts if part)
        return Marker(bold[3], Form.OPTION, _option_rank(bold[3]), bold.start(3), rest)
    if (plain := _BRACKETED_OPTION.match(text)) and (markdown or plain[1][0] == "["):
        return Marker(plain[2], Form.OPTION, _option_rank(plain[2]), plain.start(2), plain[1] + text[plain.end() :])
    if (brackets := _BRACKETS.match(text)) and (option := _read_option(text[brackets.end() :], markdown=markdown)):
        if _CLOSED.match(option.rest):
            return None
        return replace(option, width=len(text) - len(option.rest), rest=brackets[1] + option.rest)
    return Marker("", Form.OPTION, 0, 0, text) if _CLOSED_OPTION.match(text) else None


def _read_bracketed(text: str) -> Marker | None:
    """Read `[3bis. Words]`: a label behind opening brackets needs its stop, or `[1.5] per cent` would be one."""
    brackets = _BRACKETS.match(text)
    inner = _read_enumeration(text[brackets.end() :]) if brackets else None
    if (
        brackets is None
        or inner is None
        or _CLOSED.match(inner.rest)
        or not _STOPPED.search(text[: len(text) - len(inner.rest)])
    ):
        return None
    return replace(inner, width=len(text) - len(inner.rest), rest=brackets[1] + inner.rest)


def _option_rank(label: str) -> int:
    """`Option (a)` stands within `Option 1`."""
    return RANKS[Form.OPTION] + label.endswith(")")


def _read_enumeration(text: str) -> Marker | None:
    if roman := _ROMAN.match(text):
        return _marker(roman[1], Form.ROMAN, _letter_rank(Form.ROMAN, roman[1]), text, roman.end())
    for pattern in _DECIMALS:
        if (number := pattern.match(text)) and _is_number(number[0]):
            rank = RANKS[Form.DECIMAL] + DOTTED_RANK * len(re.findall(r"\.\d", number[1])) + number[1].startswith("(")
            return _marker(number[1], Form.DECIMAL, rank, text, number.end())
    for pattern in _LETTERS:
        if letter := pattern.match(text):
            return _marker(letter[1], Form.LETTER, _letter_rank(Form.LETTER, letter[1]), text, letter.end())
    return None


def _is_number(printed: str) -> bool:
    """A bare number is no label (`53 States`): a dot, a bracket, a suffix or a second number makes one."""
    return not printed.rstrip(":").isdecimal() and (printed[0] != "[" or printed[-1] == ".")


def _letter_rank(form: Form, label: str) -> int:
    return RANKS[form] + (0 if ")" in label else BARE_LETTER_RANK)


def _marker(label: str, form: Form, rank: int, text: str, end: int) -> Marker:
    rest = text[end:].lstrip(" \t")
    return Marker(label, form, rank, len(text) - len(rest), rest)


def as_letter(marker: Marker) -> Marker:
    """Read `(i)` as the letter after (h)."""
    return replace(marker, form=Form.LETTER, rank=_letter_rank(Form.LETTER, marker.label))


def opens_list(marker: Marker) -> bool:
    """Whether the label is the first of its kind: `1.`, `(a)`, `i)`, `3.1`."""
    return _core(marker.label).split(".")[-1] in {"1", "a", "i", "أ", "ا", "١"}


def follows(earlier: str, label: str) -> bool:
    """Whether `label` is the next after `earlier`: 3 after 2, (c) after (b), 3bis after 3."""
    before, now = _core(earlier), _core(label)
    if re.search(rf"(?:{SUFFIXES})\d?$", now):
        return _stem(before) == _stem(now)
    before = _stem(before)
    if now.split(".")[-1].isdecimal() and before.split(".")[-1].isdecimal():
        *outer, last = before.split(".")
        *outer_now, last_now = now.split(".")
        return outer == outer_now and int(last_now) == int(last) + 1
    if before in _ROMAN_VALUES and now in _ROMAN_VALUES:
        return _ROMAN_VALUES.index(now) == _ROMAN_VALUES.index(before) + 1 or _next_letter(before, now)
    return _next_letter(before, now)


def _next_letter(before: str, now: str) -> bool:
    """Arabic lists run by either of two orders of the letters, so there any letter follows another."""
    if len(before) != 1 or len(now) != 1:
        return False
    return ord(now) == ord(before) + 1 or bool(re.fullmatch("[\u0621-\u064a]{2}", before + now))


def _core(label: str) -> str:
    return re.sub(r"[()\[\]]", "", label).strip().lower()


def _stem(core: str) -> str:
    return re.sub(rf"[.{SPACE}]?(?:{SUFFIXES})\d?$", "", core)


def read_division(text: str) -> tuple[ClauseKind, str, str] | None:
    """Split `Article 12 bis - Title` into kind, label and rest; None when no division's name opens it.

    A bracket that opens in the label and closes behind it is no part of the label: `[Article 5 Loss and damage]`.
    """
    text = text.lstrip(DIRECTION_MARKS)
    for kind, pattern in _DIVISION:
        if match := pattern.match(text):
            label, rest = match[1], text[match.end() :]
            if label.count("[") == label.count("]"):
                return kind, label, rest
            return kind, label.strip("[]"), f"[{rest}" if label[0] == "[" else text[match.end(1) - 1 :]
    return None


def read_heading_number(text: str) -> tuple[str, str]:
    """Split `II. Title` or `3.2 Title` into its label and the rest; the label is empty when there is none."""
    printed = text.lstrip(DIRECTION_MARKS)
    if match := _ENUMERATED.match(printed):
        return match[1] or match[2], printed[match.end() :]
    return "", text
