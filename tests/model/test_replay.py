"""Ways through the model, gone on the real rooms: registries and storage over one SQLite database, real documents."""

from collections.abc import Sequence
from functools import cache

import pytest

from tests.model.budgets import SMALL, WALKED
from tests.model.comparison import Diverged, replay
from tests.model.conftest import Going
from tests.model.ground import Ground
from tests.model.removals import REMOVALS, Removal
from tests.model.replay import Broken
from tests.model.rules import Rules
from tests.model.steps import KINDS
from tests.model.test_model import exhausted
from tests.model.walks import draw_walk
from tests.model.ways import Way, gather_ways
from tests.model.without import TAKEN_OUT, code_without

pytestmark = pytest.mark.xdist_group("model")


async def go_all(ground: Ground, ways: Sequence[Way]) -> None:
    """Go ways that the rooms must go as the model does."""
    for way in ways:
        await replay(ground.lay(), way.steps, way.budget, rules=Rules())


@cache
def ways_of(world: str) -> tuple[Way, ...]:
    """Return a shortest way through each transition, of those that are shortest in one world."""
    ways = gather_ways((budget, exhausted(each)) for each, budget in SMALL.items())
    return tuple(way for way in ways if way.budget == SMALL[world])


@pytest.mark.parametrize("world", SMALL)
def test_a_shortest_way_through_each_transition_is_gone_alike_by_the_rooms(go: Going, world: str) -> None:
    go(lambda ground: go_all(ground, ways_of(world)))


def test_each_kind_of_step_is_on_a_way() -> None:
    ways = [way.steps for world in SMALL for way in ways_of(world)] + [removal.search().trace for removal in REMOVALS]
    assert {name for way in ways for name, _ in way} == {*KINDS, "connect to 0", "connect to 1"}


@pytest.mark.parametrize("removal", REMOVALS, ids=lambda removal: removal.name)
def test_where_a_missing_rule_breaks_a_promise_the_rooms_keep_it(go: Going, removal: Removal) -> None:
    go(lambda ground: replay(ground.lay(), removal.search().trace, removal.budget))


@pytest.mark.parametrize(
    "removal", [each for each in REMOVALS if each.rules <= TAKEN_OUT.keys()], ids=lambda removal: removal.name
)
def test_rooms_without_the_rule_break_a_promise_there(go: Going, removal: Removal) -> None:
    with code_without(removal.rules), pytest.raises(Broken):
        go(lambda ground: replay(ground.lay(), removal.search().trace, removal.budget))


def test_all_rules_of_the_rooms_are_taken_out_of_the_code_too() -> None:
    """What the chair saw is compared by the act, which is no part of the rooms."""
    assert set(Rules._fields) - TAKEN_OUT.keys() == {"compares_what_was_seen"}


@pytest.mark.parametrize("world", WALKED)
def test_a_walk_drawn_at_random_is_gone_alike_by_the_rooms(go: Going, world: str) -> None:
    walks = [Way(draw_walk(WALKED[world], seed), WALKED[world]) for seed in range(12)]
    go(lambda ground: go_all(ground, walks))


def test_a_model_that_says_something_else_is_found_out(go: Going) -> None:
    """The comparison is not blind: without a rule of the rooms the model goes another way than they do."""
    removal = next(each for each in REMOVALS if "defers_what_is_known" in each.rules)
    hasty = Rules(defers_what_is_known=False)
    with pytest.raises(Diverged):
        go(lambda ground: replay(ground.lay(), removal.search().trace, removal.budget, rules=hasty))
