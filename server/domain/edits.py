"""What live editing and storage say to each other about edits. Plain values; neither side knows the other."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

import msgspec

Via = Literal["typed", "import", "proposal", "merge", "restore", "correction"]


class Span(msgspec.Struct, frozen=True, gc=False):
    """The clocks `start <= clock < end` of one CRDT client."""

    client: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and in which capacity. The author of words that are carried over is `source`, never the actor.

    `delegation` is the one spoken for: a scribe types "for Egypt". `session` is the sign-in that vouches for it.
    """

    person: str
    seat: str | None
    delegation: str | None
    via: Via = "typed"
    source: str | None = None
    consultation: str | None = None
    session: str | None = None


class Orphan(msgspec.Struct, frozen=True):
    """What an update put into something that had been deleted before, and was deleted with it: `parent` is that."""

    span: Span
    parent: Span


@dataclass(frozen=True, slots=True)
class Edit:
    """One accepted update: the news it brought, and the ledger's account of it.

    `deleted` is net of what was deleted already; `implied` are deletions that the CRDT made itself because their
    parent was gone or another value won. Of either, `orphans` are attributed to whoever deleted the parent.
    """

    payload: bytes
    actor: Actor
    inserted: tuple[Span, ...]
    deleted: tuple[Span, ...]
    implied: tuple[Span, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    at_ms: int = 0


class Claim(msgspec.Struct, frozen=True, gc=False):
    """New structs of `client` written by `person`: stored only if the stored next clock equals `expected`."""

    client: int
    person: str
    expected: int
    next_clock: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What one room hands to the journal at a seal: edits on top of `head`, in the lineage `epoch`."""

    language_version: str
    head: int
    epoch: int
    lock_epoch: int
    edits: tuple[Edit, ...]
    claims: tuple[Claim, ...]


class Verdict(Enum):
    """What became of a batch. Anything but COMMITTED drops the room that sent it."""

    COMMITTED = "committed"
    MOVED = "moved"
    LOCKED = "locked"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on one batch; when committed, the new head, the agenda's commit number and the time (Unix ms)."""

    verdict: Verdict
    head: int = 0
    commit: int = 0
    at_ms: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One stored update, as a room needs it."""

    seq: int
    payload: bytes
    deleted: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A compacted state up to `seq`, with the ledger's own bytes, so that loading need not decode history."""

    seq: int
    state: bytes
    ledger: bytes


@dataclass(frozen=True, slots=True)
class Text:
    """The canonical JSON of a committed state and its hash (`server.domain.canonical`)."""

    json: str
    hash: str


@dataclass(frozen=True, slots=True)
class Carried:
    """The clocks of what an act on the structure has carried from one text into another.

    `edges` stood in what stays; `inner` within what is gone as a whole, so that nothing written there would be seen.
    """

    edges: tuple[Span, ...] = ()
    inner: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Stored:
    """A language version as the log has it: the newest checkpoint and the rows after it, in order."""

    language_version: str
    clause: str
    agenda: str
    process: str
    draft: str
    language: str
    original: bool
    epoch: int
    head: int
    status: str
    lock_epoch: int
    checkpoint: Checkpoint | None
    tail: tuple[Row, ...]
    owners: dict[int, tuple[str, int]] = field(default_factory=dict)
    """client id -> (person, next clock)"""
    carried: Carried = Carried()
