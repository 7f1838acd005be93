"""Proposing words for a clause: what could not be typed, from the text that its author saw. Rules O-1 to O-5."""

from dataclasses import dataclass
from typing import Any

from server.actions.house import Caller, House, Place, open_clause
from server.actions.noting import decide, note
from server.actions.reviewing import show_proposal
from server.actions.rewording import carry_text, change_words
from server.crdt.tree import check_content, merge_state, read_state
from server.domain.canonical import canonical_json, text_hash
from server.domain.edits import Actor, Batch, Claim, Edit, Verdict
from server.domain.errors import Conflict, TooMany, Unknown, Unusable
from server.domain.identity import fresh_id
from server.domain.proposal import (
    NOTE_CHARACTERS,
    OPEN_MOST,
    PROPOSE,
    ProposalState,
    each_block,
    is_key,
    says_the_same,
)
from server.domain.rights import may_propose
from server.domain.terms import TextStatus
from server.storage.database import Reading, Writing
from server.storage.decisions import find_language_version, insert_versions
from server.storage.log import UpdateLog
from server.storage.pens import set_statuses
from server.storage.proposals import fetch_proposal, insert_proposal, is_draft, list_proposals, read_moment

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """What is proposed for which text: `seq` and, if known, `hash` name the text that the author saw last.

    `key` is made by whoever proposes, so that the same offer sent again is not a second proposal.
    """

    key: str
    clause: str
    language: str
    seq: int
    hash: str | None
    content: Any
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Moment:
    """A text as it is at a number of the proposal's log."""

    seq: int
    document: Record
    state: bytes


@dataclass(frozen=True, slots=True)
class Wording:
    """The log of a proposal: the base in its authors' names, then what the proposer changed; and both texts."""

    edits: tuple[Edit, ...]
    claims: tuple[Claim, ...]
    base: _Moment
    proposed: _Moment


async def propose(house: House, caller: Caller, offer: Offer) -> Record:
    """Keep the offer as a proposal on its clause, and return it as everybody who reads the clause sees it.

    Raises:
        Unknown: `no_such_clause`, `no_such_language`. Denied: by rule A-13. TooMany: `too_many_proposals`.
        Conflict: `base_unknown`, `clause_withdrawn`; `proposal_exists`, something else has the key.
        Unusable: `key_unusable`, `note_too_long`, `nothing_proposed`; `content_unusable` with `wrong` and, if one block
            is, which.
    """
    _check(offer)
    if not await house.database.read(lambda reading: _find_same(reading, caller, offer)):
        wording = await house.database.read(lambda reading: _word(reading, house.log, caller, offer))
        await house.database.write(lambda writing: _write(writing, house.log, caller, offer, wording))
    return await show_proposal(house, caller, offer.key)


def _check(offer: Offer) -> None:
    """Refuse what no text can be (O-2)."""
    if not is_key(offer.key):
        raise Unusable("key_unusable", key=offer.key)
    if len(offer.note.strip()) > NOTE_CHARACTERS:
        raise Unusable("note_too_long", most=NOTE_CHARACTERS)
    for number, block in enumerate(each_block(offer.content)):
        try:
            check_content(block)
        except Unusable as error:
            raise Unusable("content_unusable", block=number, **error.detail) from None
    try:
        check_content(offer.content)
    except Unusable as error:
        raise Unusable("content_unusable", **error.detail) from None


def _find_same(reading: Reading, caller: Caller, offer: Offer) -> bool:
    """True if this very offer was kept before (O-1)."""
    open_clause(reading, caller, offer.clause)
    if not is_draft(reading, offer.key):
        return False
    known = fetch_proposal(reading, offer.key)
    wanted = (offer.clause, offer.language, caller.person)
    if known is None or (known["clause"], known["language"], known["made"]["person"]) != wanted:
        raise Conflict("proposal_exists", key=offer.key)
    return True


