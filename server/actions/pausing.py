"""Pens down: a chair stops all writing in some clauses, or everywhere, without agreeing anything. Rules D-1 and D-2."""

from collections.abc import Mapping
from typing import Any

from server.actions.acts import Rule
from server.actions.gathering import Statuses, hold_living, let_go, name_texts, show_moved
from server.actions.house import Caller, House
from server.actions.motions import Choice, begin_motion
from server.domain.errors import Conflict
from server.domain.identity import fresh_id
from server.domain.rights import may_lock, may_reopen
from server.domain.terms import LockReason, TextStatus
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_locks
from server.storage.pens import former_statuses, lift_locks, list_heads, lock_heads, set_statuses

Record = dict[str, Any]
WRITABLE = (TextStatus.OPEN, TextStatus.TRANSLATING)


async def pause_clauses(house: House, caller: Caller, agenda: str, choice: Choice) -> Record:
    """Stop everybody's pen in the clauses chosen; what is locked stays locked.

    Raises:
        Unknown: `no_such_agenda`, `no_such_clause`. Denied: `not_chair`.
        Conflict: `nothing_to_pause`, `clause_withdrawn`.
    """
    heads = await house.database.read(lambda reading: _find(reading, caller, agenda, choice, may_lock))
    names = name_texts(head for head in heads if head["status"] in WRITABLE)
    async with hold_living(house, names) as held:
        decision, clauses, statuses = await house.database.write(lambda w: _write_pause(w, caller, agenda, choice))
        await let_go(house, held, {**names, **name_texts(clauses)}, statuses)
    return await show_moved(house, caller, agenda, decision, {head["clause"] for head in clauses})


async def resume_clauses(house: House, caller: Caller, agenda: str, choice: Choice) -> Record:
    """Give the paused texts of the clauses chosen the status that they had before.

    Raises:
        Unknown: `no_such_agenda`, `no_such_clause`. Denied: `not_chair`. Conflict: `not_paused`, `clause_withdrawn`.
    """
    await house.database.read(lambda reading: _find(reading, caller, agenda, choice, may_reopen))
    decision, heads, statuses = await house.database.write(lambda w: _write_resumption(w, caller, agenda, choice))
    names = name_texts(heads)
    await house.rooms.set_statuses({names[key]: status for key, status in statuses.items()})
    return await show_moved(house, caller, agenda, decision, {head["clause"] for head in heads})


def _find(reading: Reading, caller: Caller, agenda: str, choice: Choice, may: Rule) -> list[Record]:
    motion = begin_motion(reading, caller, agenda, choice, may)
    return list_heads(reading, motion.draft, motion.clauses)


def _write_pause(writing: Writing, caller: Caller, agenda: str, choice: Choice) -> tuple[str, list[Record], Statuses]:
    motion = begin_motion(writing, caller, agenda, choice, may_lock)
    writing.number(agenda)
    heads = [head for head in lock_heads(writing, motion.draft, motion.clauses) if head["status"] in WRITABLE]
    if not heads:
        raise Conflict("nothing_to_pause")
    motion.decide(writing, "pause")
    motion.enter(writing, heads, was=lambda head: head["status"])
    statuses = set_statuses(writing, [head["id"] for head in heads], TextStatus.PAUSED)
    insert_locks(writing, [_pause_row(head, motion.decision) for head in heads])
    motion.publish(writing, dict.fromkeys(head["clause"] for head in heads))
    return motion.decision, heads, statuses


def _pause_row(head: Mapping[str, Any], decision: str) -> Record:
    return {
        "id": fresh_id(),
        "language_version": head["id"],
        "reason": LockReason.PAUSE.value,
        "status": TextStatus.PAUSED.value,
        "decision": decision,
    }


def _write_resumption(
    writing: Writing, caller: Caller, agenda: str, choice: Choice
) -> tuple[str, list[Record], Statuses]:
    motion = begin_motion(writing, caller, agenda, choice, may_reopen)
    writing.number(agenda)
    heads = [head for head in lock_heads(writing, motion.draft, motion.clauses) if head["status"] == TextStatus.PAUSED]
    if not heads:
        raise Conflict("not_paused")
    former = former_statuses(writing, [head["id"] for head in heads])
    motion.decide(writing, "resume")
    motion.enter(writing, heads, now=lambda head: former[head["id"]].value)
    lift_locks(writing, list(former), motion.decision, reason=LockReason.PAUSE)
    statuses: Statuses = {}
    for status in set(former.values()):
        statuses |= set_statuses(writing, [key for key in former if former[key] is status], status)
    motion.publish(writing, dict.fromkeys(head["clause"] for head in heads))
    return motion.decision, heads, statuses
