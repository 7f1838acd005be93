"""Setting up a process from its folder: what differs is written, what is there stays, nothing is deleted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.actions.folder_rows import (
    body_row,
    consultation_row,
    delegation_row,
    find_seat,
    mandate_row,
    membership_row,
    part_of,
    person_row,
    process_row,
    seat_row,
)
from server.domain.identity import fresh_id
from server.process_folder import Problems, ProcessFolder, read_folder
from server.process_folder.states import suggest_state
from server.storage.database import Database, Reading, Writing
from server.storage.process_frame import TABLES, Frame, read_frame, tell_changes, write_rows

Record = dict[str, Any]
SERVER = "server"


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is new or differs: what it is, the folder's name for it, and which of its columns change."""

    noun: str
    key: str
    columns: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """True if the server did not hold it at all."""
        return not self.columns


@dataclass(slots=True)
class Plan:
    """What must be written so that the server holds all that the folder says."""

    process: str = ""
    born_ms: int = 0
    fresh: dict[str, list[Record]] = field(default_factory=lambda: {noun: [] for noun in TABLES})
    changed: dict[str, dict[str, Record]] = field(default_factory=lambda: {noun: {} for noun in TABLES})
    same: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    changes: list[Change] = field(default_factory=list)

    def settle(self, noun: str, key: str, known: Record | None, wanted: Record, at_first: Record | None = None) -> str:
        """Compare a row with what is known, note the difference and return its id.

        `wanted` is what the folder says; `at_first` what a new row has beside it.
        """
        if known is None:
            # Ids sort as the lines stand: of two seats that begin together, the first line's counts as the older.
            self.born_ms += 1
            row = {"id": fresh_id(at_ms=self.born_ms), **(at_first or {}), **wanted}
            self.fresh[noun].append(row)
            self.changes.append(Change(noun, key, ()))
            return str(row["id"])
        differing = {name: value for name, value in wanted.items() if known[name] != value}
        if differing:
            self.changed[noun][known["id"]] = differing
            self.changes.append(Change(noun, key, tuple(differing)))
        else:
            self.same[noun] += 1
        return str(known["id"])

    def touched(self) -> dict[str, list[str]]:
        """Return the ids of all rows to be written, by noun."""
        return {noun: [*(row["id"] for row in self.fresh[noun]), *self.changed[noun]] for noun in TABLES}

    def report(self, slug: str, *, dry_run: bool) -> Record:
        """Return what was done, or would be: counts for each noun, and each change."""
        counts = {
            noun: {"new": len(self.fresh[noun]), "changed": len(self.changed[noun]), "same": self.same[noun]}
            for noun in TABLES
        }
        told = [{"noun": c.noun, "key": c.key, "new": c.is_new, "columns": list(c.columns)} for c in self.changes]
        return {"process": self.process, "slug": slug, "dry_run": dry_run, "counts": counts, "changes": told}


async def load_folder(database: Database, files: Mapping[str, bytes], *, dry_run: bool = False) -> Record:
    """Bring the server to what a process folder says, in one transaction; with `dry_run` only tell what would change.

    Returns `process` (id), `slug`, `counts` and `changes`. A second load changes nothing.

    Raises:
        Unusable: `folder_problems`, with all of them by file and line; nothing was loaded.
    """
    folder, found = read_folder(files)

    def plan(reading: Reading) -> Plan:
        frame = read_frame(reading, folder.process.slug, folder.emails)
        return plan_folder(folder, frame, found, reading.now_ms)

    def write(writing: Writing) -> Plan:
        writing.hold(SERVER)
        planned = plan(writing)
        write_plan(writing, planned)
        return planned

    done = await database.read(plan)
    if done.changes and not dry_run:
        done = await database.write(write)
    return done.report(folder.process.slug, dry_run=dry_run)


def write_plan(writing: Writing, plan: Plan) -> None:
    """Write what a plan says, and tell the feed."""
    tell_changes(writing, plan.process, plan.touched())
    for noun in TABLES:
        write_rows(writing, noun, plan.fresh[noun], plan.changed[noun])


def plan_folder(
    folder: ProcessFolder, frame: Frame, found: Problems, now_ms: int, account: Record | None = None
) -> Plan:
    """Return what must be written. `account` is what a new person has beside name and languages.

    Raises:
        Unusable: `folder_problems`: those found in the files, and what they name that neither they nor the server know.
    """
    check_references(folder, frame, found)
    found.refuse()
    plan = Plan(born_ms=now_ms)
    process = folder.process
    first = {"authority_epoch": 1}
    plan.process = plan.settle("process", process.slug, frame.process, process_row(process), first)
    bodies = _settle_bodies(plan, folder, frame)
    delegations = _settle_delegations(plan, folder, frame, bodies)
    _settle_meetings(plan, folder, frame)
    _settle_people(plan, folder, frame, delegations, now_ms, account or {})
    return plan


