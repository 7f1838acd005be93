"""Real servers on the demonstration, which is loaded once."""

import shutil
from collections.abc import Iterator

import pytest

from tests.live import Live
from tests.rooms.conftest import world as world


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """What a server has loaded that was never started."""
    live = Live(tmp_path_factory.mktemp("model"))
    live.load_demo()
    return live


@pytest.fixture(scope="session")
def shared(model: Live, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server for tests that leave it as it is."""
    live = Live(shutil.copytree(model.var, tmp_path_factory.mktemp("shared") / "var"), demo=model.demo)
    live.start()
    yield live
    live.kill()
