"""Acts on the structure, and the record of decisions."""

from typing import Any

from server.api.replies.people import DelegationTag, Person
from server.api.replies.struct import Names, Struct
from server.api.replies.text import Clause


class Shaped(Struct, frozen=True, kw_only=True):
    """What an act did: the decision that can be undone, its commit number, and the clauses that it changed."""

    decision: str
    commit: int
    clauses: list[Clause]


class NamedClause(Struct, frozen=True, kw_only=True):
    """A clause as it is labelled and titled now."""

    id: str
    label: str
    title: Names


class RecordedDecision(Struct, frozen=True, kw_only=True):
    """One entry of the record. `detail` says how many clauses, which languages, and what one clause was and is."""

    id: str
    commit: int
    act: str
    at: int
    person: Person | None
    delegation: DelegationTag | None
    reason: str
    undoes: str | None
    undone_by: str | None
    undoable: bool
    clauses: list[NamedClause]
    detail: dict[str, Any]


class Decisions(Struct, frozen=True, kw_only=True):
    """A page of the record, newest first. `next` is `before` of the page behind it; null at the end."""

    decisions: list[RecordedDecision]
    next: int | None
