"""The accept path as a model, exhausted: with its rules no promise is broken, without one of them some promise is."""

from functools import cache

import pytest

from tests.model.budgets import BEGUN, SMALL, WALKED
from tests.model.removals import REMOVALS, Removal
from tests.model.rules import CITED, Rules
from tests.model.search import Finding, Search
from tests.model.walks import draw_walk

pytestmark = pytest.mark.xdist_group("model")


@cache
def exhausted(world: str) -> Finding:
    """Return what there is in a small world."""
    return Search(SMALL[world], Rules()).run(after=BEGUN.get(world, ()))


@pytest.mark.parametrize("world", SMALL)
def test_no_state_breaks_a_promise(world: str) -> None:
    finding = exhausted(world)
    print(f"{world}: {finding.states} states, {finding.transitions} transitions")  # noqa: T201
    assert finding.exhausted and not finding.breach, finding.trace
    assert finding.states > 1_000


@pytest.mark.parametrize("removal", REMOVALS, ids=lambda removal: removal.name)
def test_each_rule_is_needed(removal: Removal) -> None:
    assert removal.search().breach == removal.breach


def test_every_rule_is_left_out_once() -> None:
    assert set().union(*(removal.rules for removal in REMOVALS)) == set(Rules._fields) == CITED.keys()


@pytest.mark.parametrize("world", WALKED)
def test_a_walk_drawn_at_random_breaks_no_promise(world: str) -> None:
    walks = [draw_walk(WALKED[world], seed) for seed in range(1_000, 1_040)]
    assert sum(map(len, walks)) > 1_500
