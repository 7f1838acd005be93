"""Where a server is made to die, what brings it there, and in which order."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import cycle


class Lead(Enum):
    """What happens beside the typing, so that the server comes to its point."""

    TYPING = "typing"
    HANGING_UP = "hanging up"
    RETURNING = "returning"
    LOCKING = "locking"
    FREEZING = "freezing"


SET, SPRUNG = "trap", "sprung"
"""Files in the server's folder: the first says where it is to stop, the second that it has."""

AT_RANDOM = "at random"

POINTS: dict[str, Lead] = {
    "before commit": Lead.TYPING,
    "stalled commit": Lead.HANGING_UP,
    "after commit": Lead.TYPING,
    "before fan-out": Lead.TYPING,
    "before acknowledging": Lead.TYPING,
    "lock: rooms held": Lead.LOCKING,
    "lock: written": Lead.LOCKING,
    "lock: on disk": Lead.LOCKING,
    "freeze: settled": Lead.FREEZING,
    "freeze: read": Lead.FREEZING,
    "compaction: read": Lead.TYPING,
    "compaction: written": Lead.TYPING,
    "compaction: on disk": Lead.TYPING,
}
"""Named points: in the transaction, on a disk that stalls, between disk and room, and within each longer act."""

OFTEN = frozenset({"before commit", "after commit", "before fan-out", "before acknowledging"})
"""Points that typing passes many times a second: the server dies at one of the first four passings."""

EVERY = 5
"""One kill in so many is at random."""


@dataclass(frozen=True, slots=True)
class Blow:
    """One kill: at which passing of which point, and what leads there. One at random may come once that is `done`."""

    point: str
    lead: Lead
    passing: int = 1
    done: bool = False


RANDOM_BLOWS = (
    Blow(AT_RANDOM, Lead.LOCKING, done=True),
    Blow(AT_RANDOM, Lead.TYPING),
    Blow(AT_RANDOM, Lead.FREEZING),
    Blow(AT_RANDOM, Lead.HANGING_UP, done=True),
    Blow(AT_RANDOM, Lead.RETURNING, done=True),
    Blow(AT_RANDOM, Lead.LOCKING),
)


def plan_blows(kills: int, seed: int) -> Iterator[Blow]:
    """Yield what is to be done: every named point in turn, and one kill in five at random."""
    dice = random.Random(seed)
    named, unnamed = cycle(POINTS), cycle(RANDOM_BLOWS)
    for number in range(1, kills + 1):
        if number % EVERY == 0:
            yield next(unnamed)
        else:
            point = next(named)
            yield Blow(point, POINTS[point], passing=dice.randint(1, 4) if point in OFTEN else 1)
