"""What a process folder says, as rows of the tables. What a line leaves open is left out, so that it stays as it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.process_folder import (
    FolderBody,
    FolderConsultation,
    FolderDelegation,
    FolderMandate,
    FolderMembership,
    FolderPerson,
    FolderProcess,
    FolderSeat,
)

Record = dict[str, Any]
Ids = Mapping[str, str]


def process_row(process: FolderProcess) -> Record:
    """Return the process's row."""
    return {
        "slug": process.slug,
        "names": dict(process.names),
        "instrument_status": dict(process.instrument_status),
        "rules": dict(process.rules),
        "regions": {key: dict(names) for key, names in process.regions.items()},
        "languages": list(process.languages),
        "state": process.state,
        "since": process.since,
        "until": process.until,
    }


def body_row(body: FolderBody, known: Record | None) -> Record:
    """Return a body's row. Bodies are shared by all processes: names in other languages stay.

    So do the names of a State that the folder names but does not describe.
    """
    names = {"names": dict(body.names), "short_names": dict(body.short_names)}
    if known is not None:
        names = {
            column: {**known[column], **words} if body.given else {**words, **known[column]}
            for column, words in names.items()
        }
    return {"kind": body.kind, "code": body.code, **names}


def membership_row(membership: FolderMembership, bodies: Ids) -> Record:
    """Return a membership's row."""
    body, group = bodies[membership.member], bodies[membership.group]
    return {"body": body, "group": group, "since": membership.since, "until": membership.until}


def mandate_row(mandate: FolderMandate, bodies: Ids, process: str) -> Record:
    """Return a mandate's row."""
    office = {"office": mandate.office, "since": mandate.since, "until": mandate.until}
    return {"process": process, "body": bodies[mandate.body], **office}


def delegation_row(delegation: FolderDelegation, bodies: Ids, process: str) -> Record:
    """Return a delegation's row."""
    return {
        "process": process,
        "body": bodies[delegation.body],
        "category": delegation.category,
        "region": delegation.region,
        "perspectives": list(delegation.perspectives),
    }


def consultation_row(consultation: FolderConsultation, process: str) -> Record:
    """Return a consultation's row; times that the file leaves open stay as they are."""
    row = {
        "process": process,
        "slug": consultation.slug,
        "names": dict(consultation.names),
        "kind": consultation.kind,
        "level": consultation.level,
        "places": [dict(place) for place in consultation.places],
        "since": consultation.since,
        "until": consultation.until,
    }
    return row | _known(opens_at=consultation.opens_ms, closes_at=consultation.closes_ms)


def person_row(person: FolderPerson, known: Record | None) -> Record:
    """Return a person's row; without languages in the file, those on the server stay."""
    languages = list(person.languages) or (known["languages"] if known else [])
    return {"email": person.email, "name": person.name, "languages": languages}


def seat_row(seat: FolderSeat, process: str, people: Ids, delegations: Ids) -> Record:
    """Return a seat's row; a beginning or an end that the file leaves open stays as it is."""
    row = {
        "process": process,
        "person": people[seat.email],
        "delegation": delegations[seat.delegation] if seat.delegation else None,
        "role": seat.role.value,
        "capacity": seat.capacity,
        "title": dict(seat.title),
        "languages": list(seat.languages),
        "speaks_for": [delegations[code] for code in seat.speaks_for],
    }
    return row | _known(from_at=seat.from_ms, until_at=seat.until_ms)


def _known(**times: int | None) -> dict[str, int]:
    return {name: value for name, value in times.items() if value is not None}


def part_of(seat: Record) -> tuple[str, str, str | None]:
    """Return whose seat it is, and as what: nobody holds the same part twice at a time."""
    return seat["person"], seat["role"], seat["delegation"]


def find_seat(rows: Sequence[Record], wanted: Record) -> Record | None:
    """Return the seat that a line speaks of, among those for the same part of the same person: the one at that time.

    A later line for a time in which the known seat no longer holds is another seat.
    """
    start, end = wanted.get("from_at"), wanted.get("until_at")
    if start is None and rows:
        return rows[-1]
    exact = (row for row in rows if row["from_at"] == start)
    overlapping = (row for row in rows if _overlap(row["from_at"], row["until_at"], start or 0, end))
    return next(exact, None) or next(overlapping, None)


def _overlap(start: int, end: int | None, other_start: int, other_end: int | None) -> bool:
    later = max(start, other_start)
    return (end is None or later < end) and (other_end is None or later < other_end)
