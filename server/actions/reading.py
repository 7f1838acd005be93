"""Reading a text: the list of agendas, the tree of clauses with every language, one clause."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from server.actions.brackets import show_brackets
from server.actions.freshening import find_stale, freshen
from server.actions.house import Caller, House, find_part, may_open, open_clause
from server.actions.signing import describe_delegation
from server.actions.weighing import EMPTY_TEXT as EMPTY_TEXT
from server.actions.weighing import TextRow
from server.domain.edits import Stored
from server.domain.identity import TextName
from server.domain.naming import veil_person
from server.domain.standing import Standing
from server.domain.status import ClauseFacts, count_statuses, judge_status
from server.domain.terms import ClauseKind
from server.storage.agendas import (
    last_change,
    list_agendas,
    list_clauses,
    list_texts,
    list_unmade,
    main_draft,
    standing_agreements,
)
from server.storage.authority import Authority
from server.storage.database import Reading
from server.storage.outcomes import last_published
from server.storage.pens import list_reopenings
from server.storage.people import list_seats
from server.storage.proposals import count_open
from server.storage.structure import list_lineage

Record = dict[str, Any]


MOST_COLUMNS, FIRST_COLUMNS = 3, 2


@dataclass(frozen=True, slots=True)
class Opening:
    """How a page opens: the columns of last time, and the reader's own language."""

    kept: tuple[str, ...]
    own: str

    def choose(self, languages: Sequence[str], original: str) -> frozenset[str]:
        """Return the languages shown first: those of last time that the text has, else one's own and the original."""
        ordered = sorted(languages, key=lambda code: (code != self.own, code != original))
        known = [code for code in ordered if code in self.kept]
        return frozenset(known[:MOST_COLUMNS] or ordered[:FIRST_COLUMNS])


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader wants of the texts: their words in some languages (None: all), and their hashes."""

    languages: frozenset[str] | None = None
    hashes: bool = True
    opening: Opening | None = None

    def settle(self, draft: Record) -> "Wanted":
        """Return the same with the languages that an opening page shows of this draft."""
        if self.opening is None:
            return self
        return Wanted(self.opening.choose(draft["languages"], draft["original_language"]), self.hashes)


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Book:
    """All that one reading of a draft needs, fetched at one moment. `rulings` are remembered as they are asked for.

    `unmade` are the clauses whose making was undone and on which no proposal is open (T-13).
    """

    draft: Record
    texts: dict[str, list[TextRow]]
    agreements: dict[str, Record]
    signs: dict[str, dict[str, Record]]
    lineage: dict[str, list[Record]]
    proposals: dict[str, int]
    unmade: frozenset[str]
    rulings: dict[tuple[str, ...], Standing] = field(default_factory=dict)


def open_book(reading: Reading, draft: Record, clause: str | None = None) -> Book:
    """Fetch the texts and agreements of a draft, or of one clause in it."""
    texts: dict[str, list[TextRow]] = {}
    for row in list_texts(reading, draft["id"], clause):
        texts.setdefault(row["clause"], []).append(TextRow(row))
    agreements = standing_agreements(reading, draft["id"], clause)
    lineage = list_lineage(reading, draft["id"], clause)
    proposals = count_open(reading, draft["agenda"], clause)
    unmade = list_unmade(reading, draft["id"]) - proposals.keys()
    return Book(draft, texts, agreements, sort_signs(show_brackets(reading, draft)), lineage, proposals, unmade)


def sort_signs(brackets: Mapping[str, Record]) -> dict[str, dict[str, Record]]:
    """Return by clause who asks for the brackets there, and what they ask."""
    signs: dict[str, dict[str, Record]] = {}
    for key, bracket in brackets.items():
        for clause in bracket["clauses"]:
            signs.setdefault(clause, {})[key] = {"kind": bracket["kind"], "delegations": bracket["delegations"]}
    return signs


def weigh_clause(book: Book, row: Record) -> tuple[ClauseFacts, int]:
    """Return a clause's facts for status and obstacles, and the most marks that one of its languages holds."""
    texts = book.texts.get(row["id"], [])
    marks = max((text.weight.marks for text in texts), default=0)
    agreement = book.agreements.get(row["id"])
    status = judge_status(
        withdrawn=row["withdrawn_at"] is not None,
        agreement_level=agreement["level"] if agreement else None,
        marks=marks,
    )
    there = {text["language"] for text in texts if not text.weight.is_empty}
    missing = tuple(language for language in book.draft["languages"] if language not in there)
    facts = ClauseFacts(row["id"], row["label"], ClauseKind(row["kind"]), status, missing)
    return facts, marks


def weigh_clauses(book: Book, rows: Iterable[Record]) -> list[ClauseFacts]:
    """Return the facts of the clauses that count: not of those whose making was undone."""
    return [weigh_clause(book, row)[0] for row in rows if row["id"] not in book.unmade]


