"""Loading the demonstration, once: a process with its people and a text, for looking round and for tests."""

from dataclasses import dataclass, field
from typing import Any

from server import demonstration
from server.actions.house import Caller, House
from server.actions.importing import Intake, NewClause, take_in
from server.actions.locking import lock_clause
from server.actions.signing import hash_password
from server.demonstration import Demonstration, DemoPerson
from server.domain.edits import Actor
from server.domain.identity import fresh_id
from server.domain.terms import Role
from server.storage.agendas import insert_agenda
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_brackets, insert_decision
from server.storage.people import insert_person
from server.storage.processes import (
    find_body,
    insert_bodies,
    insert_consultations,
    insert_delegations,
    insert_mandates,
    insert_process,
    insert_seats,
    insert_source,
    read_fact,
    write_fact,
)

Record = dict[str, Any]
FACT = "demonstration"


@dataclass(slots=True)
class Ids:
    """Ids made for the demonstration, by the keys of its files."""

    process: str = field(default_factory=fresh_id)
    agenda: str = field(default_factory=fresh_id)
    draft: str = field(default_factory=fresh_id)
    source: str = field(default_factory=fresh_id)
    bodies: dict[str, str] = field(default_factory=dict)
    delegations: dict[str, str] = field(default_factory=dict)
    persons: dict[str, str] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)

    def holder(self, shown: Demonstration, role: Role) -> tuple[str, str]:
        """Return the first person in a role, and the seat."""
        email = next(person.email for person in shown.persons if person.role is role)
        return self.persons[email], self.seats[email]


async def load_demonstration(house: House) -> Record:
    """Load the demonstration unless it is there already.

    Returns `process` and `agenda` (ids) and `persons` (e-mail, password, role, delegation's code).
    """
    shown = demonstration.load()
    known = await house.database.read(lambda reading: read_fact(reading, FACT))
    if known is None:
        known = await _load(house, shown)
    return {**known, "persons": [_describe(person) for person in shown.persons]}


def _describe(person: DemoPerson) -> Record:
    return {
        "email": person.email,
        "password": demonstration.PASSWORD,
        "role": person.role.value,
        "delegation": person.delegation,
        "name": person.name,
    }


async def _load(house: House, shown: Demonstration) -> Record:
    ids = Ids()
    hashed = hash_password(demonstration.PASSWORD)
    draft = _draft_row(shown, ids)
    await house.database.write(lambda writing: _write_frame(writing, shown, ids, hashed, draft))
    person, seat = ids.holder(shown, Role.SECRETARIAT)
    actor = Actor(person, seat, None, via="import", source=ids.source)
    await take_in(house.database, house.log, Intake(ids.agenda, draft, actor), _clauses(shown))
    await house.authority.load()
    chair, _ = ids.holder(shown, Role.CHAIR)
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
    """Write the process with all that belongs to it, the people and an empty agenda."""
    process = shown.process
    insert_process(
        writing,
        {
            "id": ids.process,
            "slug": process.slug,
            "names": dict(process.names),
            "instrument_status": dict(process.instrument_status),
            "rules": dict(process.rules),
            "regions": {key: dict(names) for key, names in process.regions.items()},
            "languages": list(process.languages),
            "state": process.state,
            "since": process.since,
            "until": process.until,
        },
    )
    _write_bodies(writing, shown, ids)
    for person in shown.persons:
        ids.persons[person.email] = fresh_id()
        insert_person(writing, _person_row(person, ids, hashed))
    insert_seats(writing, [_seat_row(writing, person, ids) for person in shown.persons])
    insert_consultations(writing, _consultation_rows(shown, ids))
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


def _write_bodies(writing: Writing, shown: Demonstration, ids: Ids) -> None:
    fresh, parts = [], []
    for body in shown.bodies:
        known = find_body(writing, body.kind, body.code)
        ids.bodies[body.code] = known or fresh_id()
        names = {"names": dict(body.names), "short_names": dict(body.short_names)}
        if known is None:
            fresh.append({"id": ids.bodies[body.code], "kind": body.kind, "code": body.code, **names})
        if body.delegation is not None:
            ids.delegations[body.code] = fresh_id()
            parts.append(
                {
                    "id": ids.delegations[body.code],
                    "process": ids.process,
                    "body": ids.bodies[body.code],
                    "category": body.delegation.category,
                    "region": body.delegation.region,
                    "perspectives": list(body.delegation.perspectives),
                }
            )
    insert_bodies(writing, fresh)
    insert_delegations(writing, parts)
    mandates = [
        {"body": ids.bodies[m.body], "office": m.office, "since": m.since, "until": m.until} for m in shown.mandates
    ]
    insert_mandates(writing, [{"id": fresh_id(), "process": ids.process, **row} for row in mandates])


def _person_row(person: DemoPerson, ids: Ids, hashed: str) -> Record:
    return {
        "id": ids.persons[person.email],
        "email": person.email,
        "name": person.name,
        "password_hash": hashed,
        "languages": list(person.languages),
        "demonstration": True,
    }


def _seat_row(reading: Reading, person: DemoPerson, ids: Ids) -> Record:
    ids.seats[person.email] = fresh_id()
    return {
        "id": ids.seats[person.email],
        "process": ids.process,
        "person": ids.persons[person.email],
        "delegation": ids.delegations.get(person.delegation or ""),
        "role": person.role.value,
        "capacity": person.capacity,
        "title": dict(person.title),
        "scope": {},
        "languages": list(person.works_in),
        "speaks_for": [],
        "from_at": reading.now_ms,
    }


def _consultation_rows(shown: Demonstration, ids: Ids) -> list[Record]:
    return [
        {
            "id": fresh_id(),
            "process": ids.process,
            "names": dict(meeting.names),
            "kind": meeting.kind,
            "level": meeting.level,
            "places": [dict(place) for place in meeting.places],
            "since": meeting.since,
            "until": meeting.until,
        }
        for meeting in shown.consultations
    ]


def _finish(writing: Writing, shown: Demonstration, ids: Ids, loaded: Record) -> None:
    """Record who asks for the brackets in the text, and that the demonstration is there."""
    person, seat = ids.holder(shown, Role.SECRETARIAT)
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
