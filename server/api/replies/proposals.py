"""Proposals on clauses."""

from typing import Any, Literal

from server.api.replies.people import DelegationTag, Person
from server.api.replies.struct import Struct
from server.api.replies.text import Change

ProposalState = Literal["open", "taken", "declined", "withdrawn"]


class ProposalBase(Struct, frozen=True, kw_only=True):
    """The text of the clause from which words were proposed."""

    seq: int
    hash: str


class ProposalAnswer(Struct, frozen=True, kw_only=True):
    """Who took, declined or withdrew a proposal, when (Unix ms) and why."""

    person: Person | None
    delegation: DelegationTag | None
    at: int
    reason: str


class ProposalActs(Struct, frozen=True, kw_only=True):
    """What the caller may do about a proposal now."""

    take: bool
    decline: bool
    withdraw: bool


class Proposal(Struct, frozen=True, kw_only=True):
    """Words proposed for a clause in one language. `json` is the whole text as proposed, `changes` what differs from
    the base, word by word; names are shown by the draft's policy.
    """

    id: str
    clause: str
    language: str
    state: ProposalState
    person: Person | None
    delegation: DelegationTag | None
    at: int
    note: str
    base: ProposalBase
    hash: str
    json: dict[str, Any]
    changes: list[Change]
    answer: ProposalAnswer | None
    may: ProposalActs


class OneProposal(Struct, frozen=True, kw_only=True):
    """A proposal that was made."""

    proposal: Proposal


class Proposals(Struct, frozen=True, kw_only=True):
    """The proposals on a clause, oldest first."""

    proposals: list[Proposal]


class AnsweredProposal(OneProposal, frozen=True, kw_only=True):
    """A proposal that was answered, and by which decision."""

    decision: str
