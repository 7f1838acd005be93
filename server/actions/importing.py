"""Import: a source text becomes clauses, with every word. Staged in chunks that nobody sees, then placed in one act."""

import asyncio
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from server.actions.house import Caller, House
from server.actions.sourcing import SourceFile, begin_import, cut_source, describe_cut, keep_source, list_brackets_of
from server.crdt.ledger import Ledger
from server.crdt.tree import build_update
from server.domain.canonical import canonical_json, text_hash
from server.domain.cutting import Cut, Terms
from server.domain.edits import Actor, Batch, Claim, Edit, Outcome, Verdict
from server.domain.errors import Conflict
from server.domain.identity import fresh_id
from server.domain.ranks import rank_between, spread_ranks
from server.storage.acceptance import accept_batches
from server.storage.agendas import (
    insert_clauses,
    insert_language_versions,
    insert_lineage,
    last_rank,
    place_clauses,
)
from server.storage.database import Database, Reading, Writing
from server.storage.decisions import insert_brackets, insert_decision, insert_versions
from server.storage.log import UpdateLog

Record = dict[str, Any]
EMPTY: Record = {"type": "doc", "content": [{"type": "paragraph"}]}
CHUNK = 8
"""Clauses written in one transaction, so that typing waits no longer than 20 ms."""


@dataclass(frozen=True, slots=True)
class NewClause:
    """A clause to be made: `parent` is the index of an earlier one; `texts` the document of each language it has.

    `id` is made up unless others refer to the clause already.
    """

    kind: str
    label: str
    titles: Mapping[str, str]
    parent: int | None
    texts: Mapping[str, Record]
    locator: Record
    id: str = ""


@dataclass(frozen=True, slots=True)
class Staged:
    """A clause that was made but not yet placed: its id, and language version ids by language."""

    id: str
    clause: NewClause
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Intake:
    """Where new clauses go, and on whose account: the person acts, the source is the author of the words."""

    agenda: str
    draft: Record
    actor: Actor


async def import_source(house: House, caller: Caller, agenda: str, file: SourceFile) -> Record:
    """Cut a source into clauses and put them at the end of the main draft.

    Returns what was made of it: `describe_cut`, with the agenda, the language and the source's id.

    Raises:
        Denied: `not_secretariat`. Unknown: `no_such_agenda`, `no_such_language`. And what `cut_source` raises.
    """
    importer = await house.database.read(lambda reading: begin_import(reading, caller, agenda, file.language))
    found, checked = await asyncio.to_thread(cut_source, file, Terms(frozenset(importer.delegations)))
    process = importer.place.agenda["process"]
    source = await house.database.write(lambda writing: keep_source(writing, process, file))
    intake = Intake(agenda, importer.place.draft, importer.actor(caller, source))
    brackets = list_brackets_of(found, agenda, [clause.id for clause in found.clauses], importer.delegations)
    await take_in(house.database, house.log, intake, new_clauses(found, file.language), brackets)
    told = {"agenda": agenda, "language": file.language, "source": source}
    return {**told, **describe_cut(found, checked)}


def new_clauses(found: Cut, language: str) -> list[NewClause]:
    """Turn what was cut into clauses to be made, in one language."""
    return [
        NewClause(
            kind=clause.kind,
            label=clause.label,
            titles={language: clause.title} if clause.title else {},
            parent=clause.parent,
            texts={language: clause.content},
            locator={"line": clause.line},
            id=clause.id,
        )
        for clause in found.clauses
    ]


async def take_in(
    database: Database,
    log: UpdateLog,
    intake: Intake,
    clauses: Sequence[NewClause],
    brackets: Sequence[Record] = (),
) -> list[Staged]:
    """Make the clauses in chunks, place them all in one act with the brackets over them, and return them."""
    staged: list[Staged] = []
    for chunk in _chunks(clauses):
        staged += await database.write(lambda writing, chunk=chunk: _stage(writing, log, intake, chunk))  # type: ignore[misc]
    await database.write(lambda writing: _place(writing, intake, staged, brackets))
    return staged


def _chunks(clauses: Sequence[NewClause]) -> Iterator[Sequence[NewClause]]:
    for start in range(0, len(clauses), CHUNK):
        yield clauses[start : start + CHUNK]


def _stage(writing: Writing, log: UpdateLog, intake: Intake, chunk: Sequence[NewClause]) -> list[Staged]:
    staged = [
        Staged(clause.id or fresh_id(), clause, {language: fresh_id() for language in intake.draft["languages"]})
        for clause in chunk
    ]
    insert_clauses(writing, [{"id": s.id, "agenda": intake.agenda, "kind": s.clause.kind} for s in staged])
    insert_language_versions(writing, [row for s in staged for row in _version_rows(intake, s)])
    _write_first_texts(
        writing, log, intake, {key: s.clause.texts.get(lang, EMPTY) for s in staged for lang, key in s.texts.items()}
    )
    insert_lineage(
        writing,
        [
            {
                "id": fresh_id(),
                "clause": s.id,
                "from_source": intake.actor.source,
                "relation": "imported",
                "locator": s.clause.locator,
            }
            for s in staged
            if intake.actor.source
        ],
    )
    return staged


