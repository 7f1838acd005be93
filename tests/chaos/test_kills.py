"""Nothing acknowledged is lost when the server is killed under typing, at random and where it hurts."""

from pathlib import Path

import pytest

from tests.chaos.kill import besiege
from tests.chaos.nursery import Nursery
from tests.chaos.points import POINTS
from tests.chaos.siege import IN_FLIGHT
from tests.chaos.tally import report
from tests.live import Live

KILLS = 30


@pytest.mark.chaos
@pytest.mark.timeout(420)
@pytest.mark.xdist_group("chaos")
def test_thirty_kills_lose_nothing_acknowledged(nursery: Nursery, model: Live, tmp_path: Path) -> None:
    tally = besiege(nursery, model, tmp_path, KILLS, seed=7)
    assert not tally.faults, report(tally)
    assert tally.kills == KILLS
    assert tally.fewest_in_flight >= IN_FLIGHT, report(tally)
    assert tally.in_flight.keys() >= POINTS.keys(), report(tally)
    assert tally.acknowledged > KILLS * IN_FLIGHT
