"""Import: a source text becomes clauses, with every word. Staged in chunks that nobody sees, then placed in one act."""

import asyncio
import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.actions.house import Caller, House, Place, open_agenda
from server.crdt.ledger import Ledger
from server.crdt.tree import build_update
from server.domain.canonical import canonical_json, text_hash
from server.domain.cutting import Cut, WordCheck, check_words, cut, read_source
from server.domain.edits import Actor, Batch, Edit, Verdict
from server.domain.errors import Conflict, Unknown
from server.domain.identity import fresh_id
from server.domain.ranks import rank_between, spread_ranks
from server.domain.rights import may_import
from server.storage.agendas import (
    insert_clauses,
    insert_language_versions,
    insert_lineage,
    last_rank,
    place_clauses,
)
from server.storage.database import Database, Reading, Writing
from server.storage.decisions import insert_decision, insert_versions
from server.storage.log import UpdateLog
from server.storage.processes import insert_source

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


async def import_source(house: House, caller: Caller, agenda: str, language: str, name: str, data: bytes) -> Record:
    """Cut a source text into clauses and put them at the end of the main draft.

    Returns the counts: clauses, words in the source and in the clauses, lines that hold markup only.

    Raises:
        Unusable: `not_utf8`, `binary`, `empty`, `words_lost`. TooLarge: `file_too_large`.
        Denied: `not_secretariat`. Unknown: `no_such_agenda`, `no_such_language`.
    """
    place = await house.database.read(lambda reading: _open(reading, caller, agenda, language))
    markdown = name.lower().endswith((".md", ".markdown"))
    found, checked = await asyncio.to_thread(cut_and_check, data, markdown=markdown)
    source = {
        "id": fresh_id(),
        "process": place.agenda["process"],
        "name": name[:300],
        "kind": "file",
        "content_hash": hashlib.sha256(data).hexdigest(),
    }
    await house.database.write(lambda writing: insert_source(writing, source))
    actor = Actor(caller.person, place.part.seat.id, None, via="import", source=source["id"])
    intake = Intake(agenda, place.draft, actor)
    await take_in(house.database, house.log, intake, new_clauses(found, language))
    return {
        "agenda": agenda,
        "language": language,
        "clauses": len(found.clauses),
        "words": {"source": checked.source_words, "clauses": checked.clause_words},
        "left_out": len(found.left_out),
        "source": source["id"],
    }


def cut_and_check(data: bytes, *, markdown: bool) -> tuple[Cut, WordCheck]:
    """Cut a source into clauses and prove that every word arrived."""
    text = read_source(data)
    found = cut(text, markdown=markdown)
    return found, check_words(text, found)


def _open(reading: Reading, caller: Caller, agenda: str, language: str) -> Place:
    place = open_agenda(reading, caller, agenda)
    place.require(may_import)
    languages = place.draft["languages"]
    if language not in languages:
        raise Unknown("no_such_language", language=language, languages=languages)
    return place


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
        )
        for clause in found.clauses
    ]


async def take_in(database: Database, log: UpdateLog, intake: Intake, clauses: Sequence[NewClause]) -> list[Staged]:
    """Make the clauses in chunks, place them all in one act, and return them."""
    staged: list[Staged] = []
    for chunk in _chunks(clauses):
        staged += await database.write(lambda writing, chunk=chunk: _stage(writing, log, intake, chunk))  # type: ignore[misc]
    await database.write(lambda writing: _place(writing, intake, staged))
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
    for s in staged:
        for language, key in s.texts.items():
            write_first_text(writing, log, intake, key, s.clause.texts.get(language, EMPTY))
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


def write_first_text(writing: Writing, log: UpdateLog, intake: Intake, key: str, document: Record) -> None:
    """Write the first update of an empty language version through the ledger, with its text and a stored version."""
    client = secrets.randbits(32) or 1
    update = build_update(document, client)
    effect = Ledger().inspect(update, intake.actor.person)
    edit = Edit(update, intake.actor, effect.inserted, effect.deleted, at_ms=writing.now_ms)
    outcome = log.append(writing, Batch(key, 0, 1, 0, (edit,), effect.claims))
    if outcome.verdict is not Verdict.COMMITTED:
        raise Conflict("text_moved", language_version=key)
    json, hash_ = canonical_json(document), text_hash(document)
    log.put_text(writing, key, epoch=1, seq=outcome.head, json=json, hash=hash_)
    if document is EMPTY:
        return
    insert_versions(
        writing,
        [
            {
                "id": fresh_id(),
                "language_version": key,
                "epoch": 1,
                "seq": outcome.head,
                "commit": outcome.commit,
                "state": update,
                "json": json,
                "hash": hash_,
                "label": "",
                "cause": "import",
                "person": intake.actor.person,
                "seat": intake.actor.seat,
            }
        ],
    )


def _place(writing: Writing, intake: Intake, staged: Sequence[Staged]) -> None:
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
