"""Fuzz for as many cases as asked and print what happened, or play one episode again.

python -m tests.fuzz.run 1000000 [--first SEED]
python -m tests.fuzz.run 1000 --seed SEED
"""

import argparse
import os
import resource
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor

from tests.fuzz.arena import EPISODE, Figures, fight
from tests.fuzz.latency import measure

FIRST = 1_000_000
"""Seeds from here on are not those of the suite."""


def attempt(seed: int) -> tuple[int, Figures | None, str, int]:
    """Play an episode; return its figures or its fault, and the process's memory (MB)."""
    figures, fault = None, ""
    try:
        figures = fight(seed, EPISODE)
    except Exception:
        fault = traceback.format_exc()
    return seed, figures, fault, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def run(cases: int, first: int) -> bool:
    """Play episodes on all processors; True if nothing gave way."""
    total, faults, memory, began = Figures(), 0, [0, 0], time.monotonic()
    seeds = range(first, first + -(-cases // EPISODE))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for number, (seed, figures, fault, megabytes) in enumerate(pool.map(attempt, seeds, chunksize=4)):
            memory = [memory[0] or megabytes, max(memory[1], megabytes)]
            if figures is None:
                faults += 1
                say(f"seed {seed}:\n{fault}")
            else:
                if figures.slowest > total.slowest:
                    say(f"seed {seed}: a frame took {1000 * figures.slowest:.0f} ms")
                total.add(figures)
            if number % 100 == 99:
                say(f"{total.cases:,} cases, {faults} faults, {time.monotonic() - began:.0f} s")
    seconds = time.monotonic() - began
    say(f"{total.cases:,} cases in {len(seeds):,} worlds: {faults} faults, {seconds:.0f} s")
    say(f"closed for: {', '.join(f'{reason} {count:,}' for reason, count in total.endings.most_common())}")
    say(f"rows on disk: {total.rows:,}; slowest frame: {1000 * total.slowest:.0f} ms")
    say(f"memory of a process: {memory[0]} to {memory[1]} MB")
    return not faults


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int)
    parser.add_argument("--seed", type=int, help="play this episode alone")
    parser.add_argument("--first", type=int, default=FIRST)
    asked = parser.parse_args()
    if asked.seed is not None:
        say(str(fight(asked.seed, asked.cases)))
        return 0
    quiet, attacked = measure(foes=0), measure(foes=8)
    say(f"an honest keystroke is on disk within {quiet:.1f} ms (99 %), under attack within {attacked:.1f} ms")
    return 0 if run(asked.cases, asked.first) else 1


if __name__ == "__main__":
    sys.exit(main())
