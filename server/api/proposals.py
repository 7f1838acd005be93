"""Proposals: words offered for a clause where they could not be typed, and what becomes of them."""

from typing import Any, ClassVar

import msgspec

from server.actions.answering import decline_proposal, withdraw_proposal
from server.actions.proposing import Offer, propose
from server.actions.reviewing import show_proposal, show_proposals
from server.actions.taking import take_proposal
from server.api import replies
from server.api.endpoint import Call, Endpoints

endpoints = Endpoints("proposals")

CONTENT_BYTES = 524_288
"""A whole text with its marks: what one update of live editing may be."""

PROPOSAL = {"no_such_proposal": 404}
OPEN = {**PROPOSAL, "process_closed": 403, "proposal_closed": 409}


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all requests share: nothing that is not known is passed over."""


class BaseText(Request, frozen=True):
    """The committed text that was seen last, by its number; the hash is compared where it is known."""

    seq: int
    hash: str | None = None


class ProposeRequest(Request, frozen=True):
    """The whole text as it is proposed (ProseMirror JSON), and the text that it was made from.

    `key` is a UUIDv7 that becomes the proposal's id: sent again, it is the same proposal.
    """

    DOCUMENTS: ClassVar[frozenset[str]] = frozenset({"content"})

    key: str
    base: BaseText
    content: dict[str, Any]
    note: str = ""


class DeclineRequest(Request, frozen=True):
    """Why a proposal is declined, for the record."""

    reason: str = ""


class Nothing(Request, frozen=True):
    """No more than the address says."""


@endpoints.add(
    "POST",
    "/clauses/{clause}/{language}/proposals",
    body=ProposeRequest,
    most=CONTENT_BYTES,
    reply=replies.OneProposal,
    status=201,
    refusals={
        "no_such_clause": 404,
        "no_such_language": 404,
        "observer": 403,
        "process_closed": 403,
        "closed": 403,
        "not_open_yet": 403,
        "base_unknown": 409,
        "clause_withdrawn": 409,
        "proposal_exists": 409,
        "body_too_large": 413,
        "content_unusable": 422,
        "key_unusable": 422,
        "note_too_long": 422,
        "nothing_proposed": 422,
        "too_many_proposals": 429,
    },
)
async def make(call: Call, body: ProposeRequest) -> object:
    """Propose words for a clause, also where nobody may type them."""
    text = (call.path("clause"), call.path("language"), body.base.seq, body.base.hash)
    return {"proposal": await propose(call.house, call.who, Offer(body.key, *text, body.content, body.note))}


@endpoints.add("GET", "/clauses/{clause}/proposals", reply=replies.Proposals, refusals={"no_such_clause": 404})
async def list_proposals(call: Call, _: None) -> object:
    """Return the proposals on a clause, answered ones too, oldest first."""
    return await show_proposals(call.house, call.who, call.path("clause"))


@endpoints.add("GET", "/proposals/{proposal}", reply=replies.OneProposal, refusals=PROPOSAL)
async def read_proposal(call: Call, _: None) -> object:
    """Return one proposal."""
    return {"proposal": await show_proposal(call.house, call.who, call.path("proposal"))}


@endpoints.add(
    "POST",
    "/proposals/{proposal}/withdraw",
    body=Nothing,
    reply=replies.AnsweredProposal,
    refusals={**OPEN, "not_author": 403},
)
async def withdraw_own(call: Call, _: Nothing) -> object:
    """Take back what you, or your delegation, proposed."""
    return await withdraw_proposal(call.house, call.who, call.path("proposal"))


@endpoints.add(
    "POST",
    "/proposals/{proposal}/decline",
    body=DeclineRequest,
    reply=replies.AnsweredProposal,
    refusals={**OPEN, "not_chair": 403, "reason_missing": 422, "reason_too_long": 422},
)
async def decline(call: Call, body: DeclineRequest) -> object:
    """Decline a proposal; the reason goes into the record."""
    return await decline_proposal(call.house, call.who, call.path("proposal"), body.reason)


@endpoints.add(
    "POST",
    "/proposals/{proposal}/take",
    body=Nothing,
    reply=replies.AnsweredProposal,
    refusals={
        **OPEN,
        "not_office": 403,
        "closed": 403,
        "not_open_yet": 403,
        "text_locked": 409,
        "text_moved": 409,
        "not_settled": 503,
    },
)
async def take(call: Call, _: Nothing) -> object:
    """Take a proposal into the text: its words come in under their author's name (`moved` says what is in the way)."""
    return await take_proposal(call.house, call.who, call.path("proposal"))
