"""The feed: what was committed, told to those who must act on it within a second: current rights, rooms, channels."""

import asyncio
from collections.abc import Sequence

import structlog

from server.domain.errors import Unavailable
from server.rooms.needs import Concern
from server.rooms.registry import Registry
from server.storage.authority import KINDS, Authority
from server.storage.database import Database, Event
from server.storage.texts import STORED

log = structlog.get_logger(__name__)


class Feed:
    """Hands each commit's events to the mirror of rights, and then has the rooms judge their sessions anew."""

    def __init__(self, database: Database, authority: Authority, rooms: Registry) -> None:
        self._database = database
        self._authority = authority
        self._rooms = rooms
        self._heard: asyncio.Queue[Sequence[Event]] = asyncio.Queue()

    async def run(self) -> None:
        """Follow the commits of this server until cancelled."""
        self._database.listen(self._heard.put_nowait)
        while True:
            events = list(await self._heard.get())
            waiting = self._heard.qsize()
            for _ in range(waiting):
                events += self._heard.get_nowait()
            await self._tell(events)
            for _ in range(waiting + 1):
                self._heard.task_done()

    def hear(self, events: Sequence[Event]) -> None:
        """Take what another server on the same database committed."""
        self._heard.put_nowait(events)

    async def _tell(self, events: Sequence[Event]) -> None:
        if any(event.kind in KINDS for event in events):
            await self._refresh(events)
            self._rooms.recheck(self._concern(events))
        for stream, kinds in gather_kinds(events).items():
            self._rooms.agendas.stir(stream, urgent=kinds != {STORED})

    async def _refresh(self, events: Sequence[Event]) -> None:
        while True:
            try:
                await self._authority.refresh(events)
                return
            except Unavailable:
                log.warning("feed_waits_for_storage")
                await asyncio.sleep(1.0)

    def _concern(self, events: Sequence[Event]) -> Concern | None:
        """Return whom these events concern: some persons, everybody in a draft, agenda or process; None: anybody."""
        named: dict[str, set[str]] = {}
        for event in events:
            if event.kind in KINDS:
                subject = "person" if KINDS[event.kind] == "seat" else KINDS[event.kind]
                if subject not in event.payload:
                    return None
                named.setdefault(subject, set()).add(str(event.payload[subject]))
        persons = self._authority.sign_ins_of(named.get("person", ()))
        return Concern(
            persons | named.get("session", set()),
            frozenset(named.get("process", ())),
            frozenset(named.get("agenda", ())),
            frozenset(named.get("draft", ())),
        )

    async def catch_up(self) -> None:
        """Return once all that was committed here before the call is known to the mirror and the rooms."""
        await asyncio.sleep(0)
        await self._heard.join()


def gather_kinds(events: Sequence[Event]) -> dict[str, set[str]]:
    """Return the kinds of events in each stream, but for edits: these are told as the texts that they make."""
    kinds: dict[str, set[str]] = {}
    for event in events:
        if event.kind != "text":
            kinds.setdefault(event.stream, set()).add(event.kind)
    return kinds
