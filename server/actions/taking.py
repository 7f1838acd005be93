"""Taking a proposal into the text: its words come in under their author's name, where nobody changed them. Rule O-8."""

import json
from dataclasses import replace
from typing import Any

from server.actions.carriage import CARRY_SECONDS, Writ, adopt
from server.actions.house import Caller, House, Place
from server.actions.noting import decide, note, open_proposal, require_open
from server.actions.reviewing import show_proposal
from server.actions.rewording import change_words
from server.crdt.tree import read_state
from server.domain.canonical import canonical_json, plain_text, text_hash
from server.domain.edits import Actor, Batch, Verdict
from server.domain.errors import Conflict, Unusable
from server.domain.identity import TextName, fresh_id
from server.domain.merging import merge_texts
from server.domain.rights import may_take_proposal
from server.domain.terms import TextStatus
from server.rooms.gavel import HeldText
from server.storage.database import Reading, Writing
from server.storage.decisions import fetch_version, insert_versions
from server.storage.log import UpdateLog
from server.storage.pens import lock_heads
from server.storage.proposals import close_proposal

Record = dict[str, Any]
ACT = "take_proposal"


async def take_proposal(house: House, caller: Caller, proposal: str) -> Record:
    """Make in the text the changes that were proposed, in the name of whoever proposed them.

    Raises:
        Unknown: `no_such_proposal`. Denied: by rule A-27. Unavailable: `not_settled`.
        Conflict: `proposal_closed`; `text_locked` with the status; `text_moved` with the text as it is now, and what
            became of the words that both changed.
    """
    name = await house.database.read(lambda reading: _open(reading, caller, proposal))
    async with house.rooms.hold([name], CARRY_SECONDS) as held:
        text = held.texts[name]
        writ = await house.database.read(lambda reading: _merge(reading, caller, proposal, name, text))
        decision = await house.database.write(lambda writing: _write(writing, house.log, caller, proposal, text, writ))
        adopt(held, [writ])
    return {"decision": decision, "proposal": await show_proposal(house, caller, proposal)}


def _require(reading: Reading, caller: Caller, proposal: str) -> tuple[Place, Record]:
    place, row = open_proposal(reading, caller, proposal)
    place.require(may_take_proposal)
    require_open(row)
    return place, row


def _open(reading: Reading, caller: Caller, proposal: str) -> TextName:
    _, row = _require(reading, caller, proposal)
    return TextName(row["clause"], row["language"])


def _merge(reading: Reading, caller: Caller, proposal: str, name: TextName, text: HeldText) -> Writ:
    """Return what makes the text say what was proposed, beside all that others changed meanwhile."""
    place, row = _require(reading, caller, proposal)
    _require_open_text(text.status)
    made = row["made"]
    base, mine = (_read_document(reading, made["detail"][key]) for key in ("base_version", "proposed_version"))
    merged = merge_texts(base, mine, json.loads(text.json))
    if isinstance(merged, list):
        raise _moved(name, text, [{"was": clash.was, "now": clash.now} for clash in merged])
    actor = Actor(made["person"], made["seat"], made["delegation"], "proposal")
    try:
        edits, claims = change_words(text.state, merged, replace(actor, consultation=place.draft["consultation"]))
    except Unusable:
        raise _moved(name, text, []) from None
    document = read_state(text.state, *(edit.payload for edit in edits))
    return Writ(name, text.language_version, text.seq, text.epoch, text.lock_epoch, edits, claims, document)


def _read_document(reading: Reading, version: str) -> Record:
    row = fetch_version(reading, version)
    assert row is not None, "versions are never removed"
    document: Record = json.loads(row["json"])
    return document


def _moved(name: TextName, text: HeldText, clashes: list[Record]) -> Conflict:
    now = {"seq": text.seq, "hash": text.hash, "text": plain_text(json.loads(text.json))}
    return Conflict("text_moved", languages={name.language: now}, moved=clashes)


def _require_open_text(status: str) -> None:
    if status != TextStatus.OPEN:
        raise Conflict("text_locked", status=status)


def _write(writing: Writing, log: UpdateLog, caller: Caller, proposal: str, text: HeldText, writ: Writ) -> str:
    place, _ = open_proposal(writing, caller, proposal)
    commit = writing.number(place.agenda["id"])
    place, row = _require(writing, caller, proposal)
    heads = {head["id"]: head for head in lock_heads(writing, place.draft["id"], [row["clause"]])}
    _require_open_text(heads[writ.key]["status"])
    decision, commit = decide(writing, caller, place, proposal, ACT)
    version = _keep_version(writing, caller, place, text, decision, commit)
    _enter(writing, log, text, writ)
    close_proposal(writing, proposal)
    item = {"clause": row["clause"], "language_version": writ.key, "seq": writ.head, "version": version}
    note(
        writing,
        place,
        proposal,
        decision,
        {**item, "hash": text_hash(writ.document), "detail": {"language": row["language"]}},
    )
    return decision


def _keep_version(writing: Writing, caller: Caller, place: Place, text: HeldText, decision: str, commit: int) -> str:
    """Store the text as it was before."""
    version = fresh_id()
    shape = {name: getattr(text, name) for name in ("language_version", "epoch", "seq", "state", "json", "hash")}
    who = {"person": caller.person, "seat": place.part.seat.id, "decision": decision, "commit": commit}
    insert_versions(writing, [{"id": version, **shape, **who, "label": "", "cause": "proposal"}])
    return version


def _enter(writing: Writing, log: UpdateLog, text: HeldText, writ: Writ) -> None:
    """Write into the text, on top of what it was when it was read."""
    batch = Batch(writ.key, writ.seq, writ.epoch, writ.lock_epoch, writ.edits, writ.claims)
    outcome = log.append(writing, batch)
    if outcome.verdict is not Verdict.COMMITTED:
        raise _moved(writ.name, text, [])
    json_, hash_ = canonical_json(writ.document), text_hash(writ.document)
    log.put_text(writing, writ.key, epoch=writ.epoch, seq=writ.head, json=json_, hash=hash_)
