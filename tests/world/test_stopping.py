"""A stop under typing, a restored backup under typing, and a second process on the same data."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect

from server.domain.errors import Conflict
from server.storage.process_lock import hold_data
from tests.chaos.typist import words_of
from tests.live import Live
from tests.rooms.test_differential import read_raw
from tests.world.people import (
    agree,
    delegate,
    door,
    find_clause,
    find_faults,
    log_of,
    order,
    read_cold,
    settle,
    typing,
    until,
)

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("world"), pytest.mark.timeout(90)]


async def knock(live: Live, index: int = 0) -> ClientConnection:
    """Open a socket as a delegate."""
    headers = {"Authorization": f"Bearer {delegate(live, index)}"}
    return await connect(door(live), additional_headers=headers, compression=None, proxy=None)


@pytest.fixture(scope="module")
def live(model: Live, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server that may be stopped, and whose data may be replaced."""
    live = Live(shutil.copytree(model.var, tmp_path_factory.mktemp("stopping") / "var"), demo=model.demo)
    live.start()
    yield live
    live.kill()


async def test_a_stop_under_typing_keeps_what_was_taken_and_asks_everybody_to_come_back(live: Live) -> None:
    key = find_clause(live)
    async with typing(live, door(live), key, 3) as typists:
        lines = [await knock(live, number) for number in range(3)]
        for _ in range(40):
            for typist in typists:
                typist.type()
        stopping = asyncio.to_thread(live.stop)
        code = (await asyncio.gather(stopping, *(line.wait_closed() for line in lines)))[0]
        assert code in (0, -15)
        assert [(line.close_code, line.close_reason) for line in lines] == [(1012, "restart")] * 3
        await until(lambda: not any(typist.live for typist in typists))
        cold = await read_cold(live, key)
        assert find_faults(typists, words_of(cold)) == []
        await asyncio.to_thread(live.start)
        await settle(typists)
        await agree(typists, [])
        assert find_faults(typists, typists[0].text()) == []
    assert "not drained" not in log_of(live) and "Cancel" not in log_of(live)


async def test_words_typed_while_a_backup_is_restored_do_not_get_into_the_text(live: Live) -> None:
    key = find_clause(live)
    async with typing(live, door(live), key, 3, first=4) as typists:
        for typist in typists:
            typist.type()
        await settle(typists)
        await agree(typists, [])
        kept = read_raw(typists[0].doc)
        restoring = asyncio.create_task(order(live, "restore", content=await order(live, "backup")))
        while not all(typist.errors for typist in typists):
            for typist in typists:
                typist.type()
            await asyncio.sleep(0.02)
        await restoring
        assert all("epoch" in str(typist.errors) for typist in typists)
    async with typing(live, door(live), key, 1, first=9) as (fresh,):
        assert read_raw(fresh.doc) == kept
        fresh.type()
        await settle([fresh])
    assert words_of(await read_cold(live, key)) == fresh.text()


def test_a_second_process_on_the_same_database_is_turned_away(live: Live, tmp_path: Path) -> None:
    database, link = live.var / "adref.sqlite", tmp_path / "link.sqlite"
    link.symlink_to(database)
    assert live.process is not None
    for path in (database, link):
        with pytest.raises(Conflict, match="server_running") as refused, hold_data(tmp_path, f"sqlite:///{path}"):
            pass
        assert refused.value.detail == {"pid": live.process.pid}
    with hold_data(tmp_path, f"sqlite:///{tmp_path / 'other.sqlite'}"):
        pass
