"""People and seats in the hands of the secretariat: listed, given, ended, suspended. Rules H-1 to H-4."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from server.actions.granting import NewSeat, check_times, check_title, make_seat
from server.actions.house import Caller, find_part
from server.actions.signing import describe_delegation
from server.domain.dates import check_moment
from server.domain.errors import Denied, Unknown
from server.domain.rights import may_manage_people, may_suspend
from server.storage.database import Database, Reading, Writing
from server.storage.invitations import pending_invitations
from server.storage.people import fetch_person
from server.storage.processes import fetch_process
from server.storage.seating import (
    end_sessions,
    fetch_seat,
    insert_seat,
    list_delegations,
    list_processes,
    list_sitting,
    processes_of,
    set_suspended,
    update_seat,
)

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SeatChange:
    """What changes in a seat: columns of the table by name, those that stay left out."""

    values: Mapping[str, Any]


def managed_processes(reading: Reading, caller: Caller) -> list[Record]:
    """Return the processes whose people the caller may manage."""
    return [row for row in list_processes(reading) if _manages(reading, caller, row["id"])]


def _manages(reading: Reading, caller: Caller, process: str) -> bool:
    part = find_part(reading, caller, process)
    return may_manage_people(part.seat if part else None, process, reading.now_ms).allowed


def open_people(reading: Reading, caller: Caller, process: str) -> Record:
    """Return the process whose people the caller manages.

    Raises:
        Unknown: `no_such_process`, for whoever has no seat there. Denied: `not_secretariat`.
    """
    part = find_part(reading, caller, process)
    if part is None:
        raise Unknown("no_such_process")
    ruling = may_manage_people(part.seat, process, reading.now_ms)
    if not ruling.allowed:
        raise Denied(ruling.reason)
    return fetch_process(reading, process)


def describe_processes(reading: Reading, caller: Caller) -> Record:
    """Return the processes whose people the caller manages, for a list."""
    shown = ("id", "slug", "names", "languages")
    return {"processes": [{key: row[key] for key in shown} for row in managed_processes(reading, caller)]}


def describe_people(reading: Reading, caller: Caller, process: str) -> Record:
    """Return the delegations and people of a process, with all their seats and whether they were let in yet."""
    row = open_people(reading, caller, process)
    delegations = list_delegations(reading, process)
    return {
        "process": {key: row[key] for key in ("id", "slug", "names", "languages")},
        "delegations": [
            {key: delegation[key] for key in ("id", "code", "names", "category", "region")}
            for delegation in delegations
        ],
        "persons": _describe_persons(reading, process, list_sitting(reading, process)),
    }


def describe_one(reading: Reading, process: str, person: str) -> Record:
    """Return one person as the list shows him or her."""
    return _describe_persons(reading, process, list_sitting(reading, process, person))[0]


def _describe_persons(reading: Reading, process: str, rows: Iterable[Record]) -> list[Record]:
    delegations = {row["id"]: row for row in list_delegations(reading, process)}
    pending = pending_invitations(reading, process)
    shown = []
    for person, group in groupby(rows, key=lambda row: row["person"]):
        seats = list(group)
        invitation = pending.get(person)
        standing = invitation is not None and invitation["expires_at"] > reading.now_ms
        shown.append(
            {
                "id": person,
                "name": seats[0]["name"],
                "email": seats[0]["email"],
                "state": state_of(seats[0], invited=standing),
                "invitation": invitation and {"id": invitation["id"], "expires_at": invitation["expires_at"]},
                "seats": [_describe_seat(seat, delegations) for seat in seats],
            }
        )
    return shown


def state_of(person: Record, *, invited: bool) -> str:
    """Return whether a person is active (has a password), invited, suspended, or not invited yet."""
    if person["suspended_at"] is not None:
        return "suspended"
    if person["password_hash"] is not None:
        return "active"
    return "invited" if invited else "not_invited"


def _describe_seat(seat: Record, delegations: Mapping[str, Record]) -> Record:
    def name(delegation: str | None) -> Record | None:
        row = delegations.get(delegation or "")
        return describe_delegation(row["id"], row["code"], row["names"]) if row else None

    return {
        "id": seat["id"],
        "role": seat["role"],
        "delegation": name(seat["delegation"]),
        "capacity": seat["capacity"],
        "title": seat["title"],
        "languages": seat["languages"],
        "from": seat["from_at"],
        "until": seat["until_at"],
        "speaks_for": [shown for spoken in seat["speaks_for"] if (shown := name(spoken))],
    }


async def give_seat(database: Database, caller: Caller, process: str, person: str, new: NewSeat) -> Record:
    """Give a person who sits in this process a further seat, and return the person with all seats.

    Raises:
        Unknown: `no_such_person` of this process. And what `make_seat` and `open_people` raise.
    """

    def write(writing: Writing) -> Record:
        row = open_people(writing, caller, process)
        if not list_sitting(writing, process, person):
            raise Unknown("no_such_person")
        seat, is_new = make_seat(writing, row, person, new)
        if is_new:
            insert_seat(writing, seat)
        return describe_one(writing, process, person)

    return await database.write(write)


async def change_seat(database: Database, caller: Caller, seat: str, change: SeatChange) -> Record:
    """Change when a seat begins or ends, or its title, and return its person with all seats.

    Raises:
        Unknown: `no_such_seat`. Unusable: `ends_before_it_begins`, `time_unusable`, `title_too_long`, `text_unusable`.
        Denied: `not_secretariat`; `oneself`: nobody ends the own seat, hence somebody is always left.
    """

    def write(writing: Writing) -> Record:
        row = fetch_seat(writing, seat)
        if row is None or find_part(writing, caller, row["process"]) is None:
            raise Unknown("no_such_seat")
        open_people(writing, caller, row["process"])
        changed = {**row, **change.values}
        times = ("from_at", "until_at")
        check_times(changed["from_at"], changed["until_at"])
        for name in times:
            check_moment(change.values.get(name))
        changed["title"] = check_title(changed["title"])
        if row["person"] == caller.person and any(changed[name] != row[name] for name in times):
            raise Denied("oneself")
        update_seat(writing, row, {name: changed[name] for name in change.values})
        return describe_one(writing, row["process"], row["person"])

    return await database.write(write)


async def suspend(database: Database, caller: Caller, person: str) -> Record:
    """Suspend a person on this server: all sign-ins end, no seat holds until the person is restored.

    Raises:
        Unknown: `no_such_person`. Denied: `not_secretariat`, `oneself`, `sits_elsewhere`.
    """

    def write(writing: Writing) -> Record:
        row = _open_person(writing, caller, person)
        if row["suspended_at"] is None:
            set_suspended(writing, person, writing.now_ms)
            end_sessions(writing, person)
        return {"person": person, "state": "suspended"}

    return await database.write(write)


async def restore(database: Database, caller: Caller, person: str) -> Record:
    """Lift a person's suspension; he or she signs in anew. Refused as `suspend` is."""

    def write(writing: Writing) -> Record:
        row = _open_person(writing, caller, person)
        if row["suspended_at"] is not None:
            set_suspended(writing, person, None)
        return {"person": person, "state": state_of({**row, "suspended_at": None}, invited=False)}

    return await database.write(write)


def _open_person(reading: Reading, caller: Caller, person: str) -> Record:
    """Return a person whom the caller may suspend and restore."""
    row = fetch_person(reading, person)
    sits_in = processes_of(reading, person)
    shared = {process for process in sits_in if find_part(reading, caller, process) is not None}
    if row is None or not shared:
        raise Unknown("no_such_person")
    managed = {process for process in shared if _manages(reading, caller, process)}
    ruling = may_suspend(managed, sits_in, own=person == caller.person)
    if not ruling.allowed:
        raise Denied(ruling.reason)
    return row
