"""Giving clauses other titles. The title of a heading is its text, so that changes with it. Rule T-5."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from server.actions.carriage import (
    CARRY_SECONDS,
    Source,
    Writ,
    adopt,
    enter_texts,
    keep_versions,
    name_held,
    note_writ,
    read_source,
    strike_out,
    write_on,
)
from server.actions.house import Caller, House, open_clause
from server.actions.shaping import Done, answer, begin_on
from server.actions.structuring import plain_document
from server.crdt.carrying import Author, Pen
from server.crdt.fabric import read_fabric
from server.crdt.tree import build_update
from server.domain.canonical import plain_text
from server.domain.edits import Actor
from server.domain.identity import TextName
from server.domain.rights import may_shape
from server.domain.structure import check_titles
from server.domain.terms import HEADING_KINDS
from server.rooms.gavel import Held
from server.storage.database import Reading, Writing
from server.storage.log import UpdateLog

Record = dict[str, Any]


async def retitle_clause(house: House, caller: Caller, clause: str, titles: Mapping[str, str]) -> Record:
    """Change the titles of a clause in the languages named; an empty one is taken away.

    Raises:
        Unknown: `no_such_clause`, `no_such_language`. Denied: `not_office`. Unavailable: `not_settled`.
        Conflict: `clause_locked`, `clause_withdrawn`. Unusable: `title_missing`, `title_too_long`.
    """
    names = await house.database.read(lambda reading: _find_texts(reading, caller, clause, titles))
    async with house.rooms.hold(names, CARRY_SECONDS) as held:
        writs = await house.database.read(lambda reading: _reword(reading, house.log, caller, held, titles))
        done = await house.database.write(
            lambda writing: _write(writing, house.log, caller, clause, titles, held, writs)
        )
        adopt(held, writs)
        held.release(done.statuses)
    return await answer(house, caller, done)


def _find_texts(reading: Reading, caller: Caller, clause: str, titles: Mapping[str, str]) -> list[TextName]:
    place, row = open_clause(reading, caller, clause)
    place.require(may_shape)
    check_titles(titles, row["titles"], place.draft["languages"], row["kind"])
    if row["kind"] not in HEADING_KINDS:
        return []
    return [name for name in name_held(reading, place.draft["id"], [clause]) if name.language in titles]


def _reword(reading: Reading, log: UpdateLog, caller: Caller, held: Held, titles: Mapping[str, str]) -> list[Writ]:
    writs = []
    for name, text in held.texts.items():
        part = open_clause(reading, caller, name.clause)[0].part
        actor = Actor(caller.person, part.seat.id, part.seat.delegation, via="merge")
        source = read_source(reading, log, name, text)
        writs.append(reword(source, titles[name.language], Author(actor, reading.now_ms)))
    return writs


def reword(source: Source, words: str, author: Author) -> Writ:
    """Return what puts other words in the place of all that a text says; nothing if they are the same."""
    document = plain_document(words)
    if plain_text(document) == plain_text(write_on(source, ()).document):
        return write_on(source, ())
    written = read_fabric(build_update(document, secrets.randbits(32) or 1))
    pen = Pen(lambda client, clock: author, source.open_pen(source).taken)
    pen.write_blocks(source.fabric, written.children)
    struck, gone = strike_out(source.fabric.children, author.actor, author.at_ms)
    return write_on(source, [*pen.finish(), *struck], pen.claims(), gone)


def _write(
    writing: Writing,
    log: UpdateLog,
    caller: Caller,
    clause: str,
    titles: Mapping[str, str],
    held: Held,
    writs: Sequence[Writ],
) -> Done:
    shaping = begin_on(writing, caller, clause, "retitle")
    placed = shaping.standing(clause)
    shaping.require_open([clause])
    said = check_titles(titles, placed.titles, shaping.place.draft["languages"], placed.kind)
    versions = keep_versions(shaping, caller, held.texts.values(), "retitle")
    enter_texts(writing, log, writs)
    for writ in writs:
        note_writ(shaping, replace(writ), version=versions[writ.key])
    shaping.change(placed, titles=said)
    return shaping.finish()
