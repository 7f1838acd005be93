"""An answer that is asked for at most once a second, however many want it, and waited for no longer than is said."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import structlog

log = structlog.get_logger()

Answer = TypeVar("Answer")

KEPT_SECONDS = 1.0
PATIENCE_SECONDS = 2.0


class Kept(Generic[Answer]):
    """Asks `ask`, one question at a time. Whoever has waited `patience` seconds for an answer is given `late`.

    A question that fails is answered with `late` too. A storm of questions costs what one does.
    """

    def __init__(
        self,
        ask: Callable[[], Awaitable[Answer]],
        late: Answer,
        *,
        seconds: float = KEPT_SECONDS,
        patience: float = PATIENCE_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._late = late
        self._answer = late
        self._seconds = seconds
        self._patience = patience
        self._monotonic = monotonic
        self._asked_at = -seconds
        self._asking: asyncio.Task[None] | None = None

    async def get(self) -> Answer:
        """Return the answer, at most so old and after at most so long."""
        now = self._monotonic()
        if self._asking is None and now - self._asked_at >= self._seconds:
            self._asked_at = now
            self._asking = asyncio.create_task(self._take())
        if self._asking is not None:
            await asyncio.wait((self._asking,), timeout=max(0.0, self._asked_at + self._patience - now))
        return self._answer if self._asking is None else self._late

    async def _take(self) -> None:
        try:
            self._answer = await self._ask()
        except Exception:
            log.exception("question failed")
            self._answer = self._late
        finally:
            self._asking = None
