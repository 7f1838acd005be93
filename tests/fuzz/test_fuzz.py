"""A hundred thousand hostile frames through both doors into real rooms: nothing dies, and nobody else suffers."""

import resource

import pytest

from tests.fuzz.arena import EPISODE, fight

PARTS = 10
EPISODES = 10
GROWTH_MB = 96


@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_frames_harm_nobody(part: int) -> None:
    """Each episode asserts that nothing unforeseen was raised or logged, that honest people go on, are told that all
    is saved and see the same, and that document, ledger and disk agree."""
    first = part * EPISODES
    fight(first, EPISODE)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for seed in range(first + 1, first + EPISODES):
        figures = fight(seed, EPISODE)
        assert figures.cases >= EPISODE and figures.endings and figures.slowest < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH_MB << 10