def _version_rows(intake: Intake, staged: Staged) -> list[Record]:
    return [
        {
            "id": key,
            "clause": staged.id,
            "draft": intake.draft["id"],
            "language": language,
            "original": language == intake.draft["original_language"],
            "head_seq": 0,
            "epoch": 1,
            "status": "open",
            "lock_epoch": 0,
            "checkpoint_seq": 0,
        }
        for language, key in staged.texts.items()
    ]


def write_first_text(
    writing: Writing, log: UpdateLog, intake: Intake, key: str, document: Record, cause: str = "import"
) -> None:
    """Write the first update of an empty language version through the ledger, with its text and a stored version."""
    _write_first_texts(writing, log, intake, {key: document}, cause)


def _write_first_texts(
    writing: Writing, log: UpdateLog, intake: Intake, documents: Mapping[str, Record], cause: str = "import"
) -> None:
    """Write the first update of each language version; those that are empty share one, under one client id."""
    first: dict[str, _First] = {}
    nothing = None
    for key, document in documents.items():
        if document is EMPTY:
            nothing = nothing or _begin(EMPTY, intake)
        first[key] = nothing if document is EMPTY and nothing else _begin(document, intake)
    batches = [
        Batch(key, 0, 1, 0, (replace(each.edit, at_ms=writing.now_ms),), each.claims) for key, each in first.items()
    ]
    versions = []
    for (key, each), outcome in zip(first.items(), accept_batches(writing, batches), strict=True):
        if outcome.verdict is not Verdict.COMMITTED:
            raise Conflict("text_moved", language_version=key)
        if each is nothing:
            log.put_text(writing, key, epoch=1, seq=outcome.head, json=each.json, hash=each.hash)
        else:
            versions.append(_version_row(key, each, outcome, cause))
    insert_versions(writing, versions)


@dataclass(frozen=True, slots=True)
class _First:
    """A document as the first update of a text, judged by the ledger."""

    edit: Edit
    claims: tuple[Claim, ...]
    json: str
    hash: str


def _begin(document: Record, intake: Intake) -> _First:
    update = build_update(document, secrets.randbits(32) or 1)
    effect = Ledger().inspect(update, intake.actor.person)
    edit = Edit(update, intake.actor, effect.inserted, effect.deleted)
    return _First(edit, effect.claims, canonical_json(document), text_hash(document))


def _version_row(key: str, first: _First, outcome: Outcome, cause: str) -> Record:
    return {
        "id": fresh_id(),
        "language_version": key,
        "epoch": 1,
        "seq": outcome.head,
        "commit": outcome.commit,
        "state": first.edit.payload,
        "json": first.json,
        "hash": first.hash,
        "label": "",
        "cause": cause,
        "person": first.edit.actor.person,
        "seat": first.edit.actor.seat,
    }


def _place(writing: Writing, intake: Intake, staged: Sequence[Staged], brackets: Sequence[Record]) -> None:
    decision = fresh_id()
    commit = insert_decision(
        writing,
        {
            "id": decision,
            "agenda": intake.agenda,
            "draft": intake.draft["id"],
            "act": "import",
            "person": intake.actor.person,
            "seat": intake.actor.seat,
        },
    )
    rows = list(_placements(writing, intake, staged))
    log = [
        {
            "id": fresh_id(),
            "draft": intake.draft["id"],
            "clause": row["clause"],
            "commit": commit,
            "decision": decision,
            "act": "insert",
            "after": {key: row[key] for key in ("parent", "rank", "label", "titles")},
        }
        for row in rows
    ]
    place_clauses(writing, rows, log)
    insert_brackets(writing, [{**row, "opened_by": decision} for row in brackets])
    writing.publish(intake.agenda, "structure", draft=intake.draft["id"], act="import", clauses=len(rows))


def _placements(reading: Reading, intake: Intake, staged: Sequence[Staged]) -> Iterator[Record]:
    families: dict[int | None, list[int]] = {}
    for index, s in enumerate(staged):
        families.setdefault(s.clause.parent, []).append(index)
    base = last_rank(reading, intake.draft["id"])
    ranks: dict[int, str] = {}
    for parent, members in families.items():
        keys = spread_ranks(len(members))
        if parent is None and base is not None:
            start = rank_between(base, None)
            keys = [start + key for key in keys]
        ranks.update(zip(members, keys, strict=True))
    for index, s in enumerate(staged):
        yield {
            "draft": intake.draft["id"],
            "clause": s.id,
            "parent": None if s.clause.parent is None else staged[s.clause.parent].id,
            "rank": ranks[index],
            "label": s.clause.label,
            "titles": dict(s.clause.titles),
        }
