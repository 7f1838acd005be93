"""Kill a real server under typing, again and again. Nothing that was acknowledged may be lost, doubled or changed.

`python -m tests.chaos.kill 300` runs 300 kills and prints what it saw; the suite runs 30.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chaos.nursery import Nursery, move_in
from tests.chaos.points import plan_blows
from tests.chaos.siege import Siege
from tests.chaos.tally import Tally, report
from tests.live import Live

ROUND = 100
"""Kills of one server. Then another begins with the texts as they were at first: they do not grow for ever."""


def besiege(
    nursery: Nursery, model: Live, var: Path, kills: int, *, seed: int, mutant: str = "", until_fault: bool = False
) -> Tally:
    """Kill a server on a copy of `model` by plan, and return what was seen."""
    live = move_in(nursery, model, var, mutant)
    try:
        return asyncio.run(Siege(live, seed).run(plan_blows(kills, seed), until_fault=until_fault))
    finally:
        live.kill()


@contextmanager
def prepared() -> Iterator[tuple[Nursery, Live]]:
    """Give a process from which servers are forked, and the demonstration on which they start."""
    nursery = Nursery()
    try:
        with tempfile.TemporaryDirectory() as folder:
            model = Live(Path(folder))
            model.load_demo()
            yield nursery, model
    finally:
        nursery.close()


def soak(kills: int, seed: int, tell: Callable[[Tally], None]) -> Tally:
    """Run as many kills as asked for, in rounds."""
    total, dice = Tally(), random.Random(seed)
    with prepared() as (nursery, model):
        while total.kills < kills:
            with tempfile.TemporaryDirectory() as folder:
                part = min(ROUND, kills - total.kills)
                total.add(besiege(nursery, model, Path(folder), part, seed=dice.randrange(1 << 20)))
            tell(total)
    return total


def main() -> int:
    """Run the kills named on the command line and print what was seen."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    began = time.monotonic()

    def tell(tally: Tally) -> None:
        sys.stderr.write(f"{tally.kills} kills, {len(tally.faults)} faults, {time.monotonic() - began:.0f} s\n")

    tally = soak(kills, seed, tell)
    sys.stdout.write(report(tally))
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
