"""A second language on clauses that stand: their words are written into the empty texts. Rules: IMPORT.md 43-49."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from server.actions.carriage import Writ, adopt, enter_texts, read_source, write_on
from server.actions.first_texts import begin_text
from server.actions.house import Caller, House
from server.actions.pairing import Filling, Plan, Standing, describe_plan, lay_side_by_side, read_standing
from server.actions.shaping import begin_shaping, find_closed
from server.actions.sourcing import Importer, SourceFile, begin_import, keep_source, list_brackets_of
from server.crdt.carrying import Author, Pen
from server.crdt.fabric import read_fabric
from server.crdt.tree import merge_state
from server.domain.canonical import canonical_json, is_empty, plain_text, text_hash
from server.domain.edits import Actor
from server.domain.errors import Conflict
from server.domain.identity import TextName, fresh_id
from server.rooms.gavel import Held
from server.storage.agendas import insert_lineage
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_brackets, insert_versions
from server.storage.log import UpdateLog
from server.storage.pens import list_heads

Record = dict[str, Any]
CHUNK = 8
"""Texts written in one transaction, so that typing waits no longer than 20 ms."""


@dataclass(frozen=True, slots=True)
class Task:
    """One alignment while it is written: which agenda and language, and on whose account."""

    caller: Caller
    importer: Importer
    agenda: str
    language: str
    actor: Actor
    begun: Mapping[str, bytes]
    """The words of each clause as an update, by its id."""


async def align_source(house: House, caller: Caller, agenda: str, file: SourceFile, under: str | None = None) -> Record:
    """Write a source into the texts of one language, clause by clause as labels, order and lengths say.

    Returns `describe_plan`, with the agenda, the language and the source's id.

    Raises:
        Unknown: `no_such_agenda`, `no_such_language`, `no_such_place`.
        Denied: `not_secretariat`. Unavailable: `not_settled`.
        Conflict: `text_exists` with the clauses that have other words in this language, `clause_locked`.
        Unusable: `nothing_aligns`. And what `cut_source` raises.
    """

    def read(reading: Reading) -> tuple[Importer, list[Standing]]:
        importer = begin_import(reading, caller, agenda, file.language)
        return importer, list(read_standing(reading, importer.place.draft, file.language, under))

    importer, standing = await house.database.read(read)
    plan = await asyncio.to_thread(lay_side_by_side, file, frozenset(importer.delegations), standing)
    fillings = [each for each in plan.fillings() if not is_empty(each.document)]
    missing = require_empty(plan, fillings)
    draft, process = importer.place.draft["id"], importer.place.agenda["process"]
    closed = await house.database.read(lambda r: find_closed(r, draft, [each.clause for each in missing]))
    if closed:
        raise Conflict("clause_locked", clauses=closed)
    begun = await asyncio.to_thread(_begin_updates, missing, caller.person)
    source = await house.database.write(lambda writing: keep_source(writing, process, file))
    task = Task(caller, importer, agenda, file.language, importer.actor(caller, source), begun)
    for start in range(0, len(missing), CHUNK):
        await _fill(house, task, missing[start : start + CHUNK])
    await house.database.write(lambda writing: _decide(writing, task, plan))
    return {"agenda": agenda, "language": file.language, "source": source, **describe_plan(plan)}


def require_empty(plan: Plan, fillings: Sequence[Filling]) -> list[Filling]:
    """Return what is still to be written; a text that has these very words already is left as it is (IMPORT 48)."""
    own = {each.id: each for each in plan.standing}
    missing, taken = [], []
    for filling in fillings:
        there = own[filling.clause]
        if is_empty(there.own):
            missing.append(filling)
        elif plain_text(there.own) != plain_text(filling.document):
            taken.append({"id": there.id, "label": there.label})
    if taken:
        raise Conflict("text_exists", clauses=taken)
    return missing


def _begin_updates(fillings: Sequence[Filling], person: str) -> dict[str, bytes]:
    """Return the words of each clause as an update, or raise TooLarge `clause_too_long` with the line."""
    return {each.clause: begin_text(each.document, person, each.line).payload for each in fillings}


async def _fill(house: House, task: Task, fillings: Sequence[Filling]) -> None:
    by_name = {TextName(each.clause, task.language): each for each in fillings}
    async with house.rooms.hold(list(by_name)) as held:
        writs = await house.database.read(lambda reading: _write_texts(reading, house.log, held, by_name, task))
        await house.database.write(lambda writing: _enter(writing, house.log, task, held, writs))
        adopt(held, writs)
        held.release({})


def _write_texts(
    reading: Reading, log: UpdateLog, held: Held, fillings: Mapping[TextName, Filling], task: Task
) -> list[Writ]:
    """Return what is written in each text: on from the empty paragraph that is there.

    Raises:
        Conflict: `text_exists`: somebody has begun to type meanwhile.
    """
    author = Author(task.actor, reading.now_ms)
    writs = []
    for name, text in held.texts.items():
        source = read_source(reading, log, name, text)
        if not is_empty(write_on(source, ()).document):
            raise Conflict("text_exists", clauses=[{"id": name.clause, "label": fillings[name].label}])
        written = read_fabric(task.begun[name.clause])
        pen = Pen(lambda client, clock: author, source.open_pen(source).taken)
        pen.write_blocks(source.fabric, written.children, depth=1)
        edits = [replace(edit, actor=task.actor) for edit in pen.finish()]
        writs.append(write_on(source, edits, pen.claims()))
    return writs


def _enter(writing: Writing, log: UpdateLog, task: Task, held: Held, writs: Sequence[Writ]) -> None:
    """Write the texts, each with a stored version."""
    enter_texts(writing, log, writs)
    versions = [
        {
            "id": fresh_id(),
            "language_version": writ.key,
            "epoch": writ.epoch,
            "seq": writ.head,
            "commit": writing.number(task.agenda),
            "state": merge_state(held.texts[writ.name].state, *(edit.payload for edit in writ.edits)),
            "json": canonical_json(writ.document),
            "hash": text_hash(writ.document),
            "label": "",
            "cause": "import",
            "person": task.actor.person,
            "seat": task.actor.seat,
        }
        for writ in writs
    ]
    insert_versions(writing, versions)


def _decide(writing: Writing, task: Task, plan: Plan) -> None:
    """Record the act: the texts with their hashes, where each comes from, the brackets in them, and titles."""
    shaping = begin_shaping(writing, task.caller, task.agenda, "import")
    fillings = list(plan.fillings())
    for filling in fillings:
        placed = shaping.layout.clauses[filling.clause]
        if filling.title and placed.stands:
            shaping.change(placed, titles={**placed.titles, task.language: filling.title})
    for head in list_heads(writing, shaping.draft, [each.clause for each in fillings]):
        if head["language"] == task.language:
            shaping.note(head["clause"], head["id"], head["head_seq"], head["hash"], language=task.language)
    insert_lineage(writing, [_lineage(task, filling) for filling in fillings])
    clauses = [plan.ids.get(at, "") for at in range(len(plan.found.clauses))]
    brackets = list_brackets_of(plan.found, task.agenda, clauses, task.importer.delegations)
    insert_brackets(writing, [{**row, "opened_by": shaping.decision} for row in brackets])
    shaping.finish()


def _lineage(task: Task, filling: Filling) -> Record:
    """Return where a text comes from: the line and the label as printed there, which may differ from the clause's."""
    return {
        "id": fresh_id(),
        "clause": filling.clause,
        "from_source": task.actor.source,
        "relation": "imported",
        "locator": {"line": filling.line, "label": filling.label, "language": task.language},
    }
