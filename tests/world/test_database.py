"""PostgreSQL away and back under typing: nothing acknowledged is lost, sockets stay, and nobody has to do anything."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.chaos.typist import words_of
from tests.live import Live
from tests.postgres import PostgresServer, running_server
from tests.world.people import agree, door, find_clause, find_faults, order, read_cold, settle, typing, until

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("world"), pytest.mark.postgres, pytest.mark.timeout(120)]


@pytest.fixture
def postgres() -> Iterator[PostgresServer]:
    server = running_server()
    if server is None:
        pytest.skip("PostgreSQL 15 is not installed here")
    yield server


@pytest.fixture
def live(postgres: PostgresServer, tmp_path: Path) -> Iterator[Live]:
    """A server on PostgreSQL, with the demonstration."""
    live = Live(tmp_path, environment={"ADREF_DATABASE_URL": postgres.url(postgres.make_database())})
    live.start()
    live.demo = json.loads(asyncio.run(order(live, "demo")))
    yield live
    live.kill()


async def test_a_database_that_dies_and_comes_back_loses_nothing_acknowledged(
    live: Live, postgres: PostgresServer
) -> None:
    key = find_clause(live)
    async with typing(live, door(live), key, 3) as typists:
        for typist in typists:
            typist.type()
        await until(lambda: any(typist.acknowledged for typist in typists))
        postgres.halt()
        try:
            for typist in typists:
                typist.type()
            await until(lambda: "storage_away" in httpx.get(f"{live.url}/health/ready").text)
            assert all(typist.live and not typist.errors for typist in typists)
            assert any(typist.in_flight for typist in typists)
        finally:
            postgres.start()
        await settle(typists)
        await agree(typists, [])
        cold = await read_cold(live, key)
        assert {typist.text() for typist in typists} == {words_of(cold)}
        assert find_faults(typists, words_of(cold)) == []
