"""What a room has collected for the journal, and what it has handed over."""

import asyncio
from dataclasses import dataclass, field, replace

from server.domain.edits import Actor, Batch, Claim, Edit, Stored
from server.domain.errors import Refusal
from server.rooms.needs import Text
from server.rooms.session import Session, Statement


class Misapplied(Exception):
    """The CRDT did not take what the ledger had passed. The room is dropped; the text names no words."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update on its way in: a session's, or the server's own (`actor`, `promise` of its number).

    It was `doubted` once if the log has been looked at for it.
    """

    update: bytes
    session: Session | None = None
    actor: Actor | None = None
    promise: "asyncio.Future[int] | None" = None
    doubted: bool = False

    def refuse(self, refusal: Refusal) -> None:
        """It was not taken and never will be."""
        if self.session is not None:
            self.session.refuse(refusal.code)
        self.fail(refusal)

    def fail(self, refusal: Refusal) -> None:
        """It is lost. A session's own is asked for again; whoever in the house waits for a number has to know."""
        if self.promise is not None and not self.promise.done():
            self.promise.set_exception(refusal)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A committed state. `state` and `ledger` are empty unless the whole was asked for."""

    seq: int
    text: Text
    state: bytes = b""
    ledger: bytes = b""


@dataclass(slots=True)
class Kept:
    """Numbers up to which a room's text and checkpoint are in storage, and calm was made known."""

    text: int
    checkpoint: int
    calm: int

    @classmethod
    def of(cls, stored: Stored) -> "Kept":
        """A tail may have been cut off by a crash before its text was kept: then it is kept again."""
        checkpoint = stored.checkpoint.seq if stored.checkpoint is not None else 0
        return cls(checkpoint if stored.tail else stored.head, checkpoint, stored.head)


@dataclass(frozen=True, slots=True)
class Request:
    """Someone waits for a snapshot."""

    whole: bool
    promise: asyncio.Future[Snapshot]

    def keep(self, snapshot: Snapshot, seq: int) -> None:
        if not self.promise.done():
            self.promise.set_result(replace(snapshot, seq=seq))


@dataclass(slots=True)
class Pending:
    """Edits that are applied and on no disk yet, and the sessions that are owed an answer."""

    edits: list[Edit] = field(default_factory=list)
    claims: dict[int, Claim] = field(default_factory=dict)
    authors: dict[Session | None, None] = field(default_factory=dict)
    promises: list[tuple[int, asyncio.Future[int]]] = field(default_factory=list)
    owed: dict[Session, None] = field(default_factory=dict)

    @property
    def sole_author(self) -> Session | None:
        """The session that need not be told the news, being the only one that wrote it."""
        return next(iter(self.authors)) if len(self.authors) == 1 else None

    def add(self, edit: Edit, claims: tuple[Claim, ...], arrival: Arrival) -> None:
        self.edits.append(edit)
        self.authors[arrival.session] = None
        for claim in claims:
            first = self.claims.get(claim.client, claim)
            self.claims[claim.client] = Claim(first.client, first.person, first.expected, claim.next_clock)
        if arrival.session is not None:
            self.owed[arrival.session] = None
        if arrival.promise is not None:
            self.promises.append((len(self.edits), arrival.promise))


@dataclass(frozen=True, slots=True)
class Sealed:
    """What goes out when the batch is on disk, fixed while the document is exactly this batch."""

    pending: Pending
    vector: bytes
    answers: tuple[tuple[Session, bytes, bytes], ...]
    """session, the state vector that it sent, what it lacks"""
    statements: tuple[tuple[Session, Statement], ...]
    requests: tuple[tuple[Request, Snapshot], ...]

    def keep_promises(self, head: int) -> None:
        """Tell the house under which numbers its edits stand, on top of `head`."""
        for place, promise in self.pending.promises:
            if not promise.done():
                promise.set_result(head + place)

    def fail(self, refusal: Refusal) -> None:
        for _, promise in self.pending.promises:
            if not promise.done():
                promise.set_exception(refusal)

    def batch(self, language_version: str, head: int, epoch: int, lock_epoch: int) -> Batch:
        return Batch(
            language_version=language_version,
            head=head,
            epoch=epoch,
            lock_epoch=lock_epoch,
            edits=tuple(self.pending.edits),
            claims=tuple(self.pending.claims.values()),
        )