def describe_clause(
    authority: Authority, caller: Caller, book: Book, row: Record, process: str, wanted: Wanted = EVERYTHING
) -> Record:
    """Return a clause as clients see it, with what the caller may do in each language now."""
    facts, marks = weigh_clause(book, row)
    texts = {}
    for text in sorted(book.texts.get(row["id"], []), key=lambda t: book.draft["languages"].index(t["language"])):
        if wanted.languages is None or text["language"] in wanted.languages:
            ruling = judge_text(authority, caller, book, text, row, process)
            texts[text["language"]] = describe_text(text, ruling, wanted)
        else:
            texts[text["language"]] = {"status": text["status"]}
    there = [language for language in texts if language not in facts.missing]
    return {
        "id": row["id"],
        "parent": row["parent"],
        "label": row["label"],
        "kind": row["kind"],
        "status": facts.status.value,
        "title": row["titles"],
        "languages": there,
        "texts": texts,
        "brackets": marks,
        "signs": book.signs.get(row["id"], {}),
        "proposals": book.proposals.get(row["id"], 0),
        "lock": describe_lock(book.agreements.get(row["id"]), book.draft["name_policy"]),
        **({"lineage": book.lineage[row["id"]]} if row["id"] in book.lineage else {}),
        **({"unmade": True} if row["id"] in book.unmade else {}),
    }


def describe_text(text: TextRow, ruling: Standing, wanted: Wanted) -> Record:
    """Return one language of a clause as clients see it; the stored words go out as they are."""
    return {
        "seq": text["text_seq"] or 0,
        **({"hash": text["hash"] or ""} if wanted.hashes else {}),
        "status": text["status"],
        "original": text["original"],
        "epoch": text["epoch"],
        "may_write": ruling.may_write,
        "reason": ruling.reason,
        "json": msgspec.Raw(text.json.encode()),
    }


def judge_text(authority: Authority, caller: Caller, book: Book, text: Record, row: Record, process: str) -> Standing:
    """Return what the caller may do with one language version now: the same wherever the same facts decide."""
    facts = (text["status"], text["language"], str(text["original"]))
    ruling = book.rulings.get(facts) or book.rulings.get((*facts, row["id"]))
    if ruling is None:
        stored = stored_facts(text, agenda=row["agenda"], process=process)
        ruling = authority.standing(caller.session, stored, text["status"])
        seat = authority.seat_of(caller.session, process)
        book.rulings[(*facts, row["id"]) if seat and seat.scope.clauses else facts] = ruling
    return ruling


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


def describe_lock(agreement: Record | None, policy: str) -> Record | None:
    """Return who agreed a clause, when and on which hashes."""
    if agreement is None:
        return None
    return {
        "by": veil_person(agreement["by"], policy),
        "role": agreement["role"] or {},
        "at": agreement["at"],
        "level": agreement["level"],
        "hashes": agreement["hashes"],
    }


def describe_reopening(reopened: Record | None, policy: str) -> Record | None:
    """Return who reopened a clause last, when and why."""
    if reopened is None:
        return None
    return {"by": veil_person(reopened["by"], policy), "at": reopened["at"], "reason": reopened["reason"]}


async def show_agendas(house: House, caller: Caller) -> Record:
    """Return the agendas that the caller may read."""

    def read(reading: Reading) -> Record:
        processes = sorted({seat["process"] for seat in list_seats(reading, caller.person)})
        rows = [row for row in list_agendas(reading, processes) if may_open(reading, caller, row["id"])]
        return {"agendas": [summarise(reading, caller, row) for row in rows]}

    return await house.database.read(read)


def summarise(reading: Reading, caller: Caller, row: Record) -> Record:
    """Return one line of the list of agendas."""
    part = find_part(reading, caller, row["process"])
    book = open_book(reading, main_draft(reading, row["id"]))
    facts = weigh_clauses(book, list_clauses(reading, book.draft["id"]))
    return {
        "id": row["id"],
        "title": row["titles"],
        "process": {"id": row["process"], "names": row["process_names"]},
        "languages": row["languages"],
        "role": part.seat.role.value if part else None,
        "delegation": describe_delegation(part.seat.delegation, part.code, part.names) if part else None,
        "counts": count_statuses(facts),
        "changed_at": last_change(reading, row["id"]) or row["created_at"],
        "published": last_published(reading, row["id"]),
    }


def read_clause(authority: Authority, reading: Reading, caller: Caller, clause: str) -> Record:
    """Return one clause as clients see it, with why it was reopened last."""
    place, row = open_clause(reading, caller, clause)
    book = open_book(reading, place.draft, clause)
    shown = describe_clause(authority, caller, book, row, row["process"])
    reopened = list_reopenings(reading, [clause]).get(clause)
    shown["reopened"] = describe_reopening(reopened, place.draft["name_policy"])
    return shown


async def show_clause(house: House, caller: Caller, clause: str) -> Record:
    """Return one clause as it is now: what is on disk, not what was stored a second ago."""

    def look(reading: Reading) -> list[TextName]:
        _, row = open_clause(reading, caller, clause)
        return find_stale(reading, row["agenda"], clause)

    await freshen(house, await house.database.read(look))
    return await house.database.read(lambda reading: read_clause(house.authority, reading, caller, clause))
