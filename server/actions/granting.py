"""Seats given and changed by hand: what they are made of, and what is refused of them. Rules H-1 to H-4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.domain.characters import read_line
from server.domain.dates import check_moment
from server.domain.errors import Unknown, Unusable
from server.domain.identity import fresh_id
from server.domain.terms import Role
from server.storage.database import Reading
from server.storage.seating import list_delegations, list_sitting

Record = dict[str, Any]
TITLE_CHARACTERS = 200
CAPACITY_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A seat to be given. Delegations are named by id or code; times are Unix ms, `from_ms` None is now."""

    role: str
    delegation: str | None = None
    capacity: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    languages: Sequence[str] = ()
    from_ms: int | None = None
    until_ms: int | None = None
    speaks_for: Sequence[str] = ()


def make_seat(reading: Reading, process: Record, person: str, new: NewSeat) -> tuple[Record, bool]:
    """Return the seat's row, and whether it is new: the same part at the same time is the seat that is there.

    Raises:
        Unusable: `role_unknown`, `delegation_missing`, `language_unknown`, `translator_without_language`,
            `title_too_long`, `text_unusable`, `time_unusable`, `ends_before_it_begins`. Unknown: `no_such_delegation`.
    """
    role = _check(process, new)
    ids = {name: row["id"] for row in list_delegations(reading, process["id"]) for name in (row["id"], row["code"])}

    def find(name: str) -> str:
        if name not in ids:
            raise Unknown("no_such_delegation", delegation=name)
        return str(ids[name])

    row = {
        "id": fresh_id(at_ms=reading.now_ms),
        "process": process["id"],
        "person": person,
        "delegation": find(new.delegation) if new.delegation else None,
        "role": role.value,
        "capacity": read_line(new.capacity),
        "title": check_title(new.title),
        "scope": {},
        "languages": list(new.languages),
        "speaks_for": [find(name) for name in new.speaks_for],
        "from_at": reading.now_ms if new.from_ms is None else new.from_ms,
        "until_at": new.until_ms,
    }
    check_times(row["from_at"], row["until_at"])
    check_moment(new.from_ms)
    check_moment(new.until_ms)
    twin = next((old for old in list_sitting(reading, process["id"], person) if _same_part(old, row)), None)
    return (row, True) if twin is None else (twin, False)


def _check(process: Record, new: NewSeat) -> Role:
    if new.role not in list(Role):
        raise Unusable("role_unknown", role=new.role, roles=[role.value for role in Role])
    role = Role(new.role)
    if role in (Role.DELEGATE, Role.OBSERVER) and not new.delegation:
        raise Unusable("delegation_missing")
    if role is Role.TRANSLATOR and not new.languages:
        raise Unusable("translator_without_language")
    for language in new.languages:
        if language not in process["languages"]:
            raise Unusable("language_unknown", language=language, languages=process["languages"])
    if len(new.capacity) > CAPACITY_CHARACTERS:
        raise Unusable("title_too_long", most=CAPACITY_CHARACTERS)
    return role


def check_title(title: Mapping[str, str]) -> dict[str, str]:
    """Return a title as it is kept, or refuse what no list can show (422 `title_too_long`, `text_unusable`)."""
    if any(len(words) > TITLE_CHARACTERS for words in title.values()):
        raise Unusable("title_too_long", most=TITLE_CHARACTERS)
    return {language: read_line(words) for language, words in title.items()}


def check_times(from_ms: int, until_ms: int | None) -> None:
    """Refuse a seat that ends before it begins (422)."""
    if until_ms is not None and until_ms <= from_ms:
        raise Unusable("ends_before_it_begins")


def _same_part(old: Record, row: Record) -> bool:
    same = all(old[name] == row[name] for name in ("role", "delegation"))
    later = max(old["from_at"], row["from_at"])
    return same and all(seat["until_at"] is None or later < seat["until_at"] for seat in (old, row))
