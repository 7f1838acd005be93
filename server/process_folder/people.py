"""persons.csv and seats.csv: human beings, and what they are in the process."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from server.domain.terms import Role
from server.process_folder.entry import Entry
from server.process_folder.shapes import FolderPerson, FolderProcess, FolderSeat
from server.process_folder.states import body_code

PERSON_COLUMNS = ("email", "name", "languages")
SEAT_COLUMNS = (
    "email",
    "role",
    "delegation",
    "capacity",
    "title.*",
    "languages",
    "from",
    "until",
    "speaks_for",
)
_REPRESENTING = (Role.DELEGATE, Role.OBSERVER)


def read_persons(rows: Iterable[Entry]) -> list[FolderPerson]:
    """Return the people, each address once."""
    persons: dict[str, FolderPerson] = {}
    for row in rows:
        person = FolderPerson(
            email=row.email("email"),
            name=row.text("name", most=200, needed=True),
            languages=row.languages("languages"),
            line=row.line,
        )
        if person.email in persons:
            row.complain("email_twice", "email", value=person.email, first=persons[person.email].line)
        persons.setdefault(person.email, person)
    return list(persons.values())


def read_seats(rows: Iterable[Entry], process: FolderProcess, zone: ZoneInfo) -> list[FolderSeat]:
    """Return the seats. One person may hold several, but never the same one twice at a time."""
    seats: list[FolderSeat] = []
    parts: dict[tuple[str, Role, str | None], list[FolderSeat]] = {}
    for row in rows:
        seat = _read_seat(row, process, zone)
        if seat is None:
            continue
        same = parts.setdefault((seat.email, seat.role, seat.delegation), [])
        twin = next((other for other in same if _overlap(seat, other)), None)
        if twin is not None:
            row.complain("seat_twice", "email", value=seat.email, first=twin.line)
        same.append(seat)
        seats.append(seat)
    return seats


def _overlap(one: FolderSeat, other: FolderSeat) -> bool:
    starts = max(one.from_ms or 0, other.from_ms or 0)
    return all(seat.until_ms is None or starts < seat.until_ms for seat in (one, other))


def _read_seat(row: Entry, process: FolderProcess, zone: ZoneInfo) -> FolderSeat | None:
    email, written = row.email("email"), row.choice("role", [role.value for role in Role])
    delegation = row.values.get("delegation")
    languages = row.languages("languages", process.languages)
    from_ms, until_ms = row.moment("from", zone), row.moment("until", zone, end=True)
    if from_ms is not None and until_ms is not None and until_ms <= from_ms:
        row.complain("ends_before_it_begins", "until", value=row.values["until"], since=row.values["from"])
    speaks_for = tuple(map(body_code, row.codes("speaks_for")))
    title, capacity = row.words("title"), row.text("capacity", most=60)
    if written not in list(Role):
        return None
    role = Role(written)
    if role in _REPRESENTING and delegation is None:
        row.complain("delegation_missing", "delegation", role=role.value)
    if role is Role.TRANSLATOR and not languages:
        row.complain("translator_without_language", "languages")
    return FolderSeat(
        email=email,
        role=role,
        delegation=None if delegation is None else body_code(delegation),
        capacity=capacity,
        title=title,
        languages=languages,
        from_ms=from_ms,
        until_ms=until_ms,
        speaks_for=speaks_for,
        line=row.line,
    )
