"""Proposals that are answered without a change of the text: withdrawn by their author, or declined. Rules O-6, O-7."""

from typing import Any

from server.actions.house import Caller, House, Place
from server.actions.noting import answer_proposal
from server.actions.reviewing import is_author, show_proposal
from server.domain.errors import Denied, Unusable
from server.domain.proposal import REASON_CHARACTERS
from server.domain.rights import may_comment, may_decline_proposal

Record = dict[str, Any]


async def withdraw_proposal(house: House, caller: Caller, proposal: str) -> Record:
    """Take a proposal back.

    Raises:
        Unknown: `no_such_proposal`. Denied: `not_author`, `process_closed`. Conflict: `proposal_closed`.
    """

    def check(place: Place, row: Record) -> None:
        place.require(may_comment)
        if not is_author(place, caller, row):
            raise Denied("not_author")

    decision = await house.database.write(
        lambda writing: answer_proposal(writing, caller, proposal, "withdraw_proposal", "", check)
    )
    return {"decision": decision, "proposal": await show_proposal(house, caller, proposal)}


async def decline_proposal(house: House, caller: Caller, proposal: str, reason: str) -> Record:
    """Decline a proposal with a reason, which its author and everybody reads.

    Raises:
        Unknown: `no_such_proposal`. Denied: by rule A-28. Conflict: `proposal_closed`.
        Unusable: `reason_missing`, `reason_too_long`.
    """
    reason = reason.strip()
    if not reason:
        raise Unusable("reason_missing")
    if len(reason) > REASON_CHARACTERS:
        raise Unusable("reason_too_long", most=REASON_CHARACTERS)
    decision = await house.database.write(
        lambda writing: answer_proposal(
            writing, caller, proposal, "decline_proposal", reason, lambda place, _: place.require(may_decline_proposal)
        )
    )
    return {"decision": decision, "proposal": await show_proposal(house, caller, proposal)}
