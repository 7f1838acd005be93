"""A process with three people and a small text, written straight into the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, insert

from server.domain.edits import Actor, Batch, Claim, Edit, Span
from server.domain.identity import TextName, fresh_id
from server.storage.database import Writing
from server.storage.tables import (
    agendas,
    bodies,
    clauses,
    delegations,
    drafts,
    language_versions,
    persons,
    processes,
    seats,
    sessions,
)

FAR_MS = 9_999_999_999_999


@dataclass(frozen=True, slots=True)
class Member:
    """A person with a seat and a sign-in."""

    person: str
    seat: str
    delegation: str | None
    session: str

    @property
    def actor(self) -> Actor:
        """The one who types."""
        return Actor(self.person, self.seat, self.delegation, session=self.session)


@dataclass(frozen=True, slots=True)
class World:
    """Ids of what `make_world` wrote."""

    process: str
    agenda: str
    draft: str
    clause: str
    english: str
    french: str
    egypt: Member
    ghana: Member
    chair: Member
    ngo: Member
    translator: Member

    @property
    def name(self) -> TextName:
        """The English text's name on the wire."""
        return TextName(self.clause, "en")


def make_world(writing: Writing) -> World:
    """Write an open main draft with one clause in English and French, and five people."""
    process, agenda, draft = fresh_id(), fresh_id(), fresh_id()
    add(writing, processes, _process_row(process))
    add(writing, agendas, _agenda_row(agenda, process))
    add(writing, drafts, _draft_row(draft, agenda))
    clause, (english, french) = add_clause(writing, agenda, draft, ("en", "fr"))
    return World(
        process,
        agenda,
        draft,
        clause,
        english,
        french,
        egypt=add_member(writing, process, "delegate", body="Egypt"),
        ghana=add_member(writing, process, "delegate", body="Ghana"),
        chair=add_member(writing, process, "chair"),
        ngo=add_member(writing, process, "observer", body="Forum of Associations", category="ngo"),
        translator=add_member(writing, process, "translator", languages=("fr",)),
    )


def _process_row(key: str) -> dict[str, Any]:
    return {
        "id": key,
        "slug": key,
        "names": {"en": "Dialogue"},
        "instrument_status": {"en": "non-binding"},
        "rules": {},
        "regions": [],
        "languages": ["en", "fr"],
        "state": "active",
        "authority_epoch": 1,
    }


def _agenda_row(key: str, process: str) -> dict[str, Any]:
    return {"id": key, "process": process, "titles": {"en": "Agenda"}, "state": "live", "created_at": 1}


def _draft_row(key: str, agenda: str) -> dict[str, Any]:
    return {
        "id": key,
        "agenda": agenda,
        "kind": "main",
        "names": {},
        "languages": ["en", "fr"],
        "original_language": "en",
        "mode": "typing",
        "readers": ["all"],
        "typists": ["state"],
        "name_policy": "delegation",
    }


def add(writing: Writing, table: Table, row: dict[str, Any]) -> None:
    """Insert one row."""
    writing.connection.execute(insert(table).values(row))


def add_draft(writing: Writing, world: World, **settings: Any) -> str:
    """Insert a draft of the agenda that differs from the main one by `settings`."""
    key = fresh_id()
    add(writing, drafts, {**_draft_row(key, world.agenda), "kind": "consultation", **settings})
    return key


def add_clause(writing: Writing, agenda: str, draft: str, languages: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Insert an empty clause; return its id and those of its language versions, the original first."""
    clause = fresh_id()
    add(writing, clauses, {"id": clause, "agenda": agenda, "kind": "operative", "created_at": 1})
    keys = tuple(add_text(writing, clause, draft, language, languages[0]) for language in languages)
    return clause, keys


def add_text(writing: Writing, clause: str, draft: str, language: str, original: str = "en") -> str:
    """Insert an empty language version."""
    key = fresh_id()
    row = {"id": key, "clause": clause, "draft": draft, "language": language}
    add(writing, language_versions, {**row, "original": language == original})
    return key


def add_member(
    writing: Writing,
    process: str,
    role: str,
    *,
    body: str | None = None,
    category: str = "state",
    languages: Sequence[str] = (),
) -> Member:
    """Insert a signed-in person with a seat, and the delegation of a body if one is named."""
    person, session = fresh_id(), fresh_id()
    delegation = add_delegation(writing, process, body, category) if body else None
    name = f"Person of {body or role}"
    add(
        writing,
        persons,
        {"id": person, "email": f"{person}@example.org", "name": name, "languages": [], "created_at": 1},
    )
    seat = add_seat(writing, process, person, role, delegation=delegation, languages=list(languages))
    row = {"id": session, "secret_hash": session, "person": person, "kind": "browser", "label": ""}
    add(writing, sessions, {**row, "created_at": 1, "expires_at": FAR_MS})
    return Member(person, seat, delegation, session)


def add_delegation(writing: Writing, process: str, name: str, category: str) -> str:
    """Insert a body and its part in the process."""
    body, delegation = fresh_id(), fresh_id()
    names = {"en": name}
    add(writing, bodies, {"id": body, "kind": "state", "code": body[-20:], "names": names, "short_names": {}})
    row = {"id": delegation, "process": process, "body": body, "category": category, "perspectives": []}
    add(writing, delegations, row)
    return delegation


def add_seat(writing: Writing, process: str, person: str, role: str, **settings: Any) -> str:
    """Insert a seat that has begun and does not end."""
    key = fresh_id()
    plain = {"capacity": "", "title": {}, "scope": {}, "languages": [], "speaks_for": [], "from_at": 0}
    row = {"id": key, "process": process, "person": person, "role": role}
    add(writing, seats, {**row, **plain, **settings})
    return key


def typed(
    text: str, actor: Actor, *, head: int = 0, client: int = 7, clock: int = 0, length: int = 1, edits: int = 1
) -> Batch:
    """Return a batch of `edits` insertions of `length` by one client, on top of `head`."""
    rows = tuple(
        Edit(f"{client}:{start}".encode(), actor, (Span(client, start, start + length),), (), at_ms=500 + start)
        for start in range(clock, clock + edits * length, length)
    )
    claim = Claim(client, actor.person, clock, clock + edits * length)
    return Batch(text, head, 1, 0, rows, (claim,))
