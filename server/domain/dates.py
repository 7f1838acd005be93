"""Dates as exact as they are known: a year, a month or a day (ISO 8601), said in a language."""

from datetime import date

from babel.dates import format_date, format_skeleton

_SKELETONS = {4: "y", 7: "yMMMM", 10: "yMMMMd"}
_LOCALES = {"en": "en_GB"}
"""The United Nations write English dates the British way: 17 December 2004."""


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
    locale = _LOCALES.get(language, language)
    if skeleton == "yMMMMd":
        return str(format_date(day, "long", locale=locale))
    return str(format_skeleton(skeleton, day, locale=locale))


def say_interval(since: str | None, until: str | None, language: str) -> str:
    """Return the time from one date to another in words; one of them, or neither, may be known."""
    if since is None or until is None or since == until:
        known = since or until
        return say_date(known, language) if known else ""
    if len(since) == len(until) == 10 and since[:7] == until[:7]:
        return f"{_parse(since).day}–{say_date(until, language)}"
    return f"{say_date(since, language)} – {say_date(until, language)}"