def _settle_bodies(plan: Plan, folder: ProcessFolder, frame: Frame) -> dict[str, str]:
    """Settle bodies, memberships and mandates, and return the bodies' ids by code."""
    ids = {row["code"]: row["id"] for row in frame.bodies.values()}
    for body in folder.bodies:
        known = frame.bodies.get((body.kind, body.code))
        ids[body.code] = plan.settle("body", body.code, known, body_row(body, known))
    for membership in folder.memberships:
        wanted = membership_row(membership, ids)
        known = _match(frame.rows["membership"], wanted, ("body", "group", "since"))
        plan.settle("membership", f"{membership.member} {membership.group}", known, wanted)
    for mandate in folder.mandates:
        wanted = mandate_row(mandate, ids, plan.process)
        known = _match(frame.rows["mandate"], wanted, ("body", "office", "since"))
        plan.settle("mandate", f"{mandate.body} {mandate.office}", known, wanted)
    return ids


def _settle_delegations(plan: Plan, folder: ProcessFolder, frame: Frame, bodies: Mapping[str, str]) -> dict[str, str]:
    """Settle delegations, and return all ids by code."""
    codes = {row["id"]: row["code"] for row in frame.bodies.values()}
    ids = {codes[row["body"]]: row["id"] for row in frame.rows["delegation"]}
    for delegation in folder.delegations:
        wanted = delegation_row(delegation, bodies, plan.process)
        known = _match(frame.rows["delegation"], wanted, ("body",))
        ids[delegation.body] = plan.settle("delegation", delegation.body, known, wanted)
    return ids


def _settle_meetings(plan: Plan, folder: ProcessFolder, frame: Frame) -> None:
    for consultation in folder.consultations:
        wanted = consultation_row(consultation, plan.process)
        known = _match(frame.rows["consultation"], wanted, ("slug",))
        plan.settle("consultation", consultation.slug, known, wanted, {"opens_at": None, "closes_at": None})


def _settle_people(
    plan: Plan,
    folder: ProcessFolder,
    frame: Frame,
    delegations: Mapping[str, str],
    now_ms: int,
    account: Record,
) -> None:
    people = {email: row["id"] for email, row in frame.persons.items()}
    for person in folder.persons:
        known = frame.persons.get(person.email)
        wanted = person_row(person, known)
        people[person.email] = plan.settle("person", person.email, known, wanted, {"demonstration": False, **account})
    free: dict[tuple[str, str, str | None], list[Record]] = {}
    for row in frame.rows["seat"]:
        free.setdefault(part_of(row), []).append(row)
    for seat in folder.seats:
        wanted = seat_row(seat, plan.process, people, delegations)
        known = find_seat(free.get(part_of(wanted), ()), wanted)
        if known is not None:
            free[part_of(wanted)].remove(known)
        at_first: Record = {"from_at": now_ms, "until_at": None, "scope": {}}
        plan.settle("seat", f"{seat.email} {seat.role}", known, wanted, at_first)


def _match(rows: Iterable[Record], wanted: Record, columns: Sequence[str]) -> Record | None:
    return next((row for row in rows if all(row[name] == wanted[name] for name in columns)), None)


def check_references(folder: ProcessFolder, frame: Frame, found: Problems) -> None:
    """Note every body, delegation and person that is named and known neither to the folder nor to the server."""
    bodies = {body.code for body in folder.bodies} | {code for _, code in frame.bodies}
    named = [("delegations.csv", row.line, "code", row.body) for row in folder.delegations]
    named += [("process.toml", row.line, "body", row.body) for row in folder.mandates]
    for row in folder.memberships:
        named += [
            ("memberships.csv", row.line, "group", row.group),
            ("memberships.csv", row.line, "member", row.member),
        ]
    for file, line, column, code in named:
        if code and code not in bodies:
            found.add(file, line, "code_unknown", column=column, value=code, hint=suggest_state(code))
    known = {row["id"]: code for (_, code), row in frame.bodies.items()}
    delegations = {row.body for row in folder.delegations} | {known[row["body"]] for row in frame.rows["delegation"]}
    people = {person.email for person in folder.persons} | frame.persons.keys()
    for seat in folder.seats:
        for column, codes in (("delegation", (seat.delegation,)), ("speaks_for", seat.speaks_for)):
            for spoken in codes:
                if spoken is not None and spoken not in delegations:
                    found.add("seats.csv", seat.line, "delegation_unknown", column=column, value=spoken)
        if seat.email and seat.email not in people:
            found.add("seats.csv", seat.line, "person_unknown", column="email", value=seat.email)
