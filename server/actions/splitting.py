"""Splitting a clause in two at a caret: the second half becomes a clause of its own. Rules T-9 and T-10."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from server.actions.carriage import (
    CARRY_SECONDS,
    Source,
    Writ,
    adopt,
    compare_seen,
    enter_texts,
    keep_versions,
    name_held,
    note_writ,
    read_source,
    strike_out,
    write_on,
)
from server.actions.house import Caller, House, open_clause
from server.actions.shaping import Done, Shaping, answer, begin_on
from server.actions.striking import Seen
from server.actions.structuring import make_clause, make_texts
from server.crdt.carrying import Pen
from server.crdt.fabric import Thread, cut_fabric, depth_of, is_blank, marked
from server.crdt.tree import read_state
from server.domain.edits import Actor
from server.domain.errors import Conflict, Unknown, Unusable
from server.domain.identity import TextName, fresh_id
from server.domain.rights import may_shape
from server.domain.structure import Placed
from server.rooms.gavel import Held
from server.storage.agendas import insert_lineage
from server.storage.database import Reading, Writing
from server.storage.log import UpdateLog
from server.storage.structure import add_to_brackets

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Caret:
    """A place in a text: the block counted from 0, and how far in it, as an editor counts."""

    block: int
    offset: int


@dataclass(frozen=True, slots=True)
class Cutting:
    """One language that is cut: what stays is `left`; `right` is written anew for the second clause."""

    left: Writ
    pen: Pen
    document: Record
    depth: int
    brackets: frozenset[str]


async def split_clause(
    house: House, caller: Caller, clause: str, at: Mapping[str, Caret], seen: Mapping[str, Seen], label: str | None
) -> Record:
    """Make two clauses of one. Languages that are not cut stay whole, in the first.

    Raises:
        Unknown: `no_such_clause`, `no_such_language`. Denied: `not_office`. Unavailable: `not_settled`.
        Conflict: `clause_withdrawn`, `clause_locked`, `label_taken`; `text_moved` with the texts as they are now.
        Unusable: `nothing_to_split` with the language, `label_too_long`.
    """
    names = await house.database.read(lambda reading: _find_texts(reading, caller, clause, at))
    async with house.rooms.hold(names, CARRY_SECONDS) as held:
        compare_seen(held, seen, clause)
        cuts = await house.database.read(lambda reading: _cut_all(reading, house.log, caller, held, clause, at))
        done = await house.database.write(lambda writing: _write(writing, house.log, caller, clause, held, cuts, label))
        adopt(held, [cut.left for cut in cuts])
        held.release(done.statuses)
    return await answer(house, caller, done)


def _find_texts(reading: Reading, caller: Caller, clause: str, at: Mapping[str, Caret]) -> list[TextName]:
    place, row = open_clause(reading, caller, clause)
    place.require(may_shape)
    if row["withdrawn_at"] is not None:
        raise Conflict("clause_withdrawn", clauses=[clause])
    for language in at:
        if language not in place.draft["languages"]:
            raise Unknown("no_such_language", language=language)
    if not at:
        raise Unusable("nothing_to_split")
    return name_held(reading, place.draft["id"], [clause])


def _cut_all(
    reading: Reading, log: UpdateLog, caller: Caller, held: Held, clause: str, at: Mapping[str, Caret]
) -> list[Cutting]:
    part = open_clause(reading, caller, clause)[0].part
    actor = Actor(caller.person, part.seat.id, part.seat.delegation, via="merge")
    cuts = []
    for language, caret in at.items():
        name = TextName(clause, language)
        source = read_source(reading, log, name, held.texts[name])
        cuts.append(_cut(source, caret, actor, reading.now_ms))
    return cuts


def _cut(source: Source, caret: Caret, actor: Actor, at_ms: int) -> Cutting:
    left, right = cut_fabric(source.fabric, caret.block, caret.offset)
    if _is_empty(left) or _is_empty(right):
        raise Unusable("nothing_to_split", language=source.name.language)
    edits, gone = strike_out(right, actor, at_ms)
    pen = Pen(source.find_author)
    pen.write_blocks(None, right)
    document = read_state(*(edit.payload for edit in pen.finish()))
    brackets = frozenset(str(mark["id"]) for mark in marked(right, "bracket"))
    return Cutting(write_on(source, edits, carried=gone), pen, document, depth_of(right), brackets)


def _is_empty(threads: tuple[Thread, ...]) -> bool:
    return all(map(is_blank, threads))


def _write(
    writing: Writing,
    log: UpdateLog,
    caller: Caller,
    clause: str,
    held: Held,
    cuts: Sequence[Cutting],
    label: str | None,
) -> Done:
    shaping = begin_on(writing, caller, clause, "split")
    placed = shaping.standing(clause)
    shaping.require_open([clause])
    texts = {cut.left.name: held.texts[cut.left.name] for cut in cuts}
    versions = keep_versions(shaping, caller, texts.values(), "split")
    enter_texts(writing, log, [cut.left for cut in cuts])
    for cut in cuts:
        note_writ(shaping, cut.left, version=versions[cut.left.key], depth=cut.depth)
    shaping.change(placed)
    _place_second(shaping, log, placed, cuts, label)
    return shaping.finish()


def _place_second(shaping: Shaping, log: UpdateLog, first: Placed, cuts: Sequence[Cutting], label: str | None) -> None:
    spot = shaping.layout.find_spot(None, first.parent, first.id)
    shown = shaping.label_for(spot, label)
    shaping.make_room(spot)
    second = make_clause(shaping, first.kind)
    keys = make_texts(shaping, second)
    writs = [_second_text(keys, second, cut) for cut in cuts]
    enter_texts(shaping.writing, log, writs)
    for writ in writs:
        note_writ(shaping, writ)
    made = {"decision": shaping.decision}
    insert_lineage(
        shaping.writing,
        [{"id": fresh_id(), "clause": second, "from_clause": first.id, "relation": "split", "locator": made}],
    )
    add_to_brackets(shaping.writing, frozenset().union(*(cut.brackets for cut in cuts)), second)
    shaping.insert(replace(first, id=second, rank=spot.rank, label=shown, titles={}))


def _second_text(keys: Mapping[str, str], second: str, cut: Cutting) -> Writ:
    language = cut.left.name.language
    edits = tuple(cut.pen.edits)
    return Writ(TextName(second, language), keys[language], 0, 1, 0, edits, cut.pen.claims(), cut.document)
