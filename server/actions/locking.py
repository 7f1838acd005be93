"""The gavel: a chair agrees a clause and closes it, or reopens it with a reason. Rules L-1 to L-6 of domain/SPEC.md."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.actions.acts import Act, Statuses, Taken, begin_act, publish_clause, release, store_acted_on
from server.actions.house import Caller, House
from server.actions.reading import read_clause
from server.domain.canonical import plain_text
from server.domain.errors import Conflict, Unknown, Unusable
from server.domain.identity import TextName, fresh_id
from server.domain.rights import may_lock, may_reopen
from server.domain.terms import TextStatus
from server.storage.agendas import (
    list_texts,
    lock_texts,
    set_text_status,
    standing_agreements,
)
from server.storage.database import Reading, Writing
from server.storage.decisions import (
    fell_agreements,
    insert_agreement,
    insert_locks,
    release_locks,
)

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """The text that the chair had before the eyes: its sequence number, its hash, or both."""

    seq: int | None = None
    hash: str | None = None


async def lock_clause(
    house: House, caller: Caller, clause: str, languages: Sequence[str] | None, seen: Mapping[str, Seen]
) -> Record:
    """Agree a clause and close it: from then on nobody can change the languages named (all of them if none is).

    The rooms are held and settled, the text is compared with what the chair saw, and status, versions, locks, agreement
    and decision are written in one transaction.

    Raises:
        Denied: `not_chair`. Unknown: `no_such_clause`, `no_such_language`.
        Conflict: `already_locked`; `text_moved` with the text as it is now for each language that moved.
    """
    every, chosen = await house.database.read(lambda reading: _lockable(reading, caller, clause, languages))
    async with house.rooms.hold([TextName(clause, language) for language in every]) as held:
        texts = [Taken(language, every[language], held.texts[TextName(clause, language)]) for language in chosen]
        _compare_seen(texts, seen)
        decision, statuses = await house.database.write(lambda writing: _write_lock(writing, caller, clause, texts))
        release(held, clause, statuses)
    shown = await house.database.read(lambda r: read_clause(house.authority, r, caller, clause))
    return {"decision": decision, "clause": shown}


def _lockable(
    reading: Reading, caller: Caller, clause: str, languages: Sequence[str] | None
) -> tuple[dict[str, bool], list[str]]:
    """Return all languages of the clause (whether each is the original), and those that are to be locked."""
    act = begin_act(reading, caller, clause, may_lock)
    texts = list_texts(reading, act.draft["id"], clause)
    there = {text["language"] for text in texts}
    for language in languages or ():
        if language not in there:
            raise Unknown("no_such_language", language=language)
    chosen = [text for text in texts if languages is None or text["language"] in languages]
    if all(text["status"] == TextStatus.LOCKED for text in chosen):
        raise Conflict("already_locked")
    every = {text["language"]: text["original"] for text in texts}
    return every, [text["language"] for text in chosen if text["status"] != TextStatus.LOCKED]


def _compare_seen(texts: Sequence[Taken], seen: Mapping[str, Seen]) -> None:
    moved = {}
    for taken in texts:
        was, now = seen.get(taken.language), taken.text
        if was is None:
            continue
        same = now.hash == was.hash if was.hash is not None else was.seq in (None, now.seq)
        if not same:
            moved[taken.language] = {"seq": now.seq, "hash": now.hash, "text": plain_text(json.loads(now.json))}
    if moved:
        raise Conflict("text_moved", languages=moved)


def _write_lock(writing: Writing, caller: Caller, clause: str, texts: Sequence[Taken]) -> tuple[str, Statuses]:
    act = begin_act(writing, caller, clause, may_lock)
    writing.number(act.clause["agenda"])
    _compare_rows(lock_texts(writing, [taken.text.language_version for taken in texts]), texts)
    store_acted_on(writing, act, texts, "lock", "agreed")
    statuses = _close(writing, act, texts)
    _agree(writing, act, texts)
    publish_clause(writing, act)
    return act.decision, statuses


def _compare_rows(rows: Mapping[str, Record], texts: Sequence[Taken]) -> None:
    for taken in texts:
        row = rows[taken.text.language_version]
        if (row["head_seq"], row["epoch"]) != (taken.text.seq, taken.text.epoch):
            raise Conflict("text_moved", languages={taken.language: {"seq": row["head_seq"]}})
        if row["status"] == TextStatus.LOCKED:
            raise Conflict("already_locked")


def _close(writing: Writing, act: Act, texts: Sequence[Taken]) -> Statuses:
    """Lock the languages named; where that agrees the clause, the others stay with their translators (L-4)."""
    locked = {taken.text.language_version for taken in texts}
    statuses: Statuses = {}
    locks = []
    agrees = any(taken.original for taken in texts)
    for row in list_texts(writing, act.draft["id"], act.clause["id"]):
        if row["id"] in locked:
            status = TextStatus.LOCKED
        elif agrees and row["status"] != TextStatus.LOCKED:
            status = TextStatus.TRANSLATING
        else:
            continue
        statuses[row["language"]] = (status.value, set_text_status(writing, row["id"], status))
        locks.append({"language_version": row["id"], "reason": "agreed", "status": status.value})
    insert_locks(writing, [{"id": fresh_id(), "decision": act.decision, **lock} for lock in locks])
    return statuses


def _agree(writing: Writing, act: Act, texts: Sequence[Taken]) -> None:
    standing = standing_agreements(writing, act.draft["id"], act.clause["id"]).get(act.clause["id"])
    if standing is None and not any(taken.original for taken in texts):
        return
    hashes = {**(standing["hashes"] if standing else {}), **{taken.language: taken.text.hash for taken in texts}}
    if standing is not None:
        fell_agreements(writing, act.clause["id"], act.draft["id"], act.decision)
    insert_agreement(
        writing,
        {
            "id": fresh_id(),
            "clause": act.clause["id"],
            "draft": act.draft["id"],
            "level": "agreed",
            "verb": {"en": "agreed", "fr": "convenu", "es": "acordado", "ar": "متفق عليه"},
            "hashes": hashes,
            "pending": [],
            "decision": act.decision,
        },
    )


async def reopen_clause(house: House, caller: Caller, clause: str, reason: str) -> Record:
    """Open a closed clause in all its languages; the reason goes into the record and the agreement falls.

    Raises:
        Denied: `not_chair`. Unusable: `reason_missing`. Conflict: `not_locked`.
    """
    if not reason.strip():
        raise Unusable("reason_missing")
    names = await house.database.read(lambda reading: _closed_names(reading, caller, clause))
    async with house.rooms.hold(names) as held:
        texts = [Taken(name.language, False, text) for name, text in held.texts.items()]
        decision, statuses = await house.database.write(
            lambda writing: _write_reopening(writing, caller, clause, texts, reason.strip())
        )
        release(held, clause, statuses)
    shown = await house.database.read(lambda r: read_clause(house.authority, r, caller, clause))
    return {"decision": decision, "clause": shown}


def _closed_names(reading: Reading, caller: Caller, clause: str) -> list[TextName]:
    act = begin_act(reading, caller, clause, may_reopen)
    texts = list_texts(reading, act.draft["id"], clause)
    if all(text["status"] == TextStatus.OPEN for text in texts):
        raise Conflict("not_locked")
    return [TextName(clause, text["language"]) for text in texts]


def _write_reopening(
    writing: Writing, caller: Caller, clause: str, texts: Sequence[Taken], reason: str
) -> tuple[str, Statuses]:
    act = begin_act(writing, caller, clause, may_reopen)
    writing.number(act.clause["agenda"])
    ids = [taken.text.language_version for taken in texts]
    rows = lock_texts(writing, ids)
    if all(row["status"] == TextStatus.OPEN for row in rows.values()):
        raise Conflict("not_locked")
    store_acted_on(writing, act, texts, "reopen", "reopened", reason)
    release_locks(writing, ids, act.decision)
    fell_agreements(writing, clause, act.draft["id"], act.decision)
    statuses = {
        taken.language: (TextStatus.OPEN.value, set_text_status(writing, key, TextStatus.OPEN))
        for taken, key in zip(texts, ids, strict=True)
    }
    publish_clause(writing, act)
    return act.decision, statuses
