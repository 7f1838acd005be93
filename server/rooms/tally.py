"""What the rooms of this process did since it started, in plain numbers: whoever shows them comes and reads them."""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

BOUNDS = (0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds by which durations are counted. A commit to a disk takes 2 to 20 ms,
handing its news to a room of 30 some 0.2 ms."""

LAST = 30_000
"""Durations that are kept one by one: of the last five minutes, if a commit comes every 10 ms."""


class Durations:
    """How long something took, in seconds: counted by upper bound since the start, and the last ones kept whole."""

    __slots__ = ("counts", "last", "total")

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        self.total = 0.0
        self.last: deque[tuple[float, float]] = deque(maxlen=LAST)

    def add(self, seconds: float, at: float) -> None:
        """Count one that ended at the moment `at` of a clock that never steps back."""
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds
        self.last.append((at, seconds))

    def since(self, moment: float) -> list[float]:
        """Return those that ended after the moment and are still kept, shortest first."""
        return sorted(seconds for at, seconds in self.last if at > moment)


def quantile(durations: list[float], share: float) -> float | None:
    """Return the shortest duration that `share` of them do not exceed; None if there are none. They are in order."""
    if not durations:
        return None
    return durations[min(int(len(durations) * share), len(durations) - 1)]


@dataclass(slots=True)
class Tally:
    """Counts since the start. Nothing in it costs an edit anything: it is kept by batch, by commit or by event.

    `commits` by whether they are known to be made, `batches` by verdict of the log. `acknowledged` counts frames with
    edits of which their client was told that they are on disk. `refusals` are documents that were closed or not opened,
    by code; `offences` sockets that were closed, frames on keys that are not open (`stray`) and sockets that took too
    little for too long (`too_slow`). A dropped room forgets what is not on disk, and is read again (`reloads`).
    """

    commits: Counter[str] = field(default_factory=Counter)
    batches: Counter[str] = field(default_factory=Counter)
    updates: int = 0
    acknowledged: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    offences: Counter[str] = field(default_factory=Counter)
    drops: int = 0
    reloads: int = 0
    committing: Durations = field(default_factory=Durations)
    telling: Durations = field(default_factory=Durations)

    def count_outcomes(self, verdicts: Iterable[str], *, made: bool) -> None:
        """Count one commit and what became of its batches."""
        self.commits["made" if made else "unknown"] += 1
        for verdict in verdicts:
            self.batches[verdict] += 1

    def time_commit(self, sealed: float, committed: float, told: float) -> None:
        """Note three moments of one commit: the seal, the verdict of the log, all frames handed to their sockets."""
        self.committing.add(committed - sealed, committed)
        self.telling.add(told - committed, told)
