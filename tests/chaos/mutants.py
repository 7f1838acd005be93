"""`python -m tests.chaos.mutants [name ...]`: break one rule at a time in a real server; the kills have to find out."""

import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.kill import besiege, prepared
from tests.chaos.mutations import MUTATIONS
from tests.chaos.nursery import Nursery
from tests.chaos.tally import Tally
from tests.live import Live

KILLS = 30
SEED = 11


def besiege_mutant(nursery: Nursery, model: Live, mutant: str) -> Tally:
    """Kill a server that breaks a rule until the checks find a fault, but no more than 30 times."""
    with tempfile.TemporaryDirectory() as folder:
        return besiege(nursery, model, Path(folder), KILLS, seed=SEED, mutant=mutant, until_fault=True)


def main() -> int:
    """Print what each mutant was caught by; 1 if one was not."""
    survivors = 0
    with prepared() as (nursery, model):
        for mutant in sys.argv[1:] or MUTATIONS:
            began = time.monotonic()
            tally = besiege_mutant(nursery, model, mutant)
            spent = f"{tally.kills:>3} kills {time.monotonic() - began:>5.0f} s {len(tally.faults):>5} faults"
            found = tally.faults[0] if tally.faults else "NOT CAUGHT"
            sys.stdout.write(f"{mutant:<44}{spent}  {found}\n")
            sys.stdout.flush()
            survivors += not tally.faults
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
