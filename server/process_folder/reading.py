"""A whole folder: each file read, and the bodies that they name found."""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from server.process_folder import bodies, consultations, people
from server.process_folder.entry import Entry
from server.process_folder.frame import FILE, read_frame
from server.process_folder.problems import Problems
from server.process_folder.shapes import FolderBody, FolderProcess, ProcessFolder
from server.process_folder.spreadsheet import read_rows
from server.process_folder.times import find_zone

_COLUMNS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "bodies.csv": (bodies.BODY_COLUMNS, ("code", "kind")),
    "memberships.csv": (bodies.MEMBERSHIP_COLUMNS, ("group", "member")),
    "delegations.csv": (bodies.DELEGATION_COLUMNS, ("code",)),
    "consultations.csv": (consultations.COLUMNS, ("slug", "kind", "level")),
    "persons.csv": (people.PERSON_COLUMNS, ("email", "name")),
    "seats.csv": (people.SEAT_COLUMNS, ("email", "role")),
}
"""The columns that each file may have, and those that it must have."""

FILES = (FILE, *_COLUMNS)
"""The files of a folder. Only process.toml must be there."""


def read_folder(files: Mapping[str, bytes]) -> tuple[ProcessFolder, Problems]:
    """Return what the files say, and all that is wrong with them. With problems the folder is not whole."""
    found = Problems()
    for name in sorted(set(files) - set(FILES)):
        found.add(name, 1, "file_unknown", among=list(FILES))
    if FILE not in files:
        found.add(FILE, 1, "file_missing")
    process, mandates = read_frame(files[FILE], found) if FILE in files else (FolderProcess(), [])
    zone = find_zone(process.time_zone) or ZoneInfo("UTC")

    def rows(name: str) -> list[Entry]:
        return read_rows(name, files[name], *_COLUMNS[name], found) if name in files else []

    own = bodies.read_bodies(rows("bodies.csv"), process)
    delegations = bodies.read_delegations(rows("delegations.csv"), own, process)
    memberships = bodies.read_memberships(rows("memberships.csv"))
    named = [m.body for m in mandates] + [code for m in memberships for code in (m.group, m.member)]
    folder = ProcessFolder(
        process=process,
        mandates=tuple(mandates),
        bodies=_all_bodies(own, [*(d.body for d in delegations), *named], process),
        memberships=tuple(memberships),
        delegations=tuple(delegations),
        consultations=tuple(consultations.read_consultations(rows("consultations.csv"), zone)),
        persons=tuple(people.read_persons(rows("persons.csv"))),
        seats=tuple(people.read_seats(rows("seats.csv"), process, zone)),
    )
    return folder, found


def _all_bodies(own: bodies.Codes, named: Iterable[str], process: FolderProcess) -> tuple[FolderBody, ...]:
    """Return the folder's own bodies and the States that it names, each once."""
    every = dict(own)
    for code in named:
        body = bodies.name_body(code, own, process)
        if body is not None:
            every.setdefault(body.code, body)
    return tuple(every.values())
