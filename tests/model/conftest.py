"""The rooms are quiet here: what goes wrong goes wrong on purpose. All ways are gone over one database."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from tests.model.ground import Ground, open_ground

Going = Callable[[Callable[[Ground], Coroutine[Any, Any, None]]], None]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Going]:
    """Run something on the ground."""
    folder: Path = tmp_path_factory.mktemp("ground")
    with asyncio.Runner() as runner:
        opening = open_ground(folder)
        ground = runner.run(opening.__aenter__())
        yield lambda walk: runner.run(walk(ground))
        runner.run(opening.__aexit__(None, None, None))
