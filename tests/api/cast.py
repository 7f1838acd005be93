"""Everybody of the matrix in one house, and the clause in each of its states, brought about by the acts themselves."""

from typing import Any

from sqlalchemy import insert, select, update

from server.actions.locking import lock_clause
from server.actions.motions import Choice
from server.actions.pausing import pause_clauses
from server.actions.seating import choose_seat
from server.actions.structuring import withdraw_clause
from server.domain.identity import TextName, fresh_id
from server.storage.database import Writing
from server.storage.tables import agendas, drafts, persons, processes, seats, sessions
from tests.api.matrix import DraftState
from tests.api.scene import Scene, place
from tests.storage.world import FAR_MS, Member, World, add, add_clause, add_member, add_seat

STATES = ("open", "paused", "agreed", "original agreed", "French closed", "withdrawn")


class Cast:
    """The people by role, and a witness who sees everything; the texts by state and language."""

    def __init__(self, scene: Scene, people: dict[str, Member], clauses: dict[str, str]) -> None:
        self.scene = scene
        self.people = {role: member for role, member in people.items() if role != "the witness"}
        self.witness = people["the witness"]
        self.clauses = clauses

    def text(self, state: str) -> TextName:
        """Return the text of a state and language such as `agreed en`."""
        clause, _, language = state.rpartition(" ")
        return TextName(self.clauses[clause], language)

    async def set_stage(self, draft: DraftState) -> None:
        """Bring the clauses into their states, and then the draft into its own."""
        scene, call = self.scene, self.scene.call(self.witness_chair)
        await pause_clauses(scene.house, call, scene.world.agenda, Choice((self.clauses["paused"],)))
        for state, languages in (("agreed", None), ("original agreed", ["en"]), ("French closed", ["fr"])):
            await lock_clause(scene.house, call, self.clauses[state], languages, {})
        await withdraw_clause(scene.house, call, self.clauses["withdrawn"], "")
        two = self.people["two seats, acting as chair"]
        await choose_seat(scene.house, scene.call(two), two.seat, None)
        await scene.database.write(lambda writing: self._set_draft(writing, draft))
        await scene.authority.load()

    @property
    def witness_chair(self) -> Member:
        return self.people["a chair"]

    def _set_draft(self, writing: Writing, draft: DraftState) -> None:
        execute, world = writing.connection.execute, self.scene.world
        settings: dict[str, Any] = dict(draft.settings)
        for times in ("opens_at", "closes_at"):
            if times in settings:
                settings[times] = writing.now_ms + 1000 * settings[times]
        for names in ("readers", "typists"):
            if names in settings:
                settings[names] = [self._name_party(party) for party in settings[names]]
        if settings:
            execute(update(drafts).where(drafts.c.id == world.draft).values(settings))
        execute(update(agendas).where(agendas.c.id == world.agenda).values(state=draft.agenda))
        execute(update(processes).where(processes.c.id == world.process).values(state=draft.process))

    def _name_party(self, party: str) -> str:
        kind, _, role = party.partition(":")
        match kind:
            case "delegation":
                return f"delegation:{self.people[role].delegation}"
            case "seat":
                return f"seat:{self.people[role].seat}"
        return party


async def gather_cast(scene: Scene) -> Cast:
    """Write everybody and everything into the house's database."""
    people, clauses = await scene.database.write(lambda writing: write_cast(writing, scene.world))
    await scene.authority.load()
    return Cast(scene, people, clauses)


def write_cast(writing: Writing, world: World) -> tuple[dict[str, Member], dict[str, str]]:
    """Write the people by role, and a clause for each state by its name."""
    clauses = {"open": world.clause}
    for number, state in enumerate(STATES[1:]):
        clauses[state], _ = add_clause(writing, world.agenda, world.draft, ("en", "fr"))
        place(writing, world, clauses[state], f"n{number}")
    return {**_seat_readers(writing, world), **_seat_outsiders(writing, world)}, clauses


def _seat_readers(writing: Writing, world: World) -> dict[str, Member]:
    def member(role: str, body: str | None = None, category: str = "state", **seat: Any) -> Member:
        made = add_member(writing, world.process, role, body=body, category=category)
        if seat:
            writing.connection.execute(update(seats).where(seats.c.id == made.seat).values(seat))
        return made

    two = member("observer", "Forum", "ngo")
    second = add_seat(writing, world.process, two.person, "chair", from_at=1)
    return {
        "Egypt": world.egypt,
        "Ghana": world.ghana,
        "a State's French-speaking delegate": member("delegate", "Niger", languages=["fr"]),
        "a delegate of the open clause": member("delegate", "Togo", scope={"clauses": [world.clause]}),
        "a State's observer": member("observer", "Chad"),
        "an association": world.ngo,
        "an organisation": member("observer", "Organisation", "international"),
        "a translator of French": world.translator,
        "a translator of nothing": member("translator"),
        "a chair": world.chair,
        "a secretariat": member("secretariat"),
        "a scribe for Ghana": member("secretariat", speaks_for=[world.ghana.delegation]),
        "two seats, acting as observer": two,
        "two seats, acting as chair": Member(two.person, second, None, sign_in_again(writing, two.person)),
        "the witness": member("secretariat"),
    }


def _seat_outsiders(writing: Writing, world: World) -> dict[str, Member]:
    def member(body: str, process: str = world.process, **seat: Any) -> Member:
        made = add_member(writing, process, "delegate", body=body)
        if seat:
            writing.connection.execute(update(seats).where(seats.c.id == made.seat).values(seat))
        return made

    nobody, suspended, signed_out = member("Nowhere"), member("Peru"), member("Nepal")
    writing.connection.execute(seats.delete().where(seats.c.id == nobody.seat))
    writing.connection.execute(update(persons).where(persons.c.id == suspended.person).values(suspended_at=1))
    writing.connection.execute(update(sessions).where(sessions.c.id == signed_out.session).values(ended_at=1))
    return {
        "nobody here": nobody,
        "a delegate elsewhere": member("Elsewhere", _add_process(writing, world)),
        "a seat that has ended": member("Cuba", until_at=writing.now_ms),
        "a seat that has not begun": member("Fiji", from_at=writing.now_ms + 60_000),
        "a seat for another text": member("Iran", scope={"agendas": [fresh_id()]}),
        "a suspended person": suspended,
        "a person who signed out": signed_out,
    }


def _add_process(writing: Writing, world: World) -> str:
    row = writing.connection.execute(select(processes).where(processes.c.id == world.process)).mappings().one()
    key = fresh_id()
    writing.connection.execute(insert(processes).values({**row, "id": key, "slug": key}))
    return key


def sign_in_again(writing: Writing, person: str) -> str:
    """Give a person another sign-in."""
    session = fresh_id()
    row = {"id": session, "secret_hash": session, "person": person, "kind": "browser", "label": ""}
    add(writing, sessions, {**row, "created_at": 1, "expires_at": FAR_MS})
    return session
