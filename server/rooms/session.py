"""One document on one socket: what the client was told, what it is owed, and how it is turned away."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, cast

from schema import document
from server import wire
from server.rooms import envelope
from server.rooms.envelope import (
    Awareness,
    Door,
    Incoming,
    Leave,
    Query,
    Stateless,
    SyncStepOne,
    SyncStepTwo,
    Token,
    Update,
)
from server.rooms.needs import Outlet, Standing

if TYPE_CHECKING:
    from server.rooms.listener import Listener
    from server.rooms.room import ClauseRoom

ROUNDS = 3
"""Fruitless answers to a sync step 1 of ours before the client has to start anew."""

Offence = Literal["malformed", "forged", "too_large"]


class Line(Protocol):
    """The socket that carries sessions."""

    def ended(self, session: "Session | Listener", code: str) -> None:
        """The server has closed this document; `code` says why."""

    def fail(self, offence: Offence, detail: str) -> None:
        """What came in is not what an honest client sends: close the socket."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a session was owed at a seal: true once that batch is on disk."""

    debt: int
    received: int
    life: int


class Session:
    """One (socket, language version).

    `debt` is the number of sync statuses that the stock provider still waits for, `received` the number of
    frames with edits that came. `asked` counts our sync steps 1 without an answer, `parked` the edits that a
    gavel holds. A *joined* session has been answered and gets what is committed; `seq` is the last it was sent.
    One that is *behind* was skipped because its socket was paused: it has what the state vector `known` says.
    """

    def __init__(self, line: Line, door: Door, outlet: Outlet, sign_in: str) -> None:
        self.line = line
        self.door = door
        self.outlet = outlet
        self.sign_in = sign_in
        self.room: ClauseRoom | None = None
        self.ended = False
        self.joined = False
        self.behind = False
        self.known = b""
        self.seq = 0
        self.debt = 0
        self.received = 0
        self.asked = 0
        self.rounds = 0
        self.parked = 0
        self.client: int | None = None
        self.missed: set[int] = set()
        self._early: dict[type[Incoming], Incoming] = {}
        self._life = 0
        self._saved = 0
        self._told: tuple[str, bool, str] | None = None

    def send(self, *bodies: bytes) -> None:
        if not self.ended:
            self.outlet.write([self.door.prefix + body for body in bodies])

    def say(self, message: wire.ServerMessage) -> bytes:
        """Return the body that carries the message through this door."""
        return self.door.message(wire.encode(message))

    # What comes in

    def take(self, message: Incoming) -> None:
        """Take a message. Before the room is open only what cannot be asked for again is kept."""
        match message:
            case SyncStepOne():
                self._restart()
            case SyncStepTwo():
                self.received += 1
                self.asked = max(0, self.asked - 1)
            case Update():
                self.received += 1
                self.debt += 1
        if self.room is not None:
            self._pass_on(self.room, message)
        elif isinstance(message, SyncStepOne | Awareness):
            self._early[type(message)] = message

    def enter(self, room: "ClauseRoom") -> None:
        """The room is open: pass on what came early."""
        self.room = room
        early, self._early = self._early, {}
        for message in early.values():
            self._pass_on(room, message)

    def _pass_on(self, room: "ClauseRoom", message: Incoming) -> None:
        match message:
            case SyncStepTwo(update) | Update(update):
                room.path.take(self, update)
            case Stateless() | Token() | Leave():
                return
            case _:
                self._pass_reading(room, message)

    def _pass_reading(self, room: "ClauseRoom", message: SyncStepOne | Awareness | Query) -> None:
        standing = room.judge(self)
        if not standing.may_read:
            self.dismiss("unknown")
            return
        match message:
            case SyncStepOne(vector):
                room.join(self, vector)
            case Awareness(update):
                room.audience.hear(self, update, standing, room.ledger.owners)
            case Query():
                room.audience.show_everyone(self)

    # What the client waits for

    def _restart(self) -> None:
        """The client asks anew: the stock provider then sets its counter to 1."""
        self.debt = 1
        self._life += 1

    def ask(self, vector: bytes) -> None:
        """Send sync step 1: the answer brings whatever the client has and the room has not."""
        self.asked += 1
        self.send(envelope.step_one(vector))

    def gap(self, vector: bytes) -> None:
        """An edit does not join what the room has: ask for the rest, one question at a time."""
        if self.asked:
            return
        self.rounds += 1
        if self.rounds > ROUNDS:
            self._end("resync", self.say(wire.Resync()))
        else:
            self.ask(vector)

    def statement(self) -> Statement | None:
        """Say what is owed for all that came so far, or None while some of it may be missing in the room."""
        if self.asked or self.parked:
            return None
        return Statement(self.debt, self.received, self._life)

    def pay(self, statement: Statement, seq: int, at_ms: int) -> int:
        """The statement's frames are on disk: say so, in one write. Return of how many it was not said before."""
        bodies: list[bytes] = []
        if self.door.keyed and statement.life == self._life:
            due = min(statement.debt, self.debt)
            self.debt -= due
            bodies += [envelope.SAVED] * due
        news = max(0, statement.received - self._saved)
        if news:
            self._saved = statement.received
            bodies.append(self.say(wire.Saved(received=statement.received, seq=seq, at=at_ms)))
        if bodies:
            self.send(*bodies)
        return news

    # What the client may do

    def greet(self, epoch: int, head: int, status: str, standing: Standing) -> None:
        """Open the document for the client."""
        self._told = (status, standing.may_write, standing.reason)
        hello = wire.Hello(
            protocol=wire.PROTOCOL,
            schema=document()["version"],
            epoch=epoch,
            head=head,
            status=cast("wire.Status", status),
            may_write=standing.may_write,
            reason=standing.reason,
        )
        opening = (envelope.authenticated(may_write=standing.may_write),) if self.door.keyed else ()
        self.send(*opening, self.say(hello))

    def tell(self, status: str, standing: Standing) -> None:
        """Tell the client where it stands, unless it knows."""
        now = (status, standing.may_write, standing.reason)
        if now != self._told:
            self._told = now
            told = wire.Standing(
                status=cast("wire.Status", status), may_write=standing.may_write, reason=standing.reason
            )
            self.send(self.say(told))

    def confirm(self) -> None:
        """The client repeats its token: it is told again what it may do."""
        if self.room is not None:
            self.send(envelope.authenticated(may_write=self.room.judge(self).may_write))

    def recheck(self) -> None:
        """The person's rights may have changed."""
        if self.room is not None:
            self.room.audience.tell_one(self, self.room.status)

    def resume(self) -> None:
        """The socket takes frames again."""
        if self.room is not None:
            self.room.resume(self)

    # Turning it away

    def refuse(self, code: str, detail: str = "") -> None:
        """An edit was not taken and never will be: the client starts over with what the server has."""
        refused = self.say(wire.Refused(code=code, detail=detail, seq=self.seq if self.joined else None))
        if self.door.keyed:
            self._end(code, envelope.NOT_SAVED, refused)
        else:
            self._end(code, refused)

    def dismiss(self, code: str) -> None:
        """Close the document."""
        self._end(code)

    def _end(self, code: str, *bodies: bytes) -> None:
        if self.ended:
            return
        self.send(*bodies, *((envelope.close(code),) if self.door.keyed else ()))
        self.leave()
        self.line.ended(self, code)

    def leave(self) -> None:
        """The client is gone. What it sent stays."""
        self.ended = True
        if self.room is not None:
            self.room.leave(self)
