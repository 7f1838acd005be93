"""Agendas, clauses, versions and comparisons."""

from typing import Any, Literal

import msgspec

from server.api.replies.paper import Meeting, Outcome, OutcomePublication
from server.api.replies.people import Delegation, DelegationTag, Person
from server.api.replies.struct import Names, Struct

TextStatus = Literal["open", "paused", "translating", "locked"]
ClauseStatus = Literal["open", "bracketed", "ad_ref", "agreed", "endorsed", "withdrawn"]


class ProcessName(Struct, frozen=True, kw_only=True):
    """A process by its names."""

    id: str
    names: Names


class AgendaLine(Struct, frozen=True, kw_only=True):
    """One line of the list of agendas. `counts` is by clause status; `changed_at` in Unix ms.

    `published` is the newest publication of what a meeting endorsed, for everybody to read.
    """

    id: str
    title: Names
    process: ProcessName
    languages: list[str]
    role: str | None
    delegation: Delegation | None
    counts: dict[str, int]
    changed_at: int
    published: OutcomePublication | None


class AgendaList(Struct, frozen=True, kw_only=True):
    """The agendas that the caller may read."""

    agendas: list[AgendaLine]


class ClauseText(Struct, frozen=True, kw_only=True):
    """One language of a clause. `json` is the stored document; `seq` and `hash` name that very text.

    A language that was not asked for has its `status` alone.
    """

    status: TextStatus
    seq: int | msgspec.UnsetType = msgspec.UNSET
    hash: str | msgspec.UnsetType = msgspec.UNSET
    original: bool | msgspec.UnsetType = msgspec.UNSET
    epoch: int | msgspec.UnsetType = msgspec.UNSET
    may_write: bool | msgspec.UnsetType = msgspec.UNSET
    reason: str | msgspec.UnsetType = msgspec.UNSET
    json: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET


class AskingDelegation(DelegationTag, frozen=True, kw_only=True):
    """A delegation that asks for a bracket; `short` is what its people call it in each language, such as EU and UE."""

    short: Names


class BracketSign(Struct, frozen=True, kw_only=True):
    """Who asks for a bracket, and what they ask; the text carries its id only."""

    kind: str
    delegations: list[AskingDelegation]


class OneBracket(BracketSign, frozen=True, kw_only=True):
    """A bracket that was opened now."""

    id: str


class Lock(Struct, frozen=True, kw_only=True):
    """Who agreed a clause, when (Unix ms) and on which hashes by language."""

    by: str
    role: Names
    at: int
    level: str
    hashes: dict[str, str]


class Reopening(Struct, frozen=True, kw_only=True):
    """Who reopened a clause last, when and why."""

    by: str
    at: int
    reason: str


class Origin(Struct, frozen=True, kw_only=True):
    """Where a clause comes from: another clause (`split`, `joined`, `moved`) or a source (`imported`)."""

    relation: str
    from_: str = msgspec.field(name="from")


class Clause(Struct, frozen=True, kw_only=True):
    """A clause. `languages` are those that have text; `texts` holds every working language; `brackets` counts marks,
    `proposals` those that are open.

    `parent` is the clause above it; after an act on the structure, `after` is the sibling before it. `unmade` is true
    where the act that made it was undone.
    """

    id: str
    parent: str | None
    label: str
    kind: str
    status: ClauseStatus
    title: Names
    languages: list[str]
    texts: dict[str, ClauseText]
    brackets: int
    signs: dict[str, BracketSign]
    proposals: int
    lock: Lock | None
    reopened: Reopening | None | msgspec.UnsetType = msgspec.UNSET
    after: str | None | msgspec.UnsetType = msgspec.UNSET
    lineage: list[Origin] | msgspec.UnsetType = msgspec.UNSET
    unmade: bool | msgspec.UnsetType = msgspec.UNSET
    children: list["Clause"] | msgspec.UnsetType = msgspec.UNSET


class Process(ProcessName, frozen=True, kw_only=True):
    """A process with the status of its instrument, and the verbs with which its meetings conclude."""

    instrument_status: Names
    verbs: dict[str, Names]


class Draft(Struct, frozen=True, kw_only=True):
    """One line of the text and its settings; `open` if it takes typing now, else `reason` says why not."""

    id: str
    mode: Literal["typing", "proposals", "closed"]
    languages: list[str]
    original_language: str
    typists: list[str]
    readers: list[str]
    name_policy: Literal["delegation", "delegation_only", "role"]
    opens_at: int | None
    closes_at: int | None
    consultation: str | None
    open: bool
    reason: str


class You(Struct, frozen=True, kw_only=True):
    """The caller's part, and which acts it allows."""

    person: Person
    seat: str
    role: str
    delegation: Delegation | None
    title: Names
    may: dict[str, bool]


class LastPublication(Struct, frozen=True, kw_only=True):
    """The newest publication."""

    id: str
    symbol: str | None
    at: int


class Agenda(Struct, frozen=True, kw_only=True):
    """An agenda with its whole tree as of the commit number `commit`.

    `rights` changes when what the caller may do there does; the agenda's channel gives the same.
    """

    id: str
    title: Names
    process: Process
    draft: Draft
    languages: list[str]
    commit: int
    rights: str
    you: You
    counts: dict[str, int]
    publication: LastPublication | None
    outcome: Outcome | None
    consultation: Meeting | None
    clauses: list[Clause]


class Decision(Struct, frozen=True, kw_only=True):
    """An act on a clause, and the clause after it."""

    decision: str
    clause: Clause


class ObstacleClause(Struct, frozen=True, kw_only=True):
    """A clause that stands in the way."""

    id: str
    label: str


class Obstacle(Struct, frozen=True, kw_only=True):
    """One kind of thing that stands in the way of a final text."""

    kind: Literal["open", "bracketed", "ad_ref", "no_text"]
    clauses: list[ObstacleClause]
    language: str | msgspec.UnsetType = msgspec.UNSET


class Obstacles(Struct, frozen=True, kw_only=True):
    """All that stands in the way; an empty list means nothing does."""

    obstacles: list[Obstacle]


class Version(Struct, frozen=True, kw_only=True):
    """A stored version of a language version."""

    id: str
    seq: int
    commit: int
    label: str
    cause: str
    at: int
    hash: str
    person: Person | None
    delegation: DelegationTag | None


class Versions(Struct, frozen=True, kw_only=True):
    """Stored versions, newest first."""

    versions: list[Version]


class OneVersion(Struct, frozen=True, kw_only=True):
    """A version that was stored now."""

    version: Version


class Change(Struct, frozen=True, kw_only=True):
    """A run of words that stayed, came or went, with who wrote or struck it. `source` for words that were imported.

    `act` for words that an act carried: into the text, by whom they were written; out of it, and nobody struck them.
    """

    op: Literal["equal", "insert", "delete"]
    text: str
    person: Person | None
    delegation: DelegationTag | None
    at: int | None
    source: str | None | msgspec.UnsetType = msgspec.UNSET
    act: Literal["split", "join", "undo"] | msgspec.UnsetType = msgspec.UNSET


class Comparison(Struct, frozen=True, kw_only=True):
    """Two moments of one text, word by word."""

    from_: str = msgspec.field(name="from")
    to: str
    changes: list[Change]
