"""Dates as exact as they are known, and moments in a process's time zone."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_KNOWN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_date(text: str) -> bool:
    """True for a year, a month or a day in ISO 8601: `2004`, `2004-03`, `2004-12-16`."""
    if _KNOWN.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def ends_before(since: str | None, until: str | None) -> bool:
    """True if the second date is before the first, as far as both are known."""
    exact = min(len(since or ""), len(until or ""))
    return (since or "")[:exact] > (until or "")[:exact]


def find_zone(name: str) -> ZoneInfo | None:
    """Return a time zone by its IANA name, such as `Europe/Zurich`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_moment(text: str, zone: ZoneInfo, *, end: bool = False) -> int | None:
    """Return the Unix ms of a day or a time, None if it is neither.

    A day stands for its first moment in the zone, or with `end` for the moment after its last. A time without an
    offset is the zone's.
    """
    try:
        moment = datetime.fromisoformat(text)
        if _DAY.fullmatch(text):
            moment += timedelta(days=1 if end else 0)
        elif "T" not in text and " " not in text:
            return None
    except (ValueError, OverflowError):
        return None
    local = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return int(local.timestamp() * 1000)
