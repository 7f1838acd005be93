"""Rules of the accept path broken in a running server, for the checker to find."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from server.domain.edits import Edit, Outcome
from server.domain.terms import TextStatus
from server.rooms import envelope
from server.rooms.batch import Arrival, Pending, Sealed
from server.rooms.path import Path
from server.rooms.room import ClauseRoom
from server.rooms.session import Session
from server.storage import acceptance
from tests.chaos.grafts import graft

NOTHING = b"\x00\x00"
"""An update without structs and deletions."""


def acknowledge_before_the_commit() -> None:
    """Pay what is owed as soon as it is sealed."""
    gather = Path._gather

    def hasty(self: Path, pending: Pending) -> Sealed:
        sealed = gather(self, pending)
        for session, statement in sealed.statements:
            session.pay(statement, self._room.head, 0)
        return sealed

    graft(Path, "_gather", hasty)


def acknowledge_what_is_known_at_once() -> None:
    """Pay for a resend although what it repeats is still on its way to the disk."""

    def hasty(self: Path, arrival: Arrival) -> None:
        session = arrival.session
        if session is not None and (statement := session.statement()) is not None:
            session.pay(statement, self._room.head, 0)

    graft(Path, "_owe", hasty)


def answer_from_the_live_document() -> None:
    """Give a joiner what the room has now, on disk or not."""

    def hasty(self: Path, session: Session, vector: bytes) -> None:
        self._answer(session, self._room.lacking(vector), self._room.head)

    graft(Path, "wait", hasty)


def fan_out_before_the_commit() -> None:
    """Send edits to the others as they come in."""
    accept = Path._accept

    def hasty(self: Path, arrival: Arrival) -> None:
        accept(self, arrival)
        for session in self._room.audience.sessions:
            if session.joined and session is not arrival.session:
                session.send(envelope.news(arrival.update))

    graft(Path, "_accept", hasty)


def look_at_locks_on_connecting_only() -> None:
    """Judge a session once, when it opens the document, and never compare a status again."""
    judge = ClauseRoom.judge
    first: dict[Session, Any] = {}

    def remember(self: ClauseRoom, session: Session) -> Any:
        return first.setdefault(session, judge(self, session))

    def passes(batch: Any, head: Any) -> Outcome | None:
        return compare(replace(batch, lock_epoch=head.lock_epoch), replace(head, status=TextStatus.OPEN))

    def stay_open(self: ClauseRoom, status: str, lock_epoch: int) -> None:
        self.lock_epoch = lock_epoch

    compare = acceptance._compare
    graft(ClauseRoom, "judge", remember)
    graft(ClauseRoom, "set_status", stay_open)
    graft(acceptance, "_compare", passes)
    bench = acceptance.Bench.judge
    graft(acceptance.Bench, "judge", lambda self, actor, head: bench(self, actor, replace(head, status="open")))


def acknowledge_deletions_without_keeping_them() -> None:
    """Write nothing of an edit that only deletes."""
    row = acceptance._update_row

    def hasty(head: Any, seq: int, commit: int, edit: Edit, now_ms: int) -> dict[str, Any]:
        return row(head, seq, commit, edit if edit.inserted else replace(edit, payload=NOTHING), now_ms)

    graft(acceptance, "_update_row", hasty)


MUTATIONS: dict[str, Callable[[], None]] = {
    mutation.__name__: mutation
    for mutation in (
        acknowledge_before_the_commit,
        acknowledge_what_is_known_at_once,
        acknowledge_deletions_without_keeping_them,
        answer_from_the_live_document,
        fan_out_before_the_commit,
        look_at_locks_on_connecting_only,
    )
}
