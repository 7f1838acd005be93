"""Traps in a running server: it stops dead at a named point, and whoever set the trap counts, then kills it.

The product knows nothing of this: its functions are wrapped after they are imported.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any

from server.actions import freezing, freshening, gathering, striking
from server.rooms import registry
from server.rooms.audience import Audience
from server.rooms.session import Session
from server.rooms.upkeep import Rhythm
from server.storage import acceptance, log
from server.storage.log import UpdateLog
from tests.chaos.grafts import graft
from tests.chaos.points import POINTS, SET, SPRUNG

STALL_SECONDS = 0.75
"""How long a commit waits on a disk that stalls: long enough to come back to the text meanwhile."""

UPDATES_A_CHECKPOINT = 40

Work = Callable[..., Any]
Waiting = Callable[..., Awaitable[Any]]


class Trap:
    """The place where the process stops, as a file in its folder says; renamed, it says that it has stopped."""

    def __init__(self, folder: Path) -> None:
        self._set, self._sprung = folder / SET, folder / SPRUNG
        self._passed = 0

    def is_set(self, point: str) -> bool:
        """True if the process is to stop at this point."""
        try:
            return self._set.read_text().startswith(f"{point}\n")
        except FileNotFoundError:
            return False

    def spring(self, point: str) -> None:
        """Stop the whole process, if this is the point and the passing."""
        assert point in POINTS, point
        if self.is_set(point):
            self._passed += 1
            if self._passed == int(self._set.read_text().split("\n")[1]):
                self._set.rename(self._sprung)
                os.kill(os.getpid(), signal.SIGSTOP)

    def before(self, point: str, work: Work) -> Work:
        """Return `work` with the point before it."""

        @wraps(work)
        def wrapped(*args: Any, **keywords: Any) -> Any:
            self.spring(point)
            return work(*args, **keywords)

        return wrapped

    def after(self, point: str, work: Work) -> Work:
        """Return `work` with the point after it."""

        @wraps(work)
        def wrapped(*args: Any, **keywords: Any) -> Any:
            result = work(*args, **keywords)
            self.spring(point)
            return result

        return wrapped

    def around(self, point: str, work: Waiting, *, before: str, stall: float = 0.0) -> Waiting:
        """Return `work` with one point after it, and another before it, at which it may wait for long first."""

        @wraps(work)
        async def wrapped(*args: Any, **keywords: Any) -> Any:
            if self.is_set(before):
                await asyncio.sleep(stall)
                self.spring(before)
            result = await work(*args, **keywords)
            self.spring(point)
            return result

        return wrapped


def set_traps(trap: Trap) -> None:
    """Put the points where their names say."""
    graft(log, "accept_batches", trap.after("before commit", acceptance.accept_batches))
    commit = trap.around("after commit", UpdateLog.commit, before="stalled commit", stall=STALL_SECONDS)
    graft(UpdateLog, "commit", commit)
    graft(Audience, "publish", trap.before("before fan-out", Audience.publish))
    graft(Session, "pay", trap.before("before acknowledging", Session.pay))
    graft(striking, "_compare_seen", trap.before("lock: rooms held", striking._compare_seen))
    graft(striking, "_write", trap.after("lock: written", striking._write))
    graft(striking, "let_go", trap.before("lock: on disk", gathering.let_go))
    graft(freezing, "freshen", trap.before("freeze: settled", freshening.freshen))
    graft(freezing, "_read_draft", trap.after("freeze: read", freezing._read_draft))
    graft(log, "_put_checkpoint", trap.after("compaction: written", log._put_checkpoint))
    compact = trap.around("compaction: on disk", UpdateLog.checkpoint, before="compaction: read")
    graft(UpdateLog, "checkpoint", compact)
    graft(registry, "Rhythm", partial(Rhythm, checkpoint=UPDATES_A_CHECKPOINT))
