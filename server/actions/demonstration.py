"""Loading the demonstration, once: a process with its people and a text, for looking round and for tests."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from server import demonstration
from server.actions.founding import SERVER, plan_folder, write_plan
from server.actions.house import Caller, House
from server.actions.importing import Intake, NewClause, begin_clauses, take_in
from server.actions.locking import lock_clause
from server.actions.signing import hash_password
from server.demonstration import Demonstration
from server.domain.edits import Actor
from server.domain.identity import fresh_id
from server.domain.terms import Role
from server.process_folder import FolderSeat, Problems
from server.storage.agendas import insert_agenda
from server.storage.database import Writing
from server.storage.decisions import insert_brackets, insert_decision
from server.storage.process_frame import Frame, read_frame
from server.storage.processes import insert_source, read_fact, write_fact

Record = dict[str, Any]
FACT = "demonstration"


@dataclass(slots=True)
class Ids:
    """Ids of the demonstration: those of the process by the keys of its folder, those of the text made here."""

    process: str = ""
    agenda: str = field(default_factory=fresh_id)
    draft: str = field(default_factory=fresh_id)
    source: str = field(default_factory=fresh_id)
    delegations: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)

    def take(self, frame: Frame) -> None:
        """Take the ids of the process as it was written."""
        codes = {row["id"]: code for (_, code), row in frame.bodies.items()}
        self.process = frame.process["id"] if frame.process else ""
        self.delegations = {codes[row["body"]]: row["id"] for row in frame.rows["delegation"]}
        self.persons = {email: row["id"] for email, row in frame.persons.items()}
        self.seats = {row["person"]: row["id"] for row in reversed(frame.rows["seat"])}


async def load_demonstration(house: House) -> Record:
    """Load the demonstration unless it is there already.

    Returns `process` and `agenda` (ids) and `persons` (e-mail, password, role, delegation's code).
    """
    shown = demonstration.load()
    known = await house.database.read(lambda reading: read_fact(reading, FACT))
    if known is None:
        known = await _load(house, shown)
    seats = shown.first_seats
    persons = [_describe(person.name, seats[person.email]) for person in shown.folder.persons]
    return {**known, "persons": persons}


def _describe(name: str, seat: FolderSeat) -> Record:
    return {
        "email": seat.email,
        "password": demonstration.PASSWORD,
        "role": seat.role.value,
        "delegation": seat.delegation,
        "name": name,
    }


async def _load(house: House, shown: Demonstration) -> Record:
    ids = Ids()
    hashed = hash_password(demonstration.PASSWORD)
    draft = _draft_row(shown, ids)
    await house.database.write(lambda writing: _write_frame(writing, shown, ids, hashed, draft))
    person = ids.persons[shown.holder(Role.SECRETARIAT)]
    actor = Actor(person, ids.seats[person], None, via="import", source=ids.source)
    begun = await asyncio.to_thread(begin_clauses, _clauses(shown), person)
    await take_in(house.database, Intake(ids.agenda, draft, actor), begun)
    await house.authority.load()
    chair = ids.persons[shown.holder(Role.CHAIR)]
    for clause in shown.clauses:
        if clause.agreed:
            await lock_clause(house, Caller("", chair), clause.id, None, {})
    loaded = {"process": ids.process, "agenda": ids.agenda}
    await house.database.write(lambda writing: _finish(writing, shown, ids, loaded))
    return loaded


def _draft_row(shown: Demonstration, ids: Ids) -> Record:
    return {
        "id": ids.draft,
        "agenda": ids.agenda,
        "kind": "main",
        "names": {},
        "languages": list(shown.languages),
        "original_language": shown.agenda.original_language,
        "mode": "typing",
        "readers": [],
        "typists": [],
        "name_policy": "delegation",
    }


def _clauses(shown: Demonstration) -> list[NewClause]:
    places = {clause.key: index for index, clause in enumerate(shown.clauses)}
    return [
        NewClause(
            kind=clause.kind.value,
            label=clause.label,
            titles=dict(clause.titles),
            parent=places[clause.parent] if clause.parent else None,
            texts=dict(clause.texts),
            locator={"key": clause.key},
            id=clause.id,
        )
        for clause in shown.clauses
    ]


def _write_frame(writing: Writing, shown: Demonstration, ids: Ids, hashed: str, draft: Record) -> None:
    """Load the process folder, and add an empty agenda."""
    emails = shown.folder.emails
    account = {"password_hash": hashed, "demonstration": True}
    writing.hold(SERVER)
    frame = read_frame(writing, shown.folder.process.slug, emails)
    write_plan(writing, plan_folder(shown.folder, frame, Problems(), writing.now_ms, account))
    ids.take(read_frame(writing, shown.folder.process.slug, emails))
    insert_source(
        writing, {"id": ids.source, "process": ids.process, "name": "Adref demonstration", "kind": "demonstration"}
    )
    agenda = {
        "id": ids.agenda,
        "process": ids.process,
        "titles": dict(shown.agenda.titles),
        "symbol_base": shown.agenda.symbol_base,
        "state": "live",
    }
    insert_agenda(writing, agenda, draft)


def _finish(writing: Writing, shown: Demonstration, ids: Ids, loaded: Record) -> None:
    """Record who asks for the brackets in the text, and that the demonstration is there."""
    person = ids.persons[shown.holder(Role.SECRETARIAT)]
    seat = ids.seats[person]
    decision = fresh_id()
    row = {"id": decision, "agenda": ids.agenda, "draft": ids.draft, "act": "bracket", "person": person, "seat": seat}
    insert_decision(writing, row)
    insert_brackets(
        writing,
        [
            {
                "id": bracket.id,
                "agenda": ids.agenda,
                "kind": bracket.kind,
                "delegations": [ids.delegations[code] for code in bracket.delegations],
                "clauses": [clause.id],
                "opened_by": decision,
            }
            for clause in shown.clauses
            for bracket in clause.brackets
        ],
    )
    write_fact(writing, FACT, loaded)
