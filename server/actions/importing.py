"""Import: a source text becomes clauses, with every word. Staged in chunks that nobody sees, then placed in one act."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.actions.first_texts import EMPTY, FirstText, begin_text, write_first_texts
from server.actions.house import Caller, House
from server.actions.sourcing import SourceFile, begin_import, cut_source, describe_cut, keep_source, list_brackets_of
from server.domain.cutting import Cut, Terms
from server.domain.edits import Actor
from server.domain.identity import fresh_id
from server.domain.ranks import rank_between, spread_ranks
from server.storage.agendas import (
    insert_clauses,
    insert_language_versions,
    insert_lineage,
    last_rank,
    place_clauses,
)
from server.storage.database import Database, Writing
from server.storage.decisions import insert_brackets, insert_decision

Record = dict[str, Any]
CHUNK = 8
CHUNK_BYTES = 200_000
"""Clauses written in one transaction, and bytes if there are several, so that typing waits no longer than 20 ms."""


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
class Begun:
    """A clause that nobody has written down yet: the first text of each language it has, and of all others."""

    clause: NewClause
    texts: Mapping[str, FirstText]
    blank: FirstText

    @property
    def weight(self) -> int:
        """Bytes that its texts take."""
        return sum(text.weight for text in self.texts.values())


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
        Denied: `not_secretariat`. Unknown: `no_such_agenda`, `no_such_language`.
        And what `cut_source` and `begin_clauses` raise.
    """
    importer = await house.database.read(lambda reading: begin_import(reading, caller, agenda, file.language))
    found, checked = await asyncio.to_thread(cut_source, file, Terms(frozenset(importer.delegations)))
    begun = await asyncio.to_thread(begin_clauses, new_clauses(found, file.language), caller.person)
    process = importer.place.agenda["process"]
    source = await house.database.write(lambda writing: keep_source(writing, process, file))
    intake = Intake(agenda, importer.place.draft, importer.actor(caller, source))
    brackets = list_brackets_of(found, agenda, [clause.id for clause in found.clauses], importer.delegations)
    await take_in(house.database, intake, begun, brackets)
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


def begin_clauses(clauses: Sequence[NewClause], person: str) -> list[Begun]:
    """Build the first texts of clauses. It takes processor time: call it in a thread.

    Raises:
        TooLarge: `clause_too_long`, with the line.
    """
    blank = begin_text(EMPTY, person)
    return [
        Begun(
            clause,
            {key: begin_text(text, person, clause.locator.get("line", 0)) for key, text in clause.texts.items()},
            blank,
        )
        for clause in clauses
    ]


async def take_in(
    database: Database, intake: Intake, begun: Sequence[Begun], brackets: Sequence[Record] = ()
) -> list[Staged]:
    """Make the clauses in chunks, place them all in one act with the brackets over them, and return them."""
    staged: list[Staged] = []
    for chunk in split_chunks(begun):
        staged += await database.write(lambda writing, chunk=chunk: _stage(writing, intake, chunk))  # type: ignore[misc]
    rows = await asyncio.to_thread(lambda: list(_placements(intake, staged)))
    await database.write(lambda writing: _place(writing, intake, rows, brackets))
    return staged


def split_chunks(begun: Sequence[Begun]) -> Iterator[Sequence[Begun]]:
    """Yield the clauses in order, as many as one transaction may write."""
    chunk: list[Begun] = []
    weight = 0
    for clause in begun:
        if chunk and (len(chunk) == CHUNK or weight + clause.weight > CHUNK_BYTES):
            yield chunk
            chunk, weight = [], 0
        chunk.append(clause)
        weight += clause.weight
    if chunk:
        yield chunk


def _stage(writing: Writing, intake: Intake, chunk: Sequence[Begun]) -> list[Staged]:
    staged = [
        Staged(
            each.clause.id or fresh_id(), each.clause, {language: fresh_id() for language in intake.draft["languages"]}
        )
        for each in chunk
    ]
    insert_clauses(writing, [{"id": s.id, "agenda": intake.agenda, "kind": s.clause.kind} for s in staged])
    insert_language_versions(writing, [row for s in staged for row in _version_rows(intake, s)])
    texts = {
        key: each.texts.get(language, each.blank)
        for each, s in zip(chunk, staged, strict=True)
        for language, key in s.texts.items()
    }
    write_first_texts(writing, intake.actor, texts, "import")
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


def _place(writing: Writing, intake: Intake, rows: Sequence[Record], brackets: Sequence[Record]) -> None:
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
    base = last_rank(writing, intake.draft["id"])
    start = "" if base is None else rank_between(base, None)
    rows = [row if row["parent"] else {**row, "rank": start + row["rank"]} for row in rows]
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


def _placements(intake: Intake, staged: Sequence[Staged]) -> Iterator[Record]:
    """Yield where each clause stands, the top ones as if nothing stood before them."""
    families: dict[int | None, list[int]] = {}
    for index, s in enumerate(staged):
        families.setdefault(s.clause.parent, []).append(index)
    ranks: dict[int, str] = {}
    for members in families.values():
        ranks.update(zip(members, spread_ranks(len(members)), strict=True))
    for index, s in enumerate(staged):
        yield {
            "draft": intake.draft["id"],
            "clause": s.id,
            "parent": None if s.clause.parent is None else staged[s.clause.parent].id,
            "rank": ranks[index],
            "label": s.clause.label,
            "titles": dict(s.clause.titles),
        }
