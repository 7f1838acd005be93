"""A process from which servers are forked, and the demonstration on which they start."""

from collections.abc import Iterator

import pytest

from tests.chaos.nursery import Nursery
from tests.live import Live


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    started = Nursery()
    yield started
    started.close()


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """What a server has loaded that was never started."""
    live = Live(tmp_path_factory.mktemp("chaos"))
    live.load_demo()
    return live
