"""What live editing requires of the rest of the house. Storage and actions happen to fit; `app.py` joins them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from server.domain.edits import Batch, Checkpoint, Outcome, Row, Stored
from server.domain.edits import Text as Text
from server.domain.identity import TextName
from server.domain.standing import Identity as Identity
from server.domain.standing import Standing as Standing


class Log(Protocol):
    """The only truth about a language version. Every method may be called at any time from the event loop."""

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

    def signed_in(self, session: str) -> bool:
        """False once the sign-in was ended, revoked or its person suspended."""


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
