"""What is decided about a proposal enters the record: who, why, and on which words; and everybody is told."""

from collections.abc import Callable
from typing import Any

from server.actions.house import Caller, Place, open_clause
from server.domain.errors import Conflict, Unknown
from server.domain.identity import fresh_id
from server.domain.proposal import ProposalState
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_decision, insert_items
from server.storage.proposals import close_proposal, fetch_proposal

Record = dict[str, Any]


def open_proposal(reading: Reading, caller: Caller, proposal: str) -> tuple[Place, Record]:
    """Return a proposal on a clause that the caller may read. Anything else is not there (404 `no_such_proposal`)."""
    row = fetch_proposal(reading, proposal)
    if row is None:
        raise Unknown("no_such_proposal")
    try:
        return open_clause(reading, caller, row["clause"])[0], row
    except Unknown:
        raise Unknown("no_such_proposal") from None


def require_open(row: Record) -> None:
    """Make sure that a proposal has no answer yet (O-6)."""
    if row["state"] is not ProposalState.OPEN:
        raise Conflict("proposal_closed", state=row["state"].value)


def decide(
    writing: Writing, caller: Caller, place: Place, proposal: str, act: str, reason: str = ""
) -> tuple[str, int]:
    """Write a decision on a proposal; return its id and commit number."""
    decision = fresh_id()
    part = place.part
    row = {
        "id": decision,
        "agenda": place.agenda["id"],
        "draft": proposal,
        "act": act,
        "person": caller.person,
        "seat": part.seat.id,
        "delegation": part.spoken_for,
        "consultation": place.draft["consultation"],
        "reason": reason,
    }
    return decision, insert_decision(writing, row)


def note(writing: Writing, place: Place, proposal: str, decision: str, item: Record) -> None:
    """Write what a decision is about, and tell everybody that the clause's proposals have changed."""
    plain: Record = {"language_version": None, "seq": None, "hash": None, "version": None}
    detail = {**item.pop("detail", {}), "proposal": proposal}
    insert_items(writing, [{**plain, **item, "id": fresh_id(), "decision": decision, "detail": detail}])
    about = {"clause": item["clause"], "draft": place.draft["id"], "proposal": proposal}
    writing.publish(place.agenda["id"], "proposal_changed", **about)


def answer_proposal(
    writing: Writing, caller: Caller, proposal: str, act: str, reason: str, check: Callable[[Place, Record], None]
) -> str:
    """Give a proposal its answer, once; return the decision. The agenda's number orders all who would (O-6)."""
    place, row = open_proposal(writing, caller, proposal)
    writing.number(place.agenda["id"])
    place, row = open_proposal(writing, caller, proposal)
    check(place, row)
    require_open(row)
    decision, _ = decide(writing, caller, place, proposal, act, reason)
    close_proposal(writing, proposal)
    note(writing, place, proposal, decision, {"clause": row["clause"], "detail": {"language": row["language"]}})
    return decision
