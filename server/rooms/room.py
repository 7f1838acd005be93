"""One language version, live: its document and ledger, its states, and who attends it. SPEC.md has the rules.

Of pycrdt-websocket's `YRoom` the document and the set of clients are used. It is never started: registry, serving
and fan-out are ours.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

from pycrdt import Doc, Subscription, TransactionEvent, merge_updates
from pycrdt.websocket import YRoom

from server.crdt.absence import Absence
from server.crdt.codec import decode_state_vector
from server.crdt.ledger import Effect, Ledger
from server.crdt.reader import Malformed
from server.crdt.tree import read_document
from server.domain.canonical import canonical_json, text_hash
from server.domain.edits import Row, Span, Stored
from server.domain.errors import Unknown
from server.domain.identity import TextName
from server.rooms import envelope
from server.rooms.audience import Audience
from server.rooms.batch import Kept, Misapplied, Request, Snapshot
from server.rooms.doubts import Doubts
from server.rooms.needs import Standing, Text
from server.rooms.path import Path
from server.rooms.session import Session
from server.rooms.surroundings import Surroundings

MERGED_AT_ONCE = 200
"""Updates in one merge: merging is quadratic in them."""

_NEW_CLIENT = b"\x00"


class State(Enum):
    """LOADING before the first load; DROPPED from any outcome but "committed" until the next load."""

    LOADING = "loading"
    OPEN = "open"
    DROPPED = "dropped"
    CLOSED = "closed"


class ClauseRoom(YRoom):
    """Document and ledger are ahead of the log by what its path holds: *tentative*.

    Nothing read from them leaves before it is committed. Only `load` waits for anything.
    """

    stored: Stored
    ledger: Ledger
    kept: Kept
    absence: Absence

    def __init__(self, name: TextName, around: Surroundings) -> None:
        super().__init__(ready=False)
        self.name = name
        self.around = around
        self.state = State.LOADING
        self.status = ""
        self.head = 0
        self.lock_epoch = 0
        self.drops = 0
        self.settled = _NEW_CLIENT
        self.saved_ms = 0
        self.holds = self.acts = 0
        self.edited_at = self.left_at = around.clock.monotonic()
        self.audience = Audience(around.clock, self.judge)
        self.clients = self.audience.sessions  # type: ignore[assignment]  # sessions, not pycrdt channels
        self.path = Path(self)
        self.doubts = Doubts(self)
        self._event = b""
        self._watch: Subscription | None = None
        self._whole: bytes | None = None

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @property
    def wanted(self) -> bool:
        """True if someone would miss the room."""
        return bool(self.audience.sessions or self.acts or self.path.busy)

    # From the log and back to it

    async def load(self) -> None:
        """Read the log, the only truth, and bring those who stayed up to it.

        Raises:
            Unknown: there is no such language version.
        """
        stored = await self.around.log.load(self.name)
        if stored is None:
            raise Unknown("unknown_text")
        seen = min((session.seq for session in self.audience.sessions if session.joined), default=stored.head)
        rows: Sequence[Row] = ()
        if seen < stored.head:
            rows = await self.around.log.since(stored.language_version, seen)
        self._open(stored, rows)

    def _open(self, stored: Stored, rows: Sequence[Row]) -> None:
        if self.state is State.LOADING:
            self.stored = stored
            self.kept = Kept.of(stored)
        is_same = self.stored.epoch == stored.epoch
        self._replay(stored)
        self.absence = Absence(stored.carried)
        self.stored = replace(stored, checkpoint=None, tail=(), owners={})
        self.head, self.status, self.lock_epoch = stored.head, stored.status, stored.lock_epoch
        self.state = State.OPEN
        for session in list(self.audience.sessions):
            if is_same:
                self._welcome_back(session, rows)
            else:
                session.refuse("epoch")
        self.audience.tell(self.status)
        self.path.reopen()

    def _replay(self, stored: Stored) -> None:
        self.ydoc = Doc()
        old = stored.checkpoint
        self.ledger = Ledger() if old is None else Ledger.restore(old.ledger, old.state)
        with self.ydoc.transaction():
            if stored.checkpoint is not None:
                self.ydoc.apply_update(stored.checkpoint.state)
            for row in stored.tail:
                self.ydoc.apply_update(row.payload)
        for row in stored.tail:
            self.ledger.replay(row.payload)
        self.ledger.owners.update((client, person) for client, (person, _) in stored.owners.items())
        self._whole = None
        self._watch = self.ydoc.observe(self._note)

    def _welcome_back(self, session: Session, rows: Sequence[Row]) -> None:
        """Send what was committed and never fanned out, then ask for what was lost on the way here."""
        if session.joined and not session.behind:
            missed = [row.payload for row in rows if session.seq < row.seq <= self.head]
            if missed:
                session.send(envelope.news(self.merge(missed)))
            session.seq = self.head
        session.ask(self.vector())

    def drop(self) -> None:
        """Forget everything that is not committed. Sessions stay, and are brought up to the log by the next load."""
        if self.is_open:
            self.state = State.DROPPED
            self.drops += 1
            self.around.tally.drops += 1
            self.path.clear()
            self._forget()
        if self.state is State.DROPPED and not self.path.sealed:
            self.around.dropped(self)

    def close(self) -> None:
        """Nobody is here and everything is on disk."""
        self.state = State.CLOSED
        self.audience.close()
        self.path.clear()
        self._forget()

    def _forget(self) -> None:
        """Let the document go. The library's subscription to it would keep the room, unseen by Python's collector."""
        if self._watch is not None:
            self.ydoc.unobserve(self._watch)
        self.ydoc, self.ledger, self._watch, self._whole = Doc(), Ledger(), None, None

    # The document

    def apply(self, update: bytes) -> bytes:
        """Apply an update that the ledger has passed; return the news it brought, empty if none.

        Raises:
            Misapplied: the CRDT would not take it, and may have taken half: the room is dropped.
        """
        self._event = b""
        try:
            self.ydoc.apply_update(update)
        except (KeyboardInterrupt, SystemExit, asyncio.CancelledError):
            raise
        except BaseException as error:  # a panic of the CRDT is no Exception
            self.drop()
            raise Misapplied(f"apply: {type(error).__name__}") from error
        self._whole = None
        return b"" if self._event == b"\x00\x00" else self._event

    def record(self, effect: Effect, event: bytes) -> tuple[Span, ...]:
        """Enter applied news into the ledger; return the deletions that the CRDT added of its own.

        Raises:
            Misapplied: document and ledger disagree: the room is dropped.
        """
        try:
            return self.ledger.commit(effect, event)
        except RuntimeError as error:
            self.drop()
            raise Misapplied(str(error)) from error

    def vector(self) -> bytes:
        return self.ydoc.get_state()

    def lacking(self, vector: bytes) -> bytes:
        """Return what a client with this state vector lacks. The whole is kept until the next edit."""
        if vector != _NEW_CLIENT:
            return self.ydoc.get_update(vector)
        if self._whole is None:
            self._whole = self.ydoc.get_update()
        return self._whole

    @staticmethod
    def merge(updates: Sequence[bytes]) -> bytes:
        """Merge updates that do not overlap, in their order."""
        merged = list(updates)
        while len(merged) > 1:
            heaps = range(0, len(merged), MERGED_AT_ONCE)
            merged = [merge_updates(*merged[heap : heap + MERGED_AT_ONCE]) for heap in heaps]
        return merged[0]

    def photograph(self, *, whole: bool) -> Snapshot:
        content = read_document(self.ydoc)
        text = Text(json=canonical_json(content), hash=text_hash(content))
        if not whole:
            return Snapshot(self.head, text)
        return Snapshot(self.head, text, state=self.lacking(_NEW_CLIENT), ledger=self.ledger.dump())

    def is_foreign(self, session: Session, clocks: Mapping[int, int]) -> bool:
        """True if the client holds text of others that is unknown here."""
        owners, known, person = self.ledger.owners, self.ledger.next_clock, self.judge(session).actor.person
        return any(owners.get(client, person) != person and clock > known(client) for client, clock in clocks.items())

    def _note(self, event: TransactionEvent) -> None:
        self._event = event.update

    # Those who attend

    def judge(self, session: Session) -> Standing:
        """Return what this session may do now."""
        return self.around.authority.standing(session.sign_in, self.stored, self.status)

    def admit(self, session: Session, standing: Standing) -> None:
        """Open the document for a session that may read it."""
        session.greet(self.stored.epoch, self.head, self.status, standing)
        self.audience.admit(session)
        session.enter(self)

    def leave(self, session: Session) -> None:
        self.audience.leave(session)
        self.path.forget(session)
        self.left_at = self.around.clock.monotonic()

    def join(self, session: Session, vector: bytes) -> None:
        """Take a client's sync step 1: it is answered from what is committed."""
        try:
            clocks = decode_state_vector(vector)
        except Malformed as error:
            session.line.fail("malformed", f"state vector: {error}")
            return
        if self.is_open and self.is_foreign(session, clocks):
            self.doubts.ask(session, vector, clocks)
        else:
            self.path.wait(session, vector)

    def resume(self, session: Session) -> None:
        """The session's socket takes frames again: make up for what was left out."""
        self.audience.show_missed(session)
        self.path.catch_up(session)

    # The gavel

    def hold(self) -> None:
        """Park edits from now on."""
        self.holds += 1

    def release(self) -> None:
        """Let the parked edits go on, once every hold has ended."""
        self.holds -= 1
        if not self.holds:
            self.path.unpark()

    def set_status(self, status: str, lock_epoch: int) -> None:
        """Take a status that is on disk already. What was accepted under another lock epoch can never be."""
        if lock_epoch < self.lock_epoch:
            return
        is_moved = lock_epoch != self.lock_epoch
        self.status, self.lock_epoch = status, lock_epoch
        if self.is_open:
            self.audience.tell(status)
            if is_moved and self.path.tentative:
                self.drop()

    def snapshot(self, *, whole: bool = False) -> "asyncio.Future[Snapshot]":
        """Promise a committed state: the present one, or that of the next batch while edits are tentative."""
        promise: asyncio.Future[Snapshot] = asyncio.get_running_loop().create_future()
        self.path.request(Request(whole, promise))
        return promise
