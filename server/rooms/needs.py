"""What live editing requires of the rest of the house. Storage and actions happen to fit; `app.py` joins them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from server.domain.edits import Actor, Batch, Checkpoint, Outcome, Row, Stored
from server.domain.identity import TextName


@dataclass(frozen=True, slots=True)
class Text:
    """The canonical JSON of a committed state and its hash (`server.domain.canonical`)."""

    json: str
    hash: str


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
        """Keep the text as of `seq` for pages, search, exports and the feed. An older one never replaces a newer one."""

    async def probe(self) -> bool:
        """Write and commit something harmless. True if storage takes writes."""


@dataclass(frozen=True, slots=True)
class Identity:
    """How the others see a person here, already passed through the draft's name policy."""

    name: str
    delegation: str
    role: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a sign-in may do with one language version at this moment.

    `may_read` False means that the caller may not even know of it. When `may_write` is False, `reason` is a stable
    code: `locked`, `paused`, `closed`, `observer`, `not_translator`, `seat_ended`, `signed_out`, `suspended`, ...
    """

    may_read: bool
    may_write: bool
    reason: str
    actor: Actor
    identity: Identity


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
