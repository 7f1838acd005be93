"""Joining a clause with the one behind it: its words go to the end of the first, and it is withdrawn. Rule T-11."""

from collections.abc import Mapping
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
from server.crdt.codec import utf16_length
from server.crdt.fabric import Line, Thread, is_blank, marked
from server.domain.edits import Actor
from server.domain.errors import Conflict, Unknown
from server.domain.identity import TextName, fresh_id
from server.domain.rights import may_shape
from server.domain.structure import Layout, Placed
from server.rooms.gavel import Held
from server.storage.agendas import insert_lineage
from server.storage.database import Reading, Writing
from server.storage.log import UpdateLog
from server.storage.structure import add_to_brackets, read_layout

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Appending:
    """One language: what is written behind the words of the first clause, how much of it, and its brackets."""

    writ: Writ
    units: int
    brackets: frozenset[str]


async def join_clauses(house: House, caller: Caller, clause: str, behind: str, seen: Mapping[str, Seen]) -> Record:
    """Make one clause of two: the second must be the next that stands beside the first.

    Raises:
        Unknown: `no_such_clause`; `no_such_place` where the second does not follow the first. Denied: `not_office`.
        Conflict: `clause_withdrawn`, `clause_locked`; `text_moved` with the texts as they are now.
        Unavailable: `not_settled`.
    """
    names = await house.database.read(lambda reading: _find_texts(reading, caller, clause, behind))
    async with house.rooms.hold(names, CARRY_SECONDS) as held:
        compare_seen(held, seen, clause)
        added = await house.database.read(
            lambda reading: [
                append(reading, house.log, _act_as(reading, caller, clause), held, pair)
                for pair in pair_texts(held, clause, behind)
            ]
        )
        done = await house.database.write(
            lambda writing: _write(writing, house.log, caller, clause, behind, held, added)
        )
        adopt(held, [each.writ for each in added])
        held.release(done.statuses)
    return await answer(house, caller, done)


def pair_texts(held: Held, first: str, second: str) -> list[tuple[TextName, TextName]]:
    """Return the texts of two clauses, language by language."""
    languages = [name.language for name in held.texts if name.clause == second]
    return [(TextName(first, language), TextName(second, language)) for language in languages]


def _act_as(reading: Reading, caller: Caller, clause: str) -> Actor:
    part = open_clause(reading, caller, clause)[0].part
    return Actor(caller.person, part.seat.id, part.seat.delegation, via="merge")


def find_next(layout: Layout, clause: str) -> str | None:
    """Return the next sibling that stands."""
    siblings = [each.id for each in layout.children(layout.clauses[clause].parent) if each.stands or each.id == clause]
    at = siblings.index(clause) + 1
    return siblings[at] if at < len(siblings) else None


def _find_texts(reading: Reading, caller: Caller, clause: str, behind: str) -> list[TextName]:
    place, row = open_clause(reading, caller, clause)
    place.require(may_shape)
    layout = read_layout(reading, place.draft["id"])
    if row["withdrawn_at"] is not None:
        raise Conflict("clause_withdrawn", clauses=[clause])
    _require_next(layout, clause, behind)
    return name_held(reading, place.draft["id"], [clause, behind])


def _require_next(layout: Layout, clause: str, behind: str) -> Placed:
    if find_next(layout, clause) != behind:
        known = layout.clauses.get(behind)
        why = "unknown" if known is None else "moved" if known.stands else "withdrawn"
        raise Unknown("no_such_place", after=clause, why=why)
    return layout.clauses[behind]


def append(
    reading: Reading,
    log: UpdateLog,
    actor: Actor,
    held: Held,
    pair: tuple[TextName, TextName],
    depth: int = 0,
) -> Appending:
    """Return what carries the words of one held text behind those of another, `depth` nodes deep into its last block.

    Empty blocks of the first go, so that the words of the second are its only ones.
    """
    first, second = (read_source(reading, log, name, held.texts[name]) for name in pair)
    if is_blank(second.fabric):
        return Appending(write_on(first, ()), 0, frozenset())
    blocks = second.fabric.children
    pen = first.open_pen(second)
    empty = is_blank(first.fabric)
    pen.write_blocks(first.fabric, blocks, 0 if empty else depth)
    edits = pen.finish()
    struck, gone = strike_out(first.fabric.children if empty else (), actor, reading.now_ms)
    writ = write_on(first, [*edits, *struck], pen.claims(), gone)
    brackets = frozenset(str(mark["id"]) for mark in marked(blocks, "bracket"))
    return Appending(writ, count_units(blocks), brackets)


def count_units(threads: tuple[Thread, ...]) -> int:
    """Return how many UTF-16 units of text stand in threads."""
    return sum(
        sum(utf16_length(run.text) for run in thread.runs) if isinstance(thread, Line) else count_units(thread.children)
        for thread in threads
    )


def _write(
    writing: Writing,
    log: UpdateLog,
    caller: Caller,
    clause: str,
    behind: str,
    held: Held,
    added: list[Appending],
) -> Done:
    shaping = begin_on(writing, caller, clause, "join")
    first = shaping.standing(clause)
    second = _require_next(shaping.layout, clause, behind)
    shaping.require_open([clause, behind])
    versions = keep_versions(shaping, caller, held.texts.values(), "join")
    enter_texts(writing, log, [each.writ for each in added])
    shaping.change(first)
    for each in added:
        brought = [[s.client, s.start, s.end] for edit in each.writ.edits for s in edit.inserted]
        note_writ(shaping, each.writ, version=versions[each.writ.key], brought=brought, units=each.units)
    take_children(shaping, first, second)
    shaping.withdraw([second], decided=shaping.decision)
    made = {"decision": shaping.decision}
    row = {"id": fresh_id(), "clause": clause, "from_clause": behind, "relation": "joined", "locator": made}
    insert_lineage(writing, [row])
    add_to_brackets(writing, frozenset().union(*(each.brackets for each in added)), clause)
    return shaping.finish()


def take_children(shaping: Shaping, first: Placed, second: Placed) -> None:
    """Move what stands under the second clause under the first, behind what stands there, labelled by T-4."""
    for child in shaping.layout.children(second.id):
        siblings = shaping.layout.children(first.id)
        spot = shaping.layout.find_spot(child.id, first.id, siblings[-1].id if siblings else None)
        label = shaping.label_for(spot, None, child.label, but=child.id) if child.stands else child.label
        shaping.make_room(spot)
        shaping.change(child, parent=first.id, rank=spot.rank, label=label)
        shaping.lay_out(replace(child, parent=first.id, rank=spot.rank, label=label))


def joined_blocks(source: Source, brought: list[list[int]], units: int) -> tuple[Thread, ...] | None:
    """Return the blocks that a join brought, or None if they are no longer as they came."""
    spans = [tuple(span) for span in brought]

    def came(client: int, clock: int) -> bool:
        return any(client == c and start <= clock < end for c, start, end in spans)

    blocks = tuple(block for block in source.fabric.children if came(*block.id))
    return blocks if count_units(blocks) == units and all(_all_came(block, came) for block in blocks) else None


def _all_came(thread: Thread, came: Any) -> bool:
    if isinstance(thread, Line):
        return all(came(run.client, run.clock) for run in thread.runs)
    return came(*thread.id) and all(_all_came(child, came) for child in thread.children)
