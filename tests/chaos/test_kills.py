"""Nothing acknowledged is lost when the server is killed under typing."""

import asyncio

import pytest

from tests.chaos.kill import IN_FLIGHT, run_kills
from tests.live import Live

KILLS = 30


@pytest.mark.chaos
@pytest.mark.timeout(420)
@pytest.mark.xdist_group("chaos")
def test_thirty_kills_lose_nothing_acknowledged(tmp_path_factory: pytest.TempPathFactory) -> None:
    live = Live(tmp_path_factory.mktemp("chaos"))
    live.load_demo()
    live.start()
    try:
        tally = asyncio.run(run_kills(live, KILLS, seed=7))
    finally:
        live.kill()
    assert tally.kills == KILLS
    assert min(tally.in_flight) >= IN_FLIGHT
    assert tally.acknowledged > KILLS * IN_FLIGHT
    assert not tally.faults, tally.faults[:10]
