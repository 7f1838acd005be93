"""Every test of storage runs on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path

import pytest

from server.storage.authority import Authority
from server.storage.database import Database
from server.storage.log import UpdateLog
from server.storage.migration import upgrade
from tests.postgres import running_server
from tests.storage.world import World, make_world

KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


class HandClock:
    """A clock that moves when a test says so."""

    def __init__(self, now_ms: int = 1_000_000) -> None:
        self.now_ms = now_ms

    def __call__(self) -> int:
        return self.now_ms


@cache
def _postgres_template() -> str:
    server = running_server()
    assert server is not None
    name = server.make_database()
    upgrade(server.url(name))
    return name


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh database with all tables."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'adref.sqlite'}"
        upgrade(address)
        return address
    server = running_server()
    if server is None:
        pytest.skip("PostgreSQL 15 is not installed here")
    return server.url(server.make_database(_postgres_template()))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def database(url: str, clock: HandClock) -> AsyncIterator[Database]:
    opened = Database(url, now_ms=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def other_node(url: str, clock: HandClock) -> AsyncIterator[Database]:
    """A second server on the same database."""
    opened = Database(url, now_ms=clock)
    yield opened
    await opened.close()


@pytest.fixture
def log(database: Database) -> UpdateLog:
    return UpdateLog(database)


@pytest.fixture
def world(database: Database) -> World:
    return database.write_here(make_world)


@pytest.fixture
async def authority(database: Database, world: World) -> Authority:
    rights = Authority(database)
    await rights.load()
    return rights


@pytest.fixture
def closing(url: str) -> Iterator[Database]:
    """A database for callers without an event loop."""
    opened = Database(url)
    yield opened
    opened.close_here()
