"""Undoing an act on the structure: an act of its own, refused while later ones build on what it made. Rule T-12."""

from collections.abc import Sequence
from typing import Any

from server.actions.carriage import (
    CARRY_SECONDS,
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
from server.actions.house import Caller, House, open_agenda
from server.actions.joining import append, joined_blocks, pair_texts
from server.actions.returning import put_back
from server.actions.shaping import Done, Shaping, answer, begin_shaping
from server.actions.undoable import FIELDS, Past, read_past
from server.crdt.fabric import read_fabric
from server.domain.edits import Actor
from server.domain.errors import Conflict, Unknown
from server.domain.identity import TextName
from server.domain.rights import may_shape
from server.domain.structure import UNDOABLE, Placed
from server.domain.terms import LockReason, TextStatus
from server.rooms.gavel import Held
from server.storage.database import Reading, Writing
from server.storage.decisions import fetch_version
from server.storage.log import UpdateLog
from server.storage.pens import lift_locks, list_heads
from server.storage.structure import (
    fetch_decision,
    list_respaced,
    list_undone,
    pass_brackets,
    read_layout,
)

Record = dict[str, Any]

_WORDED = frozenset({"split", "join", "retitle"})
"""Acts that write in texts."""


async def undo_decision(house: House, caller: Caller, decision: str) -> Record:
    """Make an act on the structure undone. That is a decision too; ids and words stay on the record.

    Raises:
        Unknown: `no_such_decision`. Denied: `not_office`. Unavailable: `not_settled`.
        Conflict: `cannot_undo` with `why`: `not_structure`, `undone`, `changed_since`, `has_children`, `clause_locked`,
            `text_changed`, `label_taken`, `place_gone`, `would_loop`; `text_moved`.
    """
    past, names = await house.database.read(lambda reading: _open(reading, caller, decision))
    async with house.rooms.hold(names, CARRY_SECONDS) as held:
        writs = await house.database.read(lambda reading: _carry_back(reading, house.log, caller, held, past))
        done = await house.database.write(lambda writing: _write(writing, house.log, caller, decision, held, writs))
        adopt(held, writs)
        held.release(done.statuses)
    return await answer(house, caller, done)


def _open(reading: Reading, caller: Caller, decision: str) -> tuple[Past, list[TextName]]:
    row = fetch_decision(reading, decision)
    if row is None:
        raise Unknown("no_such_decision")
    try:
        place = open_agenda(reading, caller, row["agenda"])
    except Unknown:
        raise Unknown("no_such_decision") from None
    place.require(may_shape)
    past = _require_undoable(reading, row)
    names = name_held(reading, row["draft"], past.clauses) if past.act in _WORDED else []
    return past, names


def _require_undoable(reading: Reading, row: Record) -> Past:
    if row["act"] not in UNDOABLE:
        raise Conflict("cannot_undo", why="not_structure")
    past = read_past(reading, row, read_layout(reading, row["draft"]), list_undone(reading, row["agenda"]))
    if why := past.obstacle():
        raise Conflict("cannot_undo", why=why)
    return past


def _carry_back(reading: Reading, log: UpdateLog, caller: Caller, held: Held, past: Past) -> list[Writ]:
    """Return what a split took away, written behind what stayed; or what a join brought, struck."""
    place = open_agenda(reading, caller, past.decision["agenda"])
    actor = Actor(caller.person, place.part.seat.id, place.part.seat.delegation, via="merge")
    items = {(item["clause"], item["language"]): {**item, **item["detail"]} for item in past.items}
    match past.act:
        case "split":
            first, second = _halves(past)
            return [
                append(reading, log, actor, held, pair, items.get((first, pair[0].language), {}).get("depth", 0)).writ
                for pair in pair_texts(held, first, second)
            ]
        case "join":
            first, second = _halves(past)
            return [
                _strike_joined(reading, log, actor, held, pair[0], items.get((first, pair[0].language), {}))
                for pair in pair_texts(held, first, second)
            ]
        case "retitle":
            texts = [(name, items.get((name.clause, name.language), {})) for name in held.texts]
            return [_say_again(reading, log, actor, held, name, item) for name, item in texts if item.get("version")]
        case _:
            return []


def _halves(past: Past) -> tuple[str, str]:
    """Return the clause that stayed, and the one that was made or withdrawn."""
    second = next(
        row["clause"]
        for row in past.log
        if row["before"] is None or row["before"]["withdrawn_at"] != row["after"]["withdrawn_at"]
    )
    first = next(row["clause"] for row in past.log if row["before"] == row["after"])
    return first, second


def _strike_joined(reading: Reading, log: UpdateLog, actor: Actor, held: Held, name: TextName, detail: Record) -> Writ:
    source = read_source(reading, log, name, held.texts[name])
    blocks = joined_blocks(source, detail.get("brought", []), detail.get("units", 0))
    if blocks is None:
        raise Conflict("cannot_undo", why="text_changed", language=name.language)
    edits, gone = strike_out(blocks, actor, reading.now_ms)
    return write_on(source, edits, carried=gone)


def _say_again(reading: Reading, log: UpdateLog, actor: Actor, held: Held, name: TextName, item: Record) -> Writ:
    """Return what puts a heading's words back, by those who wrote them; nothing if they are the same."""
    source = read_source(reading, log, name, held.texts[name])
    if source.text.seq != item["seq"]:
        raise Conflict("cannot_undo", why="text_changed", language=name.language)
    version = fetch_version(reading, item["version"])
    if version is None or version["seq"] == item["seq"]:
        return write_on(source, ())
    pen = source.open_pen(source)
    pen.write_blocks(source.fabric, read_fabric(version["state"]).children)
    struck, gone = strike_out(source.fabric.children, actor, reading.now_ms)
    return write_on(source, [*pen.finish(), *struck], pen.claims(), gone)


def _write(writing: Writing, log: UpdateLog, caller: Caller, decision: str, held: Held, writs: Sequence[Writ]) -> Done:
    row = fetch_decision(writing, decision)
    assert row is not None, "decisions are never removed"
    shaping = begin_shaping(writing, caller, row["agenda"], "undo", undoes=decision)
    undone = {key: by for key, by in list_undone(writing, row["agenda"]).items() if by != shaping.decision}
    past = read_past(writing, row, shaping.layout, undone)
    if why := past.obstacle():
        raise Conflict("cannot_undo", why=why)
    texts = {writ.name: held.texts[writ.name] for writ in writs if writ.edits}
    versions = keep_versions(shaping, caller, texts.values(), "undo")
    enter_texts(writing, log, writs)
    for writ in writs:
        if writ.edits:
            note_writ(shaping, writ, version=versions[writ.key])
    if past.act == "split":
        first, second = _halves(past)
        pass_brackets(writing, row["agenda"], second, first)
    _restore(shaping, past)
    return shaping.finish()


def _restore(shaping: Shaping, past: Past) -> None:
    """Put clauses back as they were; what the act made is withdrawn, what it withdrew stands again."""
    made = [row["clause"] for row in past.log if row["before"] is None]
    raised = []
    respaced = list_respaced(shaping.writing, shaping.draft, past.decision["commit"])
    for row in past.changes():
        placed = shaping.layout.clauses[row["clause"]]
        if row["before"] is None:
            continue
        values = _former(past.act, row, placed)
        put_back(shaping, placed, values, respaced)
        if values.get("withdrawn_at", placed.withdrawn_at) is None and not placed.stands:
            raised.append(placed.id)
    shaping.withdraw([shaping.layout.clauses[clause] for clause in made], decided=shaping.decision)
    _reopen(shaping, past, raised)


def _former(act: str, row: Record, placed: Placed) -> Record:
    names = ("parent", "rank", "label", "withdrawn_at") if act == "join" else FIELDS[act]
    now = placed.record()
    return {name: row["before"][name] for name in names if now[name] != row["before"][name]}


def _reopen(shaping: Shaping, past: Past, clauses: Sequence[str]) -> None:
    """Give the texts of clauses that stand again the status that they had."""
    if not clauses:
        return
    former = {item["language_version"]: item["detail"]["former"] for item in past.items if "former" in item["detail"]}
    heads = list_heads(shaping.writing, shaping.draft, clauses)
    lift_locks(shaping.writing, [head["id"] for head in heads], shaping.decision, reason=LockReason.WITHDRAWN)
    for status in TextStatus:
        shaping.set_statuses([head for head in heads if former.get(head["id"], "open") == status], status)
