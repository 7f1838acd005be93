"""Reading a text: the list of agendas, the tree of clauses with every language, one clause."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from server.actions.freshening import find_stale, freshen
from server.actions.house import Caller, House, Place, find_part, open_agenda, open_clause
from server.actions.signing import describe_delegation
from server.domain.canonical import is_empty
from server.domain.edits import Stored
from server.domain.identity import TextName
from server.domain.rights import may_import, may_label_version, may_lock, may_publish, may_reopen
from server.domain.standing import Standing
from server.domain.status import ClauseFacts, count_open_marks, count_statuses, find_obstacles, judge_status
from server.domain.terms import ClauseKind
from server.storage.agendas import (
    last_change,
    list_agendas,
    list_clauses,
    list_texts,
    main_draft,
    standing_agreements,
    stream_head,
)
from server.storage.authority import Authority
from server.storage.database import Reading
from server.storage.decisions import last_decision, list_brackets
from server.storage.people import fetch_person, list_seats
from server.storage.processes import fetch_process, last_consultation
from server.storage.revisions import last_publication

Record = dict[str, Any]

ACTS = {
    "lock": may_lock,
    "reopen": may_reopen,
    "publish": may_publish,
    "import": may_import,
    "label_versions": may_label_version,
}
EMPTY_TEXT: Record = {"type": "doc", "content": [{"type": "paragraph"}]}


@dataclass(frozen=True, slots=True)
class Book:
    """All that one reading of a draft needs, fetched at one moment."""

    draft: Record
    texts: dict[str, list[Record]]
    agreements: dict[str, Record]
    signs: dict[str, Record]


def open_book(reading: Reading, draft: Record, clause: str | None = None) -> Book:
    """Fetch the texts and agreements of a draft, or of one clause in it."""
    texts: dict[str, list[Record]] = {}
    for row in list_texts(reading, draft["id"], clause):
        row["document"] = json.loads(row["json"]) if row["json"] else EMPTY_TEXT
        texts.setdefault(row["clause"], []).append(row)
    agreements = standing_agreements(reading, draft["id"], clause)
    return Book(draft, texts, agreements, list_brackets(reading, draft["agenda"]))


def weigh_clause(book: Book, row: Record) -> tuple[ClauseFacts, int]:
    """Return a clause's facts for status and obstacles, and the most marks that one of its languages holds."""
    texts = book.texts.get(row["id"], [])
    marks = max((count_open_marks(text["document"]) for text in texts), default=0)
    agreement = book.agreements.get(row["id"])
    status = judge_status(
        withdrawn=row["withdrawn_at"] is not None,
        agreement_level=agreement["level"] if agreement else None,
        marks=marks,
    )
    there = {text["language"] for text in texts if not is_empty(text["document"])}
    missing = tuple(language for language in book.draft["languages"] if language not in there)
    facts = ClauseFacts(row["id"], row["label"], ClauseKind(row["kind"]), status, missing)
    return facts, marks


def describe_clause(authority: Authority, caller: Caller, book: Book, row: Record, process: str) -> Record:
    """Return a clause as clients see it, with what the caller may do in each language now."""
    facts, marks = weigh_clause(book, row)
    texts = {}
    for text in sorted(book.texts.get(row["id"], []), key=lambda t: book.draft["languages"].index(t["language"])):
        ruling = judge_text(authority, caller, text, row, process)
        texts[text["language"]] = {
            "seq": text["text_seq"] or 0,
            "hash": text["hash"] or "",
            "status": text["status"],
            "original": text["original"],
            "epoch": text["epoch"],
            "may_write": ruling.may_write,
            "reason": ruling.reason,
            "json": text["document"],
        }
    there = [language for language in texts if language not in facts.missing]
    return {
        "id": row["id"],
        "label": row["label"],
        "kind": row["kind"],
        "status": facts.status.value,
        "title": row["titles"],
        "languages": there,
        "texts": texts,
        "brackets": marks,
        "signs": {
            key: {"kind": sign["kind"], "delegations": sign["delegations"]}
            for key, sign in book.signs.items()
            if row["id"] in sign["clauses"]
        },
        "lock": describe_lock(book.agreements.get(row["id"])),
    }


def judge_text(authority: Authority, caller: Caller, text: Record, row: Record, process: str) -> Standing:
    """Return what the caller may do with one language version now."""
    return authority.standing(caller.session, stored_facts(text, agenda=row["agenda"], process=process), text["status"])


def stored_facts(text: Record, *, agenda: str, process: str) -> Stored:
    """Return a language version's row in the form in which rooms and rights know it, without its history."""
    return Stored(
        language_version=text["id"],
        clause=text["clause"],
        agenda=agenda,
        process=process,
        draft=text["draft"],
        language=text["language"],
        original=text["original"],
        epoch=text["epoch"],
        head=text["head_seq"],
        status=text["status"],
        lock_epoch=text["lock_epoch"],
        checkpoint=None,
        tail=(),
    )


