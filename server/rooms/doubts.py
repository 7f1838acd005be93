"""Text that is another's by what the room knows: the log decides, since another node may have written it. Rule J-5."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from server.rooms.batch import Arrival
from server.rooms.session import Session

if TYPE_CHECKING:
    from server.rooms.room import ClauseRoom

log = structlog.get_logger()


class Doubts:
    """What waits until the log has been looked at. If the log is ahead the room is dropped, and nobody is refused."""

    def __init__(self, room: "ClauseRoom") -> None:
        self._room = room
        self._questions: dict[Session, tuple[bytes, Mapping[int, int]]] = {}
        self._edits: list[tuple[Session, Arrival]] = []
        self._look: asyncio.Task[None] | None = None

    def ask(self, session: Session, vector: bytes, clocks: Mapping[int, int]) -> None:
        """Have the log looked at before a sync step 1 that names unknown clocks of others is answered."""
        self._questions[session] = vector, clocks
        self._start()

    def park(self, arrival: Arrival, session: Session) -> None:
        """Have the log looked at before an edit under the id of another is refused."""
        session.parked += 1
        self._edits.append((session, replace(arrival, doubted=True)))
        self._start()

    def _start(self) -> None:
        if self._look is None:
            self._look = asyncio.create_task(self._settle())

    async def _settle(self) -> None:
        while self._questions or self._edits:
            if await self._is_stale():
                self._room.drop()
            questions, self._questions = self._questions, {}
            edits, self._edits = self._edits, []
            for session, arrival in edits:
                session.parked -= 1
                self._room.path.edit(arrival)
            for session, (vector, clocks) in questions.items():
                self._judge(session, vector, clocks)
        self._look = None

    def _judge(self, session: Session, vector: bytes, clocks: Mapping[int, int]) -> None:
        if session.ended:
            return
        if self._room.is_open and self._room.is_foreign(session, clocks):
            session.refuse("foreign")
        else:
            self._room.path.wait(session, vector)

    async def _is_stale(self) -> bool:
        """True if the log is ahead of the room, or cannot be read: then the room is loaded from it when it can."""
        room = self._room
        try:
            rows = await room.around.log.since(room.stored.language_version, room.head)
        except Exception:
            log.exception("log not read", text=str(room.name))
            return True
        return any(row.seq > room.head for row in rows)
