"""One agenda's channel: what happens in the text, told to all who have it open, and who is where. SPEC.md, rules C."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

import structlog

from server import wire
from server.crdt.reader import Malformed
from server.rooms import envelope
from server.rooms.envelope import Shared
from server.rooms.listener import Listener
from server.rooms.needs import Access, Authority, Clock, News
from server.rooms.presence import Presence

log = structlog.get_logger()

PACE = 1.0
"""Seconds between two tellings of texts, and between two frames of presence."""

RETRY = 1.0
"""Seconds until what happened is read again, when it could not be."""

PLACE = ("clause", "language")
"""What a state says besides who it is."""


class Channel:
    """Reads what happened and tells it, one round after the other: whoever joins, lags or listens is served in one.

    A listener is told what comes after its `commit`. All who are not *behind* have at least the channel's.
    """

    def __init__(
        self,
        agenda: str,
        access: Access,
        news: News,
        authority: Authority,
        clock: Clock,
        left: "Callable[[Channel], None]",
    ) -> None:
        self.agenda = agenda
        self.draft = access.draft
        self.process = access.process
        self.listeners: set[Listener] = set()
        self._news = news
        self._authority = authority
        self._clock = clock
        self._left = left
        self._presence = Presence(clock, self.listeners, interval=PACE, keep=PLACE)
        self._commit: int | None = None
        self._pending = self._urgent = False
        self._told_at = -PACE
        self._stirred = asyncio.Event()
        self._later: asyncio.Task[None] | None = None
        self._rounds = asyncio.create_task(self._run(), name="channel")

    # Those who listen

    def admit(self, listener: Listener, access: Access) -> None:
        """Let in one who may read; what it missed comes with the next round."""
        listener.channel, listener.rights = self, access.rights
        self.listeners.add(listener)
        listener.send(envelope.authenticated(may_write=False))
        self.show_everyone(listener)
        self._stirred.set()

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        self._presence.leave(listener)
        if not self.listeners:
            self.close()
            self._left(self)

    def resume(self, listener: Listener) -> None:
        """The listener's socket takes frames again."""
        self._presence.show_missed(listener)
        self._stirred.set()

    def judge(self, listener: Listener) -> Access | None:
        """Return what the listener may know now, and tell it if that has changed; None if it is nothing any more."""
        access = self._authority.access(listener.sign_in, self.agenda)
        if not access.may_read:
            listener.dismiss("unknown")
            return None
        if access.rights != listener.rights and not listener.outlet.paused:
            listener.rights = access.rights
            if listener.greeted:
                listener.say(wire.DraftNews(commit=listener.commit or 0))
        self._presence.restamp(listener, access.identity)
        return access

    def hear(self, listener: Listener, update: bytes) -> None:
        """Take what a client says of its person's whereabouts."""
        access = self.judge(listener)
        if access is None:
            return
        try:
            self._presence.hear(listener, update, access.person, access.identity, {})
        except Malformed as error:
            listener.line.fail("malformed", f"awareness: {error}")

    def show_everyone(self, listener: Listener) -> None:
        self._presence.show_everyone(listener)

    # What happens

    def stir(self, *, urgent: bool) -> None:
        """Something happened. Acts are told at once, texts when a second has passed since the last were."""
        self._pending = True
        self._urgent = self._urgent or urgent
        self._stirred.set()

    def close(self) -> None:
        self._presence.close()
        self._rounds.cancel()
        if self._later is not None:
            self._later.cancel()

    async def _run(self) -> None:
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            try:
                await self._round()
            except Exception:
                log.exception("news could not be read", agenda=self.agenda)
                await self._clock.sleep(RETRY)
                self._stirred.set()

    async def _round(self) -> None:
        is_live = self._is_due()
        behind = [listener for listener in self.listeners if listener.behind and not listener.outlet.paused]
        if not is_live and not behind:
            self._wait()
            return
        numbers = {listener.commit for listener in behind} | ({self._commit} if is_live else set())
        head, told = await self._read({number for number in numbers if number is not None}, is_live=is_live)
        if is_live:
            news = told.get(self._commit, ()) if self._commit is not None else ()
            self._tell(news, head)
        if is_live or self._commit is None:
            self._commit = head
        frames = {number: _frames(news) for number, news in told.items()}
        for listener in behind:
            self._catch_up(listener, head, frames.get(listener.commit or 0, []))
        self._wait()

    async def _read(self, numbers: set[int], *, is_live: bool) -> tuple[int, dict[int, Sequence[wire.AgendaMessage]]]:
        if is_live:
            self._pending = self._urgent = False
            self._told_at = self._clock.monotonic()
        try:
            head, told = await self._news.since(self.agenda, self.draft, numbers)
        except BaseException:
            self._pending = self._pending or is_live
            raise
        return head, dict(told)

    def _is_due(self) -> bool:
        rested = self._clock.monotonic() - self._told_at >= PACE
        return self._pending and (self._urgent or rested)

    def _wait(self) -> None:
        """Come back when the texts that wait are due."""
        if self._pending and self._later is None and self.listeners:
            self._later = asyncio.create_task(self._stir_later())

    async def _stir_later(self) -> None:
        await self._clock.sleep(max(0.0, self._told_at + PACE - self._clock.monotonic()))
        self._later = None
        self._stirred.set()

    def _tell(self, news: Sequence[wire.AgendaMessage], head: int) -> None:
        """Tell those who are not behind. One whose socket is paused falls behind; one may have heard some of it."""
        frames = _frames(news)
        for listener in list(self.listeners):
            if listener.behind:
                continue
            if listener.outlet.paused:
                listener.behind = True
            elif self.judge(listener) is not None:
                listener.tell(frames, head)

    def _catch_up(self, listener: Listener, head: int, frames: "Frames") -> None:
        if listener not in self.listeners or listener.outlet.paused or self.judge(listener) is None:
            return
        if listener.commit is None:
            listener.commit = head
        if not listener.greeted:
            listener.greet(head)
        listener.behind = False
        listener.catch_up([shared.frame(listener.door) for _, shared in frames], head)


Frames = Sequence[tuple[int, Shared]]
"""Commit number and message, in order; each is built once for all who listen."""


def _frames(news: Sequence[wire.AgendaMessage]) -> list[tuple[int, Shared]]:
    return [(message.commit, Shared(partial(_body, message))) for message in news]


def _body(message: wire.AgendaMessage) -> bytes:
    return envelope.stateless(wire.encode(message))