def _open(reading: Reading, caller: Caller, offer: Offer) -> tuple[Place, Record]:
    """Return the place, and the text for which words are proposed."""
    place, clause = open_clause(reading, caller, offer.clause)
    place.require(may_propose)
    if clause["withdrawn_at"] is not None:
        raise Conflict("clause_withdrawn", clauses=[offer.clause])
    text = find_language_version(reading, offer.clause, place.draft["id"], offer.language)
    if text is None:
        raise Unknown("no_such_language", language=offer.language)
    mine = [
        row
        for row in list_proposals(reading, offer.clause)
        if row["state"] is ProposalState.OPEN and row["made"]["person"] == caller.person
    ]
    if sum(row["language"] == offer.language for row in mine) >= OPEN_MOST:
        raise TooMany("too_many_proposals", most=OPEN_MOST)
    return place, text


def _word(reading: Reading, log: UpdateLog, caller: Caller, offer: Offer) -> Wording:
    """Carry the base into a text of its own, and change it there (O-3, O-4)."""
    place, text = _open(reading, caller, offer)
    if not 0 <= offer.seq <= text["head_seq"]:
        raise Conflict("base_unknown", seq=offer.seq)
    state = read_moment(reading, text, offer.seq)
    base = read_state(state)
    if offer.hash not in (None, text_hash(base)):
        raise Conflict("base_unknown", seq=offer.seq, hash=offer.hash)
    if says_the_same(base, offer.content):
        raise Unusable("nothing_proposed")
    pen = carry_text(reading, log, text["id"], offer.seq, state)
    before = merge_state(*(edit.payload for edit in pen.edits))
    edits, claims = change_words(before, offer.content, _act_as(caller, place))
    after = merge_state(before, *(edit.payload for edit in edits))
    carried = len(pen.edits)
    moments = _Moment(carried, read_state(before), before), _Moment(carried + len(edits), read_state(after), after)
    return Wording((*pen.edits, *edits), (*pen.claims(), *claims), *moments)


def _act_as(caller: Caller, place: Place) -> Actor:
    seat, consultation = place.part.seat.id, place.draft["consultation"]
    return Actor(caller.person, seat, place.part.spoken_for, via="proposal", consultation=consultation)


def _write(writing: Writing, log: UpdateLog, caller: Caller, offer: Offer, wording: Wording) -> None:
    place, _ = open_clause(writing, caller, offer.clause)
    writing.number(place.agenda["id"])
    if _find_same(writing, caller, offer):
        return
    place, text = _open(writing, caller, offer)
    own = _insert(writing, log, offer, place, text, wording)
    decision, commit = decide(writing, caller, place, offer.key, PROPOSE, offer.note.strip())
    rows = [_version_row(caller, place, own, moment, decision, commit) for moment in (wording.base, wording.proposed)]
    insert_versions(writing, rows)
    first, second = rows
    detail = {
        "language": offer.language,
        "base": {"seq": offer.seq, "hash": first["hash"]},
        "base_version": first["id"],
        "proposed_version": second["id"],
    }
    item = {"clause": offer.clause, "language_version": own, "seq": second["seq"], "hash": second["hash"]}
    note(writing, place, offer.key, decision, {**item, "detail": detail})


def _insert(writing: Writing, log: UpdateLog, offer: Offer, place: Place, text: Record, wording: Wording) -> str:
    """Add the draft and its text, written and closed for everybody (O-5); return the text's id."""
    own = fresh_id()
    seat = f"seat:{place.part.seat.id}"
    draft = {
        "id": offer.key,
        "agenda": place.agenda["id"],
        "languages": [offer.language],
        "readers": [seat],
        "typists": [seat],
        **{name: place.draft[name] for name in ("original_language", "name_policy", "consultation")},
    }
    row = {"id": own, "clause": offer.clause, "draft": offer.key, "language": offer.language}
    insert_proposal(writing, draft, {**row, "original": text["original"]})
    outcome = log.append(writing, Batch(own, 0, 1, 0, wording.edits, wording.claims))
    assert outcome.verdict is Verdict.COMMITTED, "nobody else writes there"
    set_statuses(writing, [own], TextStatus.LOCKED)
    return own


def _version_row(caller: Caller, place: Place, own: str, moment: _Moment, decision: str, commit: int) -> Record:
    return {
        "id": fresh_id(),
        "language_version": own,
        "epoch": 1,
        "seq": moment.seq,
        "commit": commit,
        "state": moment.state,
        "json": canonical_json(moment.document),
        "hash": text_hash(moment.document),
        "label": "",
        "cause": "proposal",
        "person": caller.person,
        "seat": place.part.seat.id,
        "decision": decision,
    }
