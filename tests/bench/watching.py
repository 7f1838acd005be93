"""What being watched costs, in microseconds: counting a commit that holds a single edit, and noting a request."""

import asyncio
import io
import sys
import time
from collections.abc import Callable

from server.api.access import Access, Traffic
from server.logs import configure_logs
from server.rooms.tally import Tally

TURNS = 200_000


def measure(work: Callable[[], object], turns: int = TURNS) -> float:
    """Return microseconds a turn: the best of five rounds."""
    rounds = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(turns // 5):
            work()
        rounds.append((time.perf_counter() - began) / (turns // 5))
    return min(rounds) * 1e6


def count_commit(tally: Tally) -> None:
    """Do what one commit of one edit in one room adds, readings of the clock included."""
    sealed = time.monotonic()
    committed = time.monotonic()
    tally.count_outcomes(["committed"], made=True)
    tally.updates += 1
    tally.acknowledged += 1
    tally.time_commit(sealed, committed, time.monotonic())


async def serve(turns: int) -> float:
    """Return microseconds that a request costs more for its id, its line and its place in the figures."""

    async def app(scope: dict[str, object], receive: object, send: Callable[..., object]) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[misc]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[misc]

    async def ignore(message: object) -> None:
        return

    configure_logs("info", io.StringIO())
    watched = Access(app, Traffic())  # type: ignore[arg-type]
    costs = []
    for wrapped in (app, watched):
        began = time.perf_counter()
        for _ in range(turns):
            await wrapped({"type": "http", "method": "GET", "path": "/"}, ignore, ignore)  # type: ignore[arg-type]
        costs.append((time.perf_counter() - began) / turns * 1e6)
    return costs[1] - costs[0]


def main() -> None:
    """Print the costs."""
    tally = Tally()
    sys.stdout.write(f"one commit of one edit  {measure(lambda: count_commit(tally)):7.2f} us\n")
    sys.stdout.write(f"one HTTP request        {asyncio.run(serve(5_000)):7.2f} us\n")


if __name__ == "__main__":
    main()
