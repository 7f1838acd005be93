"""What live editing requires of the rest of the house. Storage and actions happen to fit; `app.py` joins them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from server.domain.edits import Batch, Checkpoint, Outcome, Row, Stored
from server.domain.edits import Text as Text
from server.domain.identity import TextName
from server.domain.standing import Access as Access
from server.domain.standing import Identity as Identity
from server.domain.standing import Standing as Standing
from server.wire import AgendaMessage


class Log(Protocol):
    """The only truth about a language version. Every method may be called at any time from the event loop."""

    async def find(self, name: TextName) -> Stored | None:
        """Return where a language version stands, without its history: what decides who may read it."""

    async def load(self, name: TextName) -> Stored | None:
        """Return what is stored under the name, or None if there is no such language version."""

    async def since(self, language_version: str, seq: int) -> Sequence[Row]:
        """Return the rows after `seq`, in order."""

    async def commit(self, batches: Sequence[Batch]) -> Sequence[Outcome]:
        """Write all batches in one transaction and return an outcome for each, in order.

        Each batch stands alone: its row (head, epoch, status, lock epoch) and its claims are compared under the row's
        lock, and a mismatch skips that batch only. Raises when nothing was committed, or when that is not known.
        """

    async def checkpoint(self, language_version: str, epoch: int, checkpoint: Checkpoint, text: Text) -> None:
        """Keep a compacted state. Never loses an update row, never costs attribution."""

    async def keep_text(self, language_version: str, epoch: int, seq: int, text: Text) -> None:
        """Keep the text as of `seq` for pages, search and exports. An older one never replaces a newer one."""

    async def probe(self) -> bool:
        """Write and commit something harmless. True if storage takes writes."""


class Authority(Protocol):
    """Current rights, in memory and without waiting: asked for every message, never remembered by a session."""

    def standing(self, session: str, stored: Stored, status: str) -> Standing:
        """Judge the sign-in `session` on the language version, whose status is `status` now."""

    def access(self, session: str, agenda: str) -> Access:
        """Judge the sign-in `session` on an agenda."""

    def signed_in(self, session: str) -> bool:
        """False once the sign-in was ended, revoked or its person suspended."""

    def person(self, session: str) -> str:
        """Return whose sign-in it is or was; of one that is unknown, the sign-in itself."""


class News(Protocol):
    """What happened in agendas, by commit number. Only what is on disk is told."""

    async def since(
        self, agenda: str, draft: str, numbers: Collection[int]
    ) -> tuple[int, Mapping[int, Sequence[AgendaMessage]]]:
        """Return the newest number, and what happened in a draft after each of these, in order, as of one moment.

        What is too much to tell, or comes after a number that this record never reached, is one `Refetch`.
        """


class Placed(Protocol):
    """Something that belongs to a draft."""

    @property
    def process(self) -> str: ...

    @property
    def agenda(self) -> str: ...

    @property
    def draft(self) -> str: ...


class Advance(Protocol):
    """How far a language version has come, as its row says."""

    @property
    def language_version(self) -> str: ...

    @property
    def seq(self) -> int: ...

    @property
    def epoch(self) -> int: ...

    @property
    def status(self) -> str: ...

    @property
    def lock_epoch(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Concern:
    """Whom a change of rights concerns: some sign-ins, and everybody in some processes, agendas and drafts."""

    sign_ins: frozenset[str] = frozenset()
    processes: frozenset[str] = frozenset()
    agendas: frozenset[str] = frozenset()
    drafts: frozenset[str] = frozenset()

    def covers(self, place: Placed) -> bool:
        """True if it concerns everybody there."""
        return place.draft in self.drafts or place.agenda in self.agendas or place.process in self.processes


class Clock(Protocol):
    def now_ms(self) -> int:
        """Unix time in milliseconds, for the record."""

    def monotonic(self) -> float:
        """Seconds that never step back, for intervals."""

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""


class Outlet(Protocol):
    """The way out of one socket. One that is slow or broken harms no other."""

    @property
    def paused(self) -> bool:
        """True while the peer takes less than it is sent: what can be made up for later is then not sent."""

    def write(self, frames: Sequence[bytes]) -> None:
        """Send the frames in order. Never waits, never raises; nothing happens on a closed socket."""

    def close(self, code: int, reason: str) -> None:
        """Close the socket behind what was written."""


class Facts(Protocol):
    """Where rooms put what happened, for verbs that they may not call themselves."""

    def put(self, fact: "Quiet | Emptied") -> None:
        """Never waits."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing was written in this language version for a while; `seq` is its head."""

    language_version: str
    seq: int


@dataclass(frozen=True, slots=True)
class Emptied:
    """The last session left; everything it wrote is on disk."""

    language_version: str
