"""Dates as exact as they are known: a year, a month or a day (ISO 8601), said in a language."""

from datetime import date

from babel.dates import format_date, format_skeleton

from server.domain.errors import Unusable

END_OF_TIME_MS = 253_402_300_800_000
"""The year 10000: later times are mistakes, such as nanoseconds."""

_SKELETONS = {4: "y", 7: "yMMMM", 10: "yMMMMd"}
_LOCALES = {"en": "en_GB"}
"""The United Nations write English dates the British way: 17 December 2004."""
_MONTHS_OF_ARABIC = ("ar_JO", "ar_EG")
"""Arabic documents give both names of a month, that of the east and that of the west, and write their own digits."""
_INDIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def check_moment(time_ms: int | None) -> None:
    """Refuse a Unix time in ms that no clock here will show (422 `time_unusable`); None is no time."""
    if time_ms is not None and not 0 < time_ms < END_OF_TIME_MS:
        raise Unusable("time_unusable", time=time_ms)


def _parse(text: str) -> date:
    return date.fromisoformat((text + "-01-01")[:10])


def say_date(text: str, language: str) -> str:
    """Return a date in words, no more exact than it is known: `2004-03` is "March 2004".

    Raises:
        ValueError: the text is no ISO 8601 year, month or day.
    """
    skeleton = _SKELETONS.get(len(text))
    if skeleton is None:
        raise ValueError(f"{text!r} is no year, month or day")
    day = _parse(text)
    if language == "ar":
        return _say_in_arabic(day, skeleton)
    locale = _LOCALES.get(language, language)
    if skeleton == "yMMMMd":
        return str(format_date(day, "long", locale=locale))
    return str(format_skeleton(skeleton, day, locale=locale))


def _say_in_arabic(day: date, skeleton: str) -> str:
    names = (str(format_date(day, "MMMM", locale=locale)) for locale in _MONTHS_OF_ARABIC)
    parts = {"y": [f"{day.year}"], "yMMMM": ["/".join(dict.fromkeys(names)), f"{day.year}"]}
    said = parts.get(skeleton) or [f"{day.day}", *parts["yMMMM"]]
    return " ".join(said).translate(_INDIC_DIGITS)


def say_interval(since: str | None, until: str | None, language: str) -> str:
    """Return the time from one date to another in words; one of them, or neither, may be known."""
    if since is None or until is None or since == until:
        known = since or until
        return say_date(known, language) if known else ""
    if len(since) == len(until) == 10 and since[:7] == until[:7]:
        first = str(_parse(since).day)
        return f"{first.translate(_INDIC_DIGITS) if language == 'ar' else first}–{say_date(until, language)}"
    return f"{say_date(since, language)} – {say_date(until, language)}"
