"""Ways to be gone on the real rooms: a shortest one through each transition that a search has seen."""

from collections.abc import Iterable
from typing import NamedTuple

from tests.model.rules import Budget
from tests.model.search import Finding
from tests.model.steps import Step


class Way(NamedTuple):
    """Steps, and the world in which they can be taken."""

    steps: tuple[Step, ...]
    budget: Budget


def gather_ways(findings: Iterable[tuple[Budget, Finding]]) -> list[Way]:
    """Return a shortest way through each transition that any of these searches saw, on one node and on two."""
    shortest: dict[tuple[int, tuple[str, ...]], Way] = {}
    for budget, finding in findings:
        for branch, steps in finding.ways.items():
            known = shortest.get((budget.nodes, branch))
            if known is None or len(steps) < len(known.steps):
                shortest[budget.nodes, branch] = Way(steps, budget)
    return list(shortest.values())
