"""The gavel: a chair agrees clauses and closes them, or reopens them with a reason. Rules L-1 to L-8 of domain/SPEC."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.actions.gathering import Statuses
from server.actions.house import Caller, House, open_clause
from server.actions.motions import Choice
from server.actions.striking import Ground, Seen, States, Stroke, Verb, strike
from server.domain.errors import Conflict, Unknown, Unusable
from server.domain.identity import fresh_id
from server.domain.rights import may_lock, may_reopen
from server.domain.terms import LockReason, TextStatus
from server.storage.agendas import standing_agreements
from server.storage.database import Writing
from server.storage.decisions import insert_locks
from server.storage.pens import end_agreements, insert_agreements, lift_locks, set_statuses

Record = dict[str, Any]


async def lock_clause(
    house: House, caller: Caller, clause: str, languages: Sequence[str] | None, seen: Mapping[str, Seen]
) -> Record:
    """Agree a clause and close it: from then on nobody can change the languages named (all of them if none is).

    Raises:
        Denied: `not_chair`. Unknown: `no_such_clause`, `no_such_language`.
        Conflict: `already_locked`; `text_moved` with the text as it is now for each language that moved.
    """
    agenda = await _find_agenda(house, caller, clause)
    stroke = Stroke(caller, agenda, Choice((clause,)), languages, {clause: seen} if seen else None)
    try:
        done = await strike(house, stroke, LOCK)
    except Conflict as conflict:
        if conflict.code != "text_moved":
            raise
        raise Conflict("text_moved", languages=conflict.detail["clauses"].get(clause, {})) from None
    return {"decision": done["decision"], "clause": done["clauses"][0]}


async def lock_clauses(
    house: House, caller: Caller, agenda: str, choice: Choice, seen: Mapping[str, Mapping[str, Seen]]
) -> Record:
    """Agree clauses and close them in all languages, in one decision: all or none (L-7).

    Those named must be open; of those under a clause, the ones that are closed already are passed over.

    Raises:
        Denied: `not_chair`. Unknown: `no_such_agenda`, `no_such_clause`.
        Conflict: `already_locked`, `clause_withdrawn` with the clauses; `text_moved` with the text as it is now, by
            clause and language, for all that moved.
    """
    return await strike(house, Stroke(caller, agenda, choice, None, seen), LOCK)


async def reopen_clause(house: House, caller: Caller, clause: str, reason: str) -> Record:
    """Open a closed clause in all its languages; the reason goes into the record and the agreement falls.

    Raises:
        Denied: `not_chair`. Unusable: `reason_missing`. Conflict: `not_locked`.
    """
    agenda = await _find_agenda(house, caller, clause)
    done = await reopen_clauses(house, caller, agenda, Choice((clause,)), reason)
    return {"decision": done["decision"], "clause": done["clauses"][0]}


async def reopen_clauses(house: House, caller: Caller, agenda: str, choice: Choice, reason: str) -> Record:
    """Open closed clauses in all their languages, in one decision: all or none (L-7).

    Raises:
        Denied: `not_chair`. Unusable: `reason_missing`. Conflict: `not_locked`, `clause_withdrawn` with the clauses.
    """
    if not reason.strip():
        raise Unusable("reason_missing")
    stroke = Stroke(caller, agenda, choice, reason=reason.strip())
    return await strike(house, stroke, REOPEN)


async def _find_agenda(house: House, caller: Caller, clause: str) -> str:
    _, row = await house.database.read(lambda reading: open_clause(reading, caller, clause))
    return str(row["agenda"])


def _choose_open(stroke: Stroke, family: Sequence[Record]) -> list[Record]:
    """Return those of a clause's languages that are named (all if none is) and not closed yet."""
    there = {head["language"] for head in family}
    for language in stroke.languages or ():
        if language not in there:
            raise Unknown("no_such_language", language=language)
    named = [head for head in family if stroke.languages is None or head["language"] in stroke.languages]
    return [head for head in named if head["status"] != TextStatus.LOCKED]


def _close(writing: Writing, ground: Ground, states: States) -> Statuses:
    """Lock the languages chosen; where that agrees a clause, the others stay with their translators (L-4, L-8)."""
    motion = ground.motion
    agreed = {head["clause"] for head in ground.chosen if head["original"]}
    others = [
        head["id"]
        for head in ground.heads
        if head["clause"] in agreed and head["id"] not in states and head["status"] != TextStatus.LOCKED
    ]
    lift_locks(writing, [*states, *others], motion.decision, reason=LockReason.PAUSE)
    statuses = set_statuses(writing, list(states), TextStatus.LOCKED)
    statuses |= set_statuses(writing, others, TextStatus.TRANSLATING)
    insert_locks(
        writing,
        [
            {"id": fresh_id(), "language_version": key, "reason": "agreed", "status": status}
            | {"decision": motion.decision}
            for key, (status, _) in statuses.items()
        ],
    )
    _agree(writing, ground, states, agreed)
    return statuses


def _agree(writing: Writing, ground: Ground, states: States, agreed: set[str]) -> None:
    """Record the agreement on each clause whose original was locked, or to which a translation was added."""
    motion = ground.motion
    standing = standing_agreements(writing, motion.draft)
    hashes: dict[str, Record] = {}
    for head in ground.chosen:
        if head["clause"] in agreed or head["clause"] in standing:
            known = standing[head["clause"]]["hashes"] if head["clause"] in standing else {}
            hashes.setdefault(head["clause"], dict(known))[head["language"]] = states[head["id"]].hash
    end_agreements(writing, [clause for clause in hashes if clause in standing], motion.draft, motion.decision)
    insert_agreements(
        writing,
        [
            {
                "id": fresh_id(),
                "clause": clause,
                "draft": motion.draft,
                "level": "agreed",
                "verb": {"en": "agreed", "fr": "convenu", "es": "acordado", "ar": "متفق عليه"},
                "hashes": by_language,
                "pending": [],
                "decision": motion.decision,
            }
            for clause, by_language in hashes.items()
        ],
    )


def _choose_closed(_: Stroke, family: Sequence[Record]) -> list[Record]:
    """Return all languages of a clause unless every one is open."""
    return list(family) if any(head["status"] != TextStatus.OPEN for head in family) else []


def _open(writing: Writing, ground: Ground, states: States) -> Statuses:
    """Lift all locks and end the agreements (L-6)."""
    lift_locks(writing, list(states), ground.motion.decision)
    end_agreements(writing, ground.clauses, ground.motion.draft, ground.motion.decision)
    return set_statuses(writing, list(states), TextStatus.OPEN)


LOCK = Verb("lock", "agreed", may_lock, _choose_open, "already_locked", _close)
REOPEN = Verb("reopen", "reopened", may_reopen, _choose_closed, "not_locked", _open)
