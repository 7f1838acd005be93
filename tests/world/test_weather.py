"""The network of a hotel between people and the server: after the weather all hold the same, and nothing is lost."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from tests.chaos.typist import Typist, words_of
from tests.live import Live
from tests.rooms.stock import Provider
from tests.rooms.test_differential import read_raw
from tests.world.meddler import Meddler
from tests.world.people import (
    agree,
    delegate,
    door,
    editing,
    find_clause,
    find_faults,
    read_cold,
    settle,
    typing,
    until,
)
from tests.world.proxy import Direction, Proxy, Weather, proxy

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("world"), pytest.mark.timeout(90)]

BAD = Weather(delay=0.06, jitter=0.06, loss=0.03, resend=0.1, rates={"up": 8_000, "down": 25_000})
"""The hotel of the promises (64 and 200 kbit/s, 3 % loss), its times cut to a third; the whole is in `hotel.py`."""


async def type_on(typists: list[Typist], editor: Provider, words: int) -> None:
    """Have everybody write, a word at a time, while the network does what it does."""
    for number in range(words):
        for typist in typists:
            typist.type()
        editor.order(f"type node {number}")
        await asyncio.sleep(0.02)


@pytest.fixture
async def network(shared: Live) -> AsyncIterator[Proxy]:
    async with proxy(shared.port, replace(BAD), seed=3) as network:
        yield network


async def storm(network: Proxy, typists: list[Typist], editor: Provider) -> None:
    """Everything that a network does, one after the other, with everybody writing all the while."""
    dice = random.Random(5)
    await type_on(typists, editor, 8)
    dice.choice(network.wires).cut()
    await type_on(typists, editor, 8)
    for wire in network.wires[:2]:
        wire.stall("down")
    await type_on(typists, editor, 8)
    for wire in network.wires:
        wire.clear()
    network.is_down = True
    network.cut()
    await type_on(typists, editor, 8)
    network.is_down = False
    await until(lambda: len(network.wires) >= len(typists))
    network.wires[0].stall("up")
    await type_on(typists, editor, 8)
    network.wires[0].clear()


async def test_after_the_weather_all_replicas_the_server_and_a_cold_reload_are_equal(
    shared: Live, network: Proxy
) -> None:
    key = find_clause(shared, 0)
    async with AsyncExitStack() as stack:
        typists = await stack.enter_async_context(typing(shared, network.address, key, 3))
        editor = await stack.enter_async_context(editing(network.address, key, delegate(shared, 3)))
        await storm(network, typists, editor)
        editor.order("type end of the weather")
        await settle(typists)
        content = await agree(typists, [editor], "end of the weather")
    await check_everywhere(shared, key, typists, content)
    assert str(content).count("'node ") == 40


async def check_everywhere(live: Live, key: str, typists: list[Typist], content: list[object]) -> None:
    """A new reader and the disk hold what the replicas hold, with every acknowledged word once."""
    async with typing(live, door(live), key, 1, first=20) as (fresh,):
        assert read_raw(fresh.doc) == content
    cold = await read_cold(live, key)
    assert read_raw(cold) == content
    assert find_faults(typists, words_of(cold)) == []


async def test_frames_that_come_twice_or_in_another_order_change_nothing(shared: Live) -> None:
    key = find_clause(shared, 1)
    meddlers: list[Meddler] = []

    def meddle(_: Direction) -> Meddler:
        meddlers.append(Meddler(len(meddlers), repeats=0.2, swaps=0.2))
        return meddlers[-1]

    async with AsyncExitStack() as stack:
        network = await stack.enter_async_context(proxy(shared.port, split=meddle))
        (steady,) = await stack.enter_async_context(typing(shared, door(shared), key, 1))
        editors = [
            await stack.enter_async_context(editing(network.address, key, delegate(shared, 4 + number), number))
            for number in range(2)
        ]
        for number in range(60):
            editors[number % 2].order(f"edit {1 + number % 4}")
            if number % 5 == 0:
                await editors[number % 2].shows(lambda shown: not shown["unsynced"])
        for number, editor in enumerate(editors):
            editor.order(f"type end {number}")
        content = await agree([steady], editors, "end 1")
        assert "end 0" in str(content)
    await check_everywhere(shared, key, [], content)
    assert sum(m.repeated for m in meddlers) > 20 and sum(m.swapped for m in meddlers) > 20


async def test_a_peer_that_is_gone_without_a_word_harms_nobody_and_comes_back(shared: Live) -> None:
    key = find_clause(shared, 2)
    async with proxy(shared.port) as network, typing(shared, network.address, key, 1) as (lost,):
        async with typing(shared, door(shared), key, 1, first=9) as (other,):
            network.wires[0].vanish()
            for _ in range(5):
                lost.type()
                other.type()
            await settle([other])
            assert lost.acknowledged == 0 and not lost.errors
            network.wires[0].cut()
            await settle([lost, other])
            content = await agree([lost, other], [])
    await check_everywhere(shared, key, [lost, other], content)
