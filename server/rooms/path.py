"""The path of an edit through one room, rules R-1 to R-6 of SPEC.md: taken in, sealed, on disk, sent out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from server.crdt.ledger import Rejection
from server.domain.edits import Batch, Edit, Outcome, Verdict
from server.domain.errors import Conflict, Denied, Refusal, Unavailable, Unusable
from server.rooms import envelope
from server.rooms.batch import Arrival, Misapplied, Pending, Request, Sealed
from server.rooms.envelope import Shared
from server.rooms.session import Session

if TYPE_CHECKING:
    from server.rooms.room import ClauseRoom

log = structlog.get_logger()

DENIALS = 2
"""Batches in a row that the record denies before their authors are turned away: memory and record disagree."""

_SHUT = ("locked", "paused")


class Path:
    """What is between the door and the disk. One batch at most is sealed; the next one collects behind it."""

    def __init__(self, room: "ClauseRoom") -> None:
        self._room = room
        self._pending = Pending()
        self._sealed: Sealed | None = None
        self._parked: list[Arrival] = []
        self._waiting: dict[Session, bytes] = {}
        self._requests: list[Request] = []
        self._denials = 0

    @property
    def sealed(self) -> bool:
        """True while a batch is with the journal."""
        return self._sealed is not None

    @property
    def tentative(self) -> bool:
        """True while document and ledger are ahead of the log."""
        return bool(self._pending.edits) or self.sealed

    @property
    def busy(self) -> bool:
        """True while someone waits for an edit or a snapshot."""
        return self.tentative or bool(self._parked) or any(not request.promise.done() for request in self._requests)

    # In

    def take(self, session: Session, update: bytes) -> None:
        """Take an update of a session."""
        self.edit(Arrival(update, session))

    def edit(self, arrival: Arrival) -> None:
        """Take an update in, or turn it away. Nothing waits in here."""
        if not self._room.is_open:
            arrival.fail(Unavailable("not_saved"))
        elif self._room.holds:
            self._park(arrival)
        else:
            try:
                self._accept(arrival)
            except Rejection as rejection:
                self._reject(arrival, rejection.code, rejection.detail)
            except Misapplied as error:
                self._reject(arrival, "malformed", str(error))
            except Refusal as refusal:
                arrival.refuse(refusal)

    def _accept(self, arrival: Arrival) -> None:
        room, session = self._room, arrival.session
        standing = room.judge(session) if session is not None else None
        actor = standing.actor if standing is not None else arrival.actor
        assert actor is not None, "an arrival has a session or an actor"
        effect = room.ledger.inspect(arrival.update, actor.person)
        if effect.empty:
            self._owe(arrival)
            return
        is_shut = room.status in _SHUT
        may_write = standing is None or standing.may_write
        if effect.tidying and (is_shut or not may_write):
            self._owe(arrival)
            return
        if standing is not None and not may_write:
            raise Denied(standing.reason or "denied")
        if is_shut:
            raise Conflict(room.status)
        if session is not None and room.absence.reached_by(arrival.update, room.ledger.next_clock):
            raise Conflict("moved")
        if session is not None:
            room.around.allowance.check(actor.person, room.stored.language_version)
        event = room.apply(arrival.update)
        if not event:
            self._owe(arrival)
            return
        implied = room.record(effect, event)
        now = room.around.clock.now_ms()
        orphans = room.ledger.orphans(effect, implied)
        edit = Edit(event, actor, effect.inserted, effect.deleted, implied, orphans, now)
        self._pending.add(edit, effect.claims, arrival)
        if session is not None:
            session.rounds = 0
            room.around.allowance.spend(actor.person, room.stored.language_version, len(event))
        room.around.mark(room, len(event))

    def _owe(self, arrival: Arrival) -> None:
        """It brought nothing new: true only once everything that it repeats is on disk."""
        if arrival.session is not None:
            self._pending.owed[arrival.session] = None
        if arrival.promise is not None:
            self._pending.promises.append((len(self._pending.edits), arrival.promise))
        self.stir()

    def _reject(self, arrival: Arrival, code: str, detail: str) -> None:
        session = arrival.session
        if session is None:
            arrival.fail(Unusable(code, reason=detail))
            return
        match code:
            case "gap":
                session.gap(self._room.vector())
            case "foreign" if not arrival.doubted:
                self._room.doubts.park(arrival, session)
            case "malformed" | "forged" | "too_large":
                session.line.fail(code, detail)
            case _:
                session.refuse(code, detail)

    def _park(self, arrival: Arrival) -> None:
        self._parked.append(arrival)
        if arrival.session is not None:
            arrival.session.parked += 1

    def unpark(self) -> None:
        """Let the parked edits go on, in their order."""
        parked, self._parked = self._parked, []
        for arrival in parked:
            if arrival.session is not None:
                arrival.session.parked -= 1
            self.edit(arrival)

    def adopt(self, edits: Sequence[Edit]) -> None:
        """Take edits that an act wrote on top of all that is on disk, and send them to everybody (G-8)."""
        room = self._room
        for edit in edits:
            effect = room.ledger.inspect(edit.payload, edit.actor.person)
            room.record(effect, room.apply(edit.payload))
        pending = Pending(edits=list(edits), authors={None: None})
        self._settle(self._gather(pending), room.head + len(edits))

    def wait(self, session: Session, vector: bytes) -> None:
        """Answer the client's sync step 1 at once, or with the next batch."""
        session.behind = False
        self._waiting[session] = vector
        self.stir()

    def catch_up(self, session: Session) -> None:
        """Send a session that was skipped what it lacks, at once or with the next batch."""
        if session.behind:
            self._waiting.setdefault(session, session.known)
        self.stir()

    def request(self, request: Request) -> None:
        self._requests.append(request)
        self.stir()

    def forget(self, session: Session) -> None:
        self._waiting.pop(session, None)
        self._pending.owed.pop(session, None)

    # Out

    def reopen(self) -> None:
        """The room has its document again, and it is what the log holds."""
        self._room.settled = self._room.vector()
        self.stir()

    def stir(self) -> None:
        """Pay and answer at once whatever waits, if nothing is tentative."""
        if self._room.is_open and not self.tentative:
            pending, self._pending = self._pending, Pending()
            self._settle(self._gather(pending), self._room.head)

    def seal(self) -> Batch | None:
        """Hand over what has come since the last seal; None if there is nothing."""
        room = self._room
        if not room.is_open or not self._pending.edits:
            return None
        pending, self._pending = self._pending, Pending()
        self._sealed = self._gather(pending)
        return self._sealed.batch(room.stored.language_version, room.head, room.stored.epoch, room.lock_epoch)

    def _gather(self, pending: Pending) -> Sealed:
        """Fix, while the document is exactly this batch, all that depends on it."""
        room = self._room
        waiting = [(session, vector) for session, vector in self._waiting.items() if not session.outlet.paused]
        for session, _ in waiting:
            del self._waiting[session]
        requests, self._requests = self._requests, []
        statements = ((session, session.statement()) for session in pending.owed)
        return Sealed(
            pending=pending,
            vector=room.vector() if pending.edits else room.settled,
            answers=tuple((session, vector, room.lacking(vector)) for session, vector in waiting),
            statements=tuple((session, owed) for session, owed in statements if owed is not None),
            requests=tuple((request, room.photograph(whole=request.whole)) for request in requests),
        )

    def deliver(self, outcome: Outcome | None) -> None:
        """Take the verdict on the sealed batch; None if the log failed, so that it is not known."""
        sealed, self._sealed = self._sealed, None
        assert sealed is not None, "a verdict follows a seal"
        room = self._room
        is_committed = outcome is not None and outcome.verdict is Verdict.COMMITTED
        if outcome is not None and is_committed and room.is_open:
            self._denials = room.drops = 0
            room.around.tally.updates += len(sealed.pending.edits)
            room.saved_ms, room.edited_at = outcome.at_ms, room.around.clock.monotonic()
            self._settle(sealed, outcome.head)
            self.stir()
            return
        if is_committed:
            sealed.keep_promises(room.head)
        else:
            self._log_failure(outcome)
            if outcome is not None and outcome.verdict is Verdict.DENIED:
                self._deny(sealed, outcome.reason)
        self._take_back(sealed)

    def _settle(self, sealed: Sealed, head: int) -> None:
        """Send out what is on disk: answers, then news, then acknowledgements; each stands on the one before."""
        room = self._room
        sealed.keep_promises(room.head)
        before, room.settled, room.head = room.settled, sealed.vector, head
        for session, _, update in sealed.answers:
            self._answer(session, update, head)
        edits = sealed.pending.edits
        if edits:
            news = Shared(lambda: envelope.news(room.merge([edit.payload for edit in edits])))
            answered = {session for session, _, _ in sealed.answers}
            room.audience.publish(news, head, before, answered, sealed.pending.sole_author)
        for session, statement in sealed.statements:
            room.around.tally.acknowledged += session.pay(statement, head, room.saved_ms)
        for request, snapshot in sealed.requests:
            request.keep(snapshot, head)

    def _answer(self, session: Session, update: bytes, head: int) -> None:
        session.seq = head
        if session.behind:
            session.behind = False
            session.send(envelope.news(update))
            return
        session.joined = True
        session.send(envelope.step_two(update))
        if not session.asked:
            session.ask(self._room.settled)

    # Back

    def _take_back(self, sealed: Sealed) -> None:
        """Those who wait go on waiting. The room is dropped: the log, the only truth, will tell what is in it."""
        for session, vector, _ in sealed.answers:
            if not session.ended:
                self._waiting.setdefault(session, vector)
        self._requests += [request for request, _ in sealed.requests]
        sealed.fail(Unavailable("not_saved"))
        self._room.drop()

    def _log_failure(self, outcome: Outcome | None) -> None:
        verdict = "unknown" if outcome is None else outcome.verdict.value
        log.warning("not committed", language_version=self._room.stored.language_version, verdict=verdict)

    def _deny(self, sealed: Sealed, reason: str) -> None:
        self._denials += 1
        if self._denials >= DENIALS:
            for session in sealed.pending.authors:
                if session is not None:
                    session.refuse(reason or "denied")

    def clear(self) -> None:
        """Forget what is not sealed; clients send it again when the room asks."""
        pending, self._pending = self._pending, Pending()
        for _, promise in pending.promises:
            if not promise.done():
                promise.set_exception(Unavailable("not_saved"))
        parked, self._parked = self._parked, []
        for arrival in parked:
            if arrival.session is not None:
                arrival.session.parked -= 1
            arrival.fail(Unavailable("not_saved"))
