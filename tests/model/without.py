"""The rooms' own rules, taken out of the real code one at a time: what is put in the place of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from server.domain.edits import Batch, Edit, Outcome
from server.domain.identity import TextName
from server.domain.standing import Standing
from server.rooms import path as path_module
from server.rooms.audience import Audience
from server.rooms.batch import Arrival, Sealed
from server.rooms.doubts import Doubts
from server.rooms.envelope import Shared
from server.rooms.gavel import Held
from server.rooms.path import Path
from server.rooms.registry import Registry
from server.rooms.room import ClauseRoom
from server.rooms.session import Session, Statement
from server.rooms.upkeep import Upkeep
from server.storage import acceptance
from server.storage.acceptance import Acceptance, Head

Patch = tuple[Any, str, object]

_accept, _settle, _welcome_back = Path._accept, Path._settle, ClauseRoom._welcome_back
_publish, _pay, _set_status, _judge = Audience.publish, Session.pay, ClauseRoom.set_status, ClauseRoom.judge
_compare = acceptance._compare


@contextmanager
def code_without(rules: frozenset[str]) -> Iterator[None]:
    """Take rules out of the rooms for the length of a `with` block."""
    with ExitStack() as stack:
        for rule in sorted(rules):
            for owner, name, value in TAKEN_OUT[rule]:
                stack.enter_context(patch.object(owner, name, value))
        yield


def _pay_now(path: Path, session: Session | None) -> None:
    owed = session.statement() if session is not None else None
    if session is not None and owed is not None:
        session.pay(owed, path._room.head, 0)


def _accept_and_pay(path: Path, arrival: Arrival) -> None:
    _accept(path, arrival)
    _pay_now(path, arrival.session)


def _answer_now(path: Path, session: Session, vector: bytes) -> None:
    session.behind = False
    path._answer(session, path._room.lacking(vector), path._room.head)


def _settle_as_it_is_now(path: Path, sealed: Sealed, head: int) -> None:
    answers = tuple((session, vector, path._room.lacking(vector)) for session, vector, _ in sealed.answers)
    _settle(path, replace(sealed, answers=answers), head)


def _welcome_without_asking(room: ClauseRoom, session: Session, rows: Sequence[Any]) -> None:
    with patch.object(session, "ask"):
        _welcome_back(room, session, rows)


def _publish_to_everybody(audience: Audience, *news: Any) -> None:
    joined = {session for session in audience.sessions if session.joined}
    for session in audience.sessions:
        session.joined = True
    _publish(audience, *news)
    for session in audience.sessions - joined:
        session.joined = False


def _publish_to_those_behind(
    audience: Audience, news: Shared, seq: int, before: bytes, answered: set[Session], author: Session | None
) -> None:
    behind = {session for session in audience.sessions if session.behind and not session.outlet.paused}
    for session in behind:
        session.behind = False
    _publish(audience, news, seq, before, answered, author)
    for session in behind:
        session.behind = True


def _let_pass(session: Session, _: bytes) -> None:
    assert session.room is not None
    session.room.path._pending.owed[session] = None
    session.room.path.stir()


def _state(session: Session) -> Statement:
    return Statement(session.debt, session.received, session._life)


def _pay_one(session: Session, statement: Statement, *when: int) -> int:
    return _pay(session, replace(statement, debt=min(1, statement.debt)), *when)


def _allow(room: ClauseRoom, session: Session) -> Standing:
    return replace(_judge(room, session), may_write=True)


def _compare_but(*reasons: str) -> Callable[[Batch, Head], Outcome | None]:
    """Return the comparison of a batch with the row that is there, without some of its parts."""

    def compare(batch: Batch, head: Head) -> Outcome | None:
        if "status" in reasons:
            head = replace(head, status="open")
        if "lock_epoch" in reasons:
            batch = replace(batch, lock_epoch=head.lock_epoch)
        if "head" in reasons:
            batch = replace(batch, head=head.seq)
        return _compare(batch, head)

    return compare


def _hear_anything(room: ClauseRoom, status: str, lock_epoch: int) -> None:
    if lock_epoch < room.lock_epoch:
        room.lock_epoch = lock_epoch - 1
    _set_status(room, status, lock_epoch)


def _adopt_blindly(held: Held, name: TextName, edits: Sequence[Edit], *_: Any) -> None:
    held._rooms[name].path.adopt(edits)


async def _empty_blindly(upkeep: Upkeep, room: ClauseRoom) -> None:
    await upkeep._keep_all(room)
    upkeep._close(room)


def _call_foreign(_: Doubts, *who: Any) -> None:
    next(each for each in who if isinstance(each, Session)).refuse("foreign")


def _nothing(*_: Any) -> None:
    return None


_IGNORES_ASKED = lambda session: None if session.parked else _state(session)  # noqa: E731
_IGNORES_PARKED = lambda session: None if session.asked else _state(session)  # noqa: E731

TAKEN_OUT: Mapping[str, Sequence[Patch]] = {
    "commits_before_it_pays": [(Path, "_accept", _accept_and_pay)],
    "defers_what_is_known": [(Path, "_owe", lambda path, arrival: _pay_now(path, arrival.session))],
    "answers_from_the_log": [(Path, "wait", _answer_now)],
    "encodes_at_the_seal": [(Path, "_settle", _settle_as_it_is_now)],
    "sends_what_was_missed": [(ClauseRoom, "_welcome_back", lambda room, session, _: _welcome_back(room, session, ()))],
    "drops_what_failed": [(Path, "_take_back", lambda path, _: path.stir())],
    "tells_the_joined_only": [(Audience, "publish", _publish_to_everybody)],
    "asks_after_a_drop": [(ClauseRoom, "_welcome_back", _welcome_without_asking)],
    "asks_for_gaps": [(Session, "gap", _let_pass)],
    "owes_nothing_while_asking": [(Session, "statement", _IGNORES_ASKED)],
    "owes_nothing_for_the_parked": [(Session, "statement", _IGNORES_PARKED)],
    "counts_a_debt": [(Session, "pay", _pay_one)],
    "judges_every_edit": [(ClauseRoom, "judge", _allow)],
    "judges_in_the_transaction": [(Acceptance, "_judge", _nothing)],
    "turns_away_the_denied": [(Path, "_deny", _nothing)],
    "refuses_what_is_shut": [(path_module, "_SHUT", ()), (ClauseRoom, "judge", _allow)],
    "compares_the_status": [
        (acceptance, "_compare", _compare_but("status", "lock_epoch")),
        (Acceptance, "_judge", _nothing),
    ],
    "compares_the_lock": [(acceptance, "_compare", _compare_but("lock_epoch"))],
    "compares_the_head": [(acceptance, "_compare", _compare_but("head")), (Acceptance, "_compare_clocks", _nothing)],
    "hears_in_order": [(ClauseRoom, "set_status", _hear_anything)],
    "adopts_what_acts_wrote": [(Held, "adopt", _nothing)],
    "adopts_on_what_was_held": [(Held, "adopt", _adopt_blindly)],
    "keeps_what_acts_hold": [
        (ClauseRoom, "wanted", property(lambda room: bool(room.audience.sessions or room.holds or room.path.busy)))
    ],
    "follows_the_others": [(Registry, "follow", _nothing)],
    "makes_up_for_what_it_skipped": [(Path, "catch_up", lambda path, _: path.stir())],
    "skips_until_it_made_up": [(Audience, "publish", _publish_to_those_behind)],
    "closes_what_is_left": [(Upkeep, "_empty", _empty_blindly)],
    "looks_again_before_it_calls_foreign": [(Doubts, "ask", _call_foreign), (Doubts, "park", _call_foreign)],
}
"""Where two parts of the code hold one rule (who may write is judged with the status, a head with the clocks of its
authors), both are taken out. What the chair saw is compared by the act, which is no part of the rooms."""
