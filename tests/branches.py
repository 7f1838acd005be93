"""Runs the tests that `tests.mutants` gives to a module, and fails unless they take every branch of it.

python -m tests.branches [codec ledger staging journal rights]
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from tempfile import TemporaryDirectory

from tests.mutants import OPTIONS, ROOT, SUITES

TRUSTED = ("codec", "ledger", "staging", "journal", "rights")


def cover(names: Sequence[str]) -> int:
    """Run the tests of these modules under coverage and print what they left out; return the exit code."""
    suites = [SUITES[name] for name in names]
    tests = list(dict.fromkeys(test for suite in suites for test in suite.tests))
    paths = ",".join(str(suite.path.relative_to(ROOT)) for suite in suites)
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "COVERAGE_FILE": f"{folder}/coverage"}
        coverage = (sys.executable, "-m", "coverage")
        ran = subprocess.run(
            [*coverage, "run", f"--include={paths}", "-m", "pytest", *OPTIONS, *tests], env=environment, cwd=ROOT
        )
        told = subprocess.run([*coverage, "report", "--fail-under=100"], env=environment, cwd=ROOT)
    return ran.returncode or told.returncode


if __name__ == "__main__":
    sys.exit(cover([name for name in sys.argv[1:] or TRUSTED if name in SUITES]))