def describe_lock(agreement: Record | None) -> Record | None:
    """Return who agreed a clause, when and on which hashes."""
    if agreement is None:
        return None
    return {
        "by": agreement["by"],
        "role": agreement["role"] or {},
        "at": agreement["at"],
        "level": agreement["level"],
        "hashes": agreement["hashes"],
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


async def show_agendas(house: House, caller: Caller) -> Record:
    """Return the agendas that the caller takes part in."""

    def read(reading: Reading) -> Record:
        processes = sorted({seat["process"] for seat in list_seats(reading, caller.person)})
        return {"agendas": [summarise(reading, caller, row) for row in list_agendas(reading, processes)]}

    return await house.database.read(read)


def summarise(reading: Reading, caller: Caller, row: Record) -> Record:
    """Return one line of the list of agendas."""
    part = find_part(reading, caller, row["process"])
    book = open_book(reading, main_draft(reading, row["id"]))
    facts = [weigh_clause(book, clause)[0] for clause in list_clauses(reading, book.draft["id"])]
    return {
        "id": row["id"],
        "title": row["titles"],
        "process": {"id": row["process"], "names": row["process_names"]},
        "languages": row["languages"],
        "role": part.seat.role.value if part else None,
        "delegation": describe_delegation(part.seat.delegation, part.code, part.names) if part else None,
        "counts": count_statuses(facts),
        "changed_at": last_change(reading, row["id"]) or row["created_at"],
    }


async def show_agenda(house: House, caller: Caller, agenda: str) -> Record:
    """Return an agenda with its whole tree as of one moment."""

    def read(reading: Reading) -> Record:
        place = open_agenda(reading, caller, agenda)
        row = place.agenda
        book = open_book(reading, place.draft)
        rows = list_clauses(reading, book.draft["id"])
        nodes = {r["id"]: describe_clause(house.authority, caller, book, r, row["process"]) for r in rows}
        facts = [weigh_clause(book, r)[0] for r in rows]
        process = fetch_process(reading, row["process"])
        draft = {key: book.draft[key] for key in ("id", "mode", "languages", "original_language")}
        return {
            "id": agenda,
            "title": row["titles"],
            "process": {key: process[key] for key in ("id", "names", "instrument_status")},
            "draft": draft,
            "languages": book.draft["languages"],
            "commit": stream_head(reading, agenda),
            "you": describe_you(reading, caller, place),
            "counts": count_statuses(facts),
            "publication": last_publication(reading, agenda),
            "consultation": describe_consultation(last_consultation(reading, row["process"])),
            "clauses": grow_tree(rows, nodes),
        }

    return await house.database.read(read)


def describe_consultation(row: Record | None) -> Record | None:
    """Return a meeting as clients see it; several places are named together."""
    if row is None:
        return None
    languages = {language for place in row["places"] for language in place if language != "country"}
    places = {
        language: ", ".join(place[language] for place in row["places"] if language in place) for language in languages
    }
    return {**{key: row[key] for key in ("id", "names", "since", "until")}, "places": places}


def read_clause(authority: Authority, reading: Reading, caller: Caller, clause: str) -> Record:
    """Return one clause as clients see it, with why it was reopened last."""
    place, row = open_clause(reading, caller, clause)
    book = open_book(reading, place.draft, clause)
    shown = describe_clause(authority, caller, book, row, row["process"])
    reopened = last_decision(reading, clause, "reopen")
    shown["reopened"] = (
        {"by": reopened["name"], "at": reopened["at"], "reason": reopened["reason"]} if reopened else None
    )
    return shown


async def show_clause(house: House, caller: Caller, clause: str) -> Record:
    """Return one clause as it is now: what is on disk, not what was stored a second ago."""

    def look(reading: Reading) -> list[TextName]:
        _, row = open_clause(reading, caller, clause)
        return find_stale(reading, row["agenda"], clause)

    await freshen(house, await house.database.read(look))
    return await house.database.read(lambda reading: read_clause(house.authority, reading, caller, clause))


async def show_obstacles(house: House, caller: Caller, agenda: str) -> Record:
    """Return what stands between the text and a final one."""

    def read(reading: Reading) -> Record:
        book = open_book(reading, open_agenda(reading, caller, agenda).draft)
        facts = [weigh_clause(book, row)[0] for row in list_clauses(reading, book.draft["id"])]
        found = find_obstacles(facts, book.draft["languages"])
        return {
            "obstacles": [
                {
                    "kind": obstacle.kind,
                    **({"language": obstacle.language} if obstacle.language else {}),
                    "clauses": [{"id": clause.id, "label": clause.label} for clause in obstacle.clauses],
                }
                for obstacle in found
            ]
        }

    return await house.database.read(read)
