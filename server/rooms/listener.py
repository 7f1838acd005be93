"""An agenda's channel on one socket: a document that is empty and read-only, and the news that it carries."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from server import wire
from server.rooms import envelope
from server.rooms.envelope import Awareness, Door, Incoming, Query, Shared, SyncStepOne, SyncStepTwo, Update
from server.rooms.needs import Outlet
from server.rooms.session import Line

if TYPE_CHECKING:
    from server.rooms.channel import Channel

_NOTHING = b"\x00\x00"
"""An update without structs and deletions."""


class Listener:
    """One (socket, agenda). It knows all up to `commit` (None: from now on); one that is *behind* waits for a round."""

    def __init__(self, line: Line, door: Door, outlet: Outlet, sign_in: str, after: int | None) -> None:
        self.line = line
        self.door = door
        self.outlet = outlet
        self.sign_in = sign_in
        self.commit = after
        self.behind = True
        self.greeted = False
        self.ended = False
        self.rights = ""
        self.client: int | None = None
        self.missed: set[int] = set()
        self.channel: Channel | None = None

    def send(self, *bodies: bytes) -> None:
        if not self.ended:
            self.outlet.write([self.door.prefix + body for body in bodies])

    def say(self, message: wire.ServerMessage | wire.AgendaMessage) -> None:
        self.send(self.door.message(wire.encode(message)))

    def greet(self, head: int) -> None:
        """Say from which number on the news follow."""
        self.greeted = True
        commit = head if self.commit is None else self.commit
        self.say(wire.AgendaHello(protocol=wire.PROTOCOL, commit=commit, head=head, rights=self.rights))

    def tell(self, frames: Sequence[tuple[int, Shared]], head: int) -> None:
        """Send what comes after the listener's number; from then on it knows all up to `head`."""
        known = self.commit or 0
        self.catch_up([shared.frame(self.door) for commit, shared in frames if commit > known], head)

    def catch_up(self, frames: Sequence[bytes], head: int) -> None:
        """Send what was read for the listener's own number; from then on it knows all up to `head`."""
        if frames:
            self.outlet.write(frames)
        self.commit = head

    # What comes in

    def take(self, message: Incoming) -> None:
        """Take a message. There is nothing to sync, and nothing to write."""
        match message:
            case SyncStepOne():
                self.send(envelope.step_two(_NOTHING), envelope.SAVED)
            case SyncStepTwo(update) if update == _NOTHING:
                return
            case Update(update) if update == _NOTHING:
                self.send(envelope.SAVED)
            case SyncStepTwo() | Update():
                refused = wire.Refused(code="read_only")
                self.send(envelope.NOT_SAVED, self.door.message(wire.encode(refused)))
                self.dismiss("read_only")
            case Awareness(update) if self.channel is not None:
                self.channel.hear(self, update)
            case Query() if self.channel is not None and self.channel.judge(self) is not None:
                self.channel.show_everyone(self)

    def confirm(self) -> None:
        """The client repeats its token."""
        if self.channel is not None and self.channel.judge(self) is not None:
            self.send(envelope.authenticated(may_write=False))

    def recheck(self) -> None:
        """The person's rights may have changed."""
        if self.channel is not None:
            self.channel.judge(self)

    def resume(self) -> None:
        """The socket takes frames again."""
        if self.channel is not None:
            self.channel.resume(self)

    def dismiss(self, code: str) -> None:
        """Close the channel for the client."""
        if not self.ended:
            self.send(envelope.close(code))
            self.leave()
            self.line.ended(self, code)

    def leave(self) -> None:
        """The client is gone."""
        self.ended = True
        if self.channel is not None:
            self.channel.leave(self)
