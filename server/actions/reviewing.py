"""Proposals as those see them who read the clause: whose they are, which words they change, what became of them."""

from typing import Any

import msgspec

from server.actions.house import Caller, House, Place, open_clause
from server.actions.noting import open_proposal
from server.actions.versions import Moment, compare_moments
from server.domain.naming import veil
from server.domain.proposal import ProposalState
from server.domain.rights import may_comment, may_decline_proposal, may_take_proposal
from server.storage.database import Reading
from server.storage.decisions import actor_names, fetch_version
from server.storage.proposals import list_proposals

Record = dict[str, Any]


async def show_proposals(house: House, caller: Caller, clause: str) -> Record:
    """Return the proposals on a clause, oldest first, answered ones too.

    Raises:
        Unknown: `no_such_clause`.
    """

    def read(reading: Reading) -> Record:
        place, _ = open_clause(reading, caller, clause)
        rows = list_proposals(reading, clause)
        return {"proposals": [describe_proposal(reading, house, caller, place, row) for row in rows]}

    async with house.comparisons.turn(caller.person):
        return await house.database.read(read)


async def show_proposal(house: House, caller: Caller, proposal: str) -> Record:
    """Return one proposal.

    Raises:
        Unknown: `no_such_proposal`.
    """

    def read(reading: Reading) -> Record:
        place, row = open_proposal(reading, caller, proposal)
        return describe_proposal(reading, house, caller, place, row)

    async with house.comparisons.turn(caller.person):
        return await house.database.read(read)


def is_author(place: Place, caller: Caller, row: Record) -> bool:
    """True for whoever made a proposal, and for whoever acts for the delegation in whose name it was made (O-7)."""
    made, delegation = row["made"], place.part.spoken_for
    return made["person"] == caller.person or (delegation is not None and made["delegation"] == delegation)


def describe_proposal(reading: Reading, house: House, caller: Caller, place: Place, row: Record) -> Record:
    """Return a proposal with the words that it changes, and what the caller may do about it."""
    made, detail = row["made"], row["made"]["detail"]
    first, second = (fetch_version(reading, detail[name]) for name in ("base_version", "proposed_version"))
    assert first is not None and second is not None, "versions are never removed"
    text = {"id": row["language_version"], "draft": place.draft["id"], "name_policy": place.draft["name_policy"]}
    moments = [Moment(version["id"], version["seq"], version["state"]) for version in (first, second)]
    return {
        **{key: row[key] for key in ("id", "clause", "language")},
        "state": row["state"].value,
        **_name(reading, place, made),
        "note": made["reason"],
        "base": detail["base"],
        "hash": made["hash"],
        "json": msgspec.Raw(second["json"].encode()),
        "changes": compare_moments(reading, house, text, *moments)["changes"],
        "answer": _describe_answer(reading, place, row["answer"]),
        "may": _judge(caller, place, row),
    }


def _describe_answer(reading: Reading, place: Place, answer: Record | None) -> Record | None:
    if answer is None:
        return None
    return {**_name(reading, place, answer), "reason": answer["reason"]}


def _name(reading: Reading, place: Place, decision: Record) -> Record:
    """Return who decided something, when and for which delegation, as the draft's policy lets be seen (D-7)."""
    person, delegation = decision["person"], decision["delegation"]
    names = actor_names(reading, [person], [delegation] if delegation else [])
    shown = {
        "person": {"id": person, "name": names["persons"].get(person, "")},
        "delegation": names["delegations"].get(delegation),
        "at": decision["at"],
    }
    return veil(shown, place.draft["name_policy"])


def _judge(caller: Caller, place: Place, row: Record) -> dict[str, bool]:
    is_open = row["state"] is ProposalState.OPEN
    return {
        "take": is_open and place.judge(may_take_proposal).allowed,
        "decline": is_open and place.judge(may_decline_proposal).allowed,
        "withdraw": is_open and place.judge(may_comment).allowed and is_author(place, caller, row),
    }
