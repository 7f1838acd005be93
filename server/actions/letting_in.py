"""Links made by the operator: for one person, for several, or for all of a process who have not been let in yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from server.actions.granting import NewSeat
from server.actions.inviting import Guest, issue, seat_guest
from server.domain.errors import Unknown, Unusable
from server.storage.database import Database, Reading, Writing
from server.storage.people import find_person
from server.storage.processes import find_process
from server.storage.seating import list_processes, list_sitting, processes_of

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Invitees:
    """Who gets a link. `everyone` are those of the process who have no password; `seat` is given to each named."""

    emails: Sequence[str] = ()
    process: str | None = None
    everyone: bool = False
    name: str = ""
    languages: Sequence[str] = ()
    seat: NewSeat | None = None


async def invite_for_operator(database: Database, invitees: Invitees, address: str) -> Record:
    """Make a link for each person, also for one who has a password and forgot it; it is told this once.

    Returns `links`: `email`, `name`, `link` (at `address`) and `expires_at`.

    Raises:
        Unknown: `no_such_process`, `no_such_person`. Unusable: `process_missing`, `nobody_named`, `seat_missing`, and
            what `seat_guest` raises. Then no link was made at all.
    """

    def write(writing: Writing) -> Record:
        links = []
        for process, person in list(_find(writing, invitees)):
            made = issue(writing, person["id"], process, None)
            link = f"{address}/invitation#{made['secret']}"
            shown = {"email": person["email"], "name": person["name"]}
            links.append({**shown, "link": link, "expires_at": made["expires_at"]})
        return {"links": links}

    return await database.write(write)


def _find(writing: Writing, invitees: Invitees) -> Iterator[tuple[str, Record]]:
    process = find_process(writing, invitees.process) if invitees.process else None
    if invitees.process and process is None:
        known = [row["slug"] for row in list_processes(writing)]
        raise Unknown("no_such_process", process=invitees.process, processes=known)
    if invitees.everyone:
        if process is None:
            raise Unusable("process_missing")
        yield from ((process["id"], person) for person in _not_let_in(writing, process["id"]))
    elif not invitees.emails:
        raise Unusable("nobody_named")
    for email in invitees.emails:
        if invitees.seat is not None:
            if process is None:
                raise Unusable("process_missing")
            guest = Guest(email, invitees.name, invitees.languages, invitees.seat)
            yield process["id"], seat_guest(writing, process, guest)[0]
        else:
            yield _find_seated(writing, email, process)


def _not_let_in(reading: Reading, process: str) -> list[Record]:
    people = {row["person"]: row for row in list_sitting(reading, process)}
    waiting = [row for row in people.values() if row["password_hash"] is None and row["suspended_at"] is None]
    return [{"id": row["person"], "email": row["email"], "name": row["name"]} for row in waiting]


def _find_seated(reading: Reading, email: str, process: Record | None) -> tuple[str, Record]:
    """Return the person with this address, and the process that the link is for: the one named, else one that holds."""
    person = find_person(reading, email)
    if person is None:
        raise Unknown("no_such_person", email=email)
    if process is not None:
        if not list_sitting(reading, process["id"], person["id"]):
            raise Unusable("seat_missing", email=email)
        return process["id"], person
    held = sorted(processes_of(reading, person["id"]))
    if not held:
        raise Unusable("seat_missing", email=email)
    return held[0], person
