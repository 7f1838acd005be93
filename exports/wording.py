"""The words that paper adds to a text: captions, dates, numbers and list markers in the text's language."""

import datetime
from functools import cache
from importlib.resources import files

import msgspec

WRITTEN = ("en", "fr", "es", "ar")
"""Languages with captions of their own. A text in any other is set with English ones."""

_INDIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
ROMAN_LIMIT = 89
"""Beyond it a list counts on in digits: no clause of a real text has so many items."""


class Captions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sentences of one language, as in `captions/*.json`. Braces hold what is put in."""

    code: str
    languages: dict[str, str]
    own_name: str
    original: str
    draft: str
    draft_notice: str
    brackets_notice: str
    asked_by: str
    contents: str
    page: str
    kinds: dict[str, str]
    bracket_kinds: dict[str, str]
    statuses: dict[str, str]
    withdrawn: str
    no_text: str
    elsewhere: str
    proof: str
    hash: str
    months: list[str]
    first_of_month: str
    date: str
    moment: str
    comma: str
    semicolon: str
    indic_digits: bool
    letters: str
    markers: dict[str, str]

    def number(self, value: int | str) -> str:
        """Return a number in the digits of the language."""
        return str(value).translate(_INDIC_DIGITS) if self.indic_digits else str(value)

    def day(self, moment: str) -> str:
        """Return the day of an ISO 8601 moment in UTC, in words."""
        when = _parse(moment)
        day = self.first_of_month if when.day == 1 else str(when.day)
        month = self.months[when.month - 1]
        return self.date.format(day=self.number(day), month=month, year=self.number(when.year))

    def day_and_time(self, moment: str) -> str:
        """Return the day and the time in UTC of an ISO 8601 moment."""
        return self.moment.format(date=self.day(moment), time=self.number(f"{_parse(moment):%H:%M}"))

    def language(self, code: str) -> str:
        """Return the name of a language, or its code where none is known."""
        return self.languages.get(code, code)

    def marker(self, style: str, value: int) -> str:
        """Return what stands before the item `value` of a list of this style."""
        match style:
            case "lower-alpha" | "upper-alpha":
                counted = _count_in_letters(value, self.letters)
            case "lower-roman" | "upper-roman" if not self.indic_digits and 0 < value <= ROMAN_LIMIT:
                counted = _count_in_roman(value)
            case _:
                counted = self.number(value)
        return self.markers[style].format(counted.upper() if style.startswith("upper") else counted)

    def page_parts(self) -> tuple[str, str, str]:
        """Return what stands before, between and after the two numbers of "Page 1 of 31"."""
        before, rest = self.page.split("{page}")
        between, after = rest.split("{pages}")
        return before, between, after


@cache
def captions(language: str) -> Captions:
    """Return the captions of a language, or the English ones."""
    code = language.split("-")[0]
    name = code if code in WRITTEN else "en"
    data = files(__package__).joinpath("captions", f"{name}.json").read_bytes()
    return msgspec.json.decode(data, type=Captions)


def _parse(moment: str) -> datetime.datetime:
    when = datetime.datetime.fromisoformat(moment)
    return when if when.tzinfo is None else when.astimezone(datetime.UTC)


def _count_in_letters(value: int, letters: str) -> str:
    """Count a, b, ... z, aa, bb: the same letter again, as legal texts do."""
    if value < 1:
        return str(value)
    turns, index = divmod(value - 1, len(letters))
    return letters[index] * (turns + 1)


def _count_in_roman(value: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        times, value = divmod(value, worth)
        written += letters * times
    return written
