"""An agenda as its page needs it: what is the reader's own, and its clauses, which many readers share."""

from collections.abc import Iterable
from dataclasses import dataclass

from server.actions.drafting import describe_draft
from server.actions.house import Caller, House, Place, open_agenda
from server.actions.meetings import describe_consultation, last_outcome
from server.actions.reading import Book, Record, Wanted, describe_clause, open_book, stored_facts, weigh_clauses
from server.actions.signing import describe_delegation
from server.domain.outcome import outcome_verbs
from server.domain.rights import (
    may_endorse,
    may_import,
    may_label_version,
    may_lock,
    may_manage_people,
    may_publish,
    may_reopen,
    may_set_draft,
    may_shape,
)
from server.domain.standing import Standing, seal
from server.domain.status import count_statuses
from server.domain.terms import TextStatus
from server.storage.agendas import list_clauses, stream_head
from server.storage.authority import Authority
from server.storage.database import Reading
from server.storage.drafts import current_consultation
from server.storage.facts import seal_settings
from server.storage.news import Mark, read_mark
from server.storage.people import fetch_person
from server.storage.processes import fetch_process
from server.storage.revisions import last_publication

ACTS = {
    "lock": may_lock,
    "reopen": may_reopen,
    "structure": may_shape,
    "pause": may_lock,
    "settings": may_set_draft,
    "publish": may_publish,
    "endorse": may_endorse,
    "import": may_import,
    "label_versions": may_label_version,
    "people": lambda seat, draft, now_ms: may_manage_people(seat, draft.process, now_ms),
}

Rulings = dict[tuple[str, ...], Standing]


@dataclass(frozen=True, slots=True)
class Key:
    """What decides how the clauses are shown: the same key, the same octets. `reader` is empty but for a reader whose
    seat is limited to some clauses.
    """

    agenda: str
    mark: Mark
    wanted: Wanted
    rulings: tuple[tuple[bool, str], ...]
    reader: str


@dataclass(frozen=True, slots=True)
class Glance:
    """An agenda without its clauses. `tag` names all that the reader would be shown now, but for the number."""

    key: Key
    tag: str
    own: Record
    place: Place
    rulings: Rulings


async def glance_at_agenda(house: House, caller: Caller, agenda: str, wanted: Wanted) -> Glance:
    """Return what is the reader's own of an agenda, and the key of the rest."""
    return await house.database.read(lambda reading: _glance(house.authority, reading, caller, agenda, wanted))


async def show_agenda(house: House, caller: Caller, agenda: str, wanted: Wanted) -> tuple[Glance, Record]:
    """Return an agenda as of one moment: what is the reader's own, and the tree of clauses with their counts."""

    def read(reading: Reading) -> tuple[Glance, Record]:
        glance = _glance(house.authority, reading, caller, agenda, wanted)
        book = open_book(reading, glance.place.draft)
        book.rulings.update(glance.rulings)
        return glance, _show_clauses(house.authority, reading, caller, book, glance)

    return await house.database.read(read)


def _show_clauses(authority: Authority, reading: Reading, caller: Caller, book: Book, glance: Glance) -> Record:
    rows = list_clauses(reading, book.draft["id"])
    process, wanted = glance.place.agenda["process"], glance.key.wanted
    nodes = {row["id"]: describe_clause(authority, caller, book, row, process, wanted) for row in rows}
    return {"counts": count_statuses(weigh_clauses(book, rows)), "clauses": grow_tree(rows, nodes)}


def _glance(authority: Authority, reading: Reading, caller: Caller, agenda: str, wanted: Wanted) -> Glance:
    place = open_agenda(reading, caller, agenda)
    process, seat = place.agenda["process"], place.part.seat
    rulings = {} if seat.scope.clauses else _foresee(authority, caller, place)
    own = _describe_own(reading, caller, place)
    key = Key(
        agenda,
        read_mark(reading, agenda, process, place.draft["id"]),
        wanted.settle(place.draft),
        tuple((ruling.may_write, ruling.reason) for ruling in rulings.values()),
        "" if rulings else f"{seat.id} {own['rights']}",
    )
    tag = seal(key, own)
    return Glance(key, tag, {"commit": stream_head(reading, agenda), **own}, place, rulings)


def _foresee(authority: Authority, caller: Caller, place: Place) -> Rulings:
    """Return what the caller may do with any text of the draft: its status, language and being the original decide."""
    draft, process = place.draft, place.agenda["process"]
    rulings: Rulings = {}
    for status in TextStatus:
        for language in draft["languages"]:
            for original in (False, True):
                text = {"id": "", "clause": "", "draft": draft["id"], "language": language, "original": original}
                row = {**text, "epoch": 0, "head_seq": 0, "status": status.value, "lock_epoch": 0}
                stored = stored_facts(row, agenda=place.agenda["id"], process=process)
                ruling = authority.standing(caller.session, stored, status.value)
                rulings[status.value, language, str(original)] = ruling
    return rulings


def _describe_own(reading: Reading, caller: Caller, place: Place) -> Record:
    row, draft = place.agenda, place.draft
    process = fetch_process(reading, row["process"])
    return {
        "id": row["id"],
        "title": row["titles"],
        "process": {
            **{key: process[key] for key in ("id", "names", "instrument_status")},
            "verbs": outcome_verbs(process["rules"]),
        },
        "draft": describe_draft(draft, place.facts, reading.now_ms),
        "languages": draft["languages"],
        "rights": seal_settings(reading, place.part.seat, place.part.spoken_for, draft["id"]),
        "you": describe_you(reading, caller, place),
        "publication": last_publication(reading, row["id"]),
        "outcome": last_outcome(reading, row["id"], row["process"]),
        "consultation": describe_consultation(current_consultation(reading, draft, row["process"])),
    }


def grow_tree(rows: Iterable[Record], nodes: dict[str, Record]) -> list[Record]:
    """Hang each clause under its parent, in order, and return the top ones."""
    top = []
    for row in rows:
        node = nodes[row["id"]]
        node.setdefault("children", [])
        if row["parent"] is None:
            top.append(node)
        else:
            nodes[row["parent"]].setdefault("children", []).append(node)
    return top


def describe_you(reading: Reading, caller: Caller, place: Place) -> Record:
    """Return the caller's part, and which acts it allows."""
    person = fetch_person(reading, caller.person)
    part = place.part
    return {
        "person": {"id": caller.person, "name": person["name"] if person else ""},
        "seat": part.seat.id,
        "role": part.seat.role.value,
        "delegation": describe_delegation(part.seat.delegation, part.code, part.names),
        "title": part.title,
        "may": {name: place.judge(may).allowed for name, may in ACTS.items()},
    }
