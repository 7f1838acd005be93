"""Unmodified @hocuspocus/provider 4.8, y-websocket 3.1 and pycrdt clients on a real socket."""

import asyncio
import random
from contextlib import AsyncExitStack
from typing import Any

import pytest
from pycrdt import Channel, Doc, XmlElement, XmlFragment, XmlText
from pycrdt import Provider as PycrdtProvider
from websockets.asyncio.client import ClientConnection, connect

from server.domain.identity import TextName
from tests.rooms.stock import House, Provider, provider, serving

pytestmark = pytest.mark.anyio


class Line(Channel):
    """pycrdt's own channel over a websocket."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    @property
    def path(self) -> str:
        return "text"

    async def send(self, message: bytes) -> None:
        await self._socket.send(message)

    async def recv(self) -> bytes:
        message = await self._socket.recv()
        assert isinstance(message, bytes)
        return message


def write(doc: Doc[Any], words: str) -> None:
    with doc.transaction():
        doc.get("prosemirror", type=XmlFragment).children.append(XmlElement("paragraph", {}, [XmlText(words)]))


async def both(house: House, name: TextName, stack: AsyncExitStack) -> tuple[Provider, Provider]:
    first = await stack.enter_async_context(provider(house, "hocuspocus", name, "a"))
    second = await stack.enter_async_context(provider(house, "y-websocket", name, "b"))
    await first.shows(lambda shown: shown["synced"] and not shown["unsynced"])
    await second.shows(lambda shown: shown["synced"])
    return first, second


async def test_providers_of_all_three_libraries_converge() -> None:
    async with serving() as house, AsyncExitStack() as stack:
        name = house.log.add()
        first, second = await both(house, name, stack)
        headers = {"Authorization": "Bearer c"}
        socket = await stack.enter_async_context(connect(f"{house.address}/{name}", additional_headers=headers))
        doc: Doc[Any] = Doc()
        async with PycrdtProvider(doc, Line(socket)) as third:
            await third.synced.wait()
            first.order("type one")
            second.order("type two")
            write(doc, "three")
            await first.has("one", "two", "three")
            shown = await second.has("one", "two", "three")
            assert shown["text"] == first.shown["text"]
            read = await house.rooms.read(name)
            assert [read.json.count(f'"{words}"') for words in ("one", "two", "three")] == [1, 1, 1]


async def test_many_edits_from_both_doors_end_equal() -> None:
    async with serving() as house, AsyncExitStack() as stack:
        name = house.log.add()
        pair = await both(house, name, stack)
        words = [f"w{number}" for number in range(60)]
        chance = random.Random(1)
        for word in words:
            chance.choice(pair).order(f"type {word}")
            if chance.random() < 0.05:
                chance.choice(pair).order("cut")
        shown = [await client.has(*words) for client in pair]
        assert shown[0]["text"] == shown[1]["text"]


async def test_the_counter_of_the_stock_provider_returns_to_0() -> None:
    """After a reconnect, a repeated sync, a failed commit and a lost reply."""
    async with serving() as house, AsyncExitStack() as stack:
        name = house.log.add()
        first, second = await both(house, name, stack)
        first.order("type one")
        first.order("cut")
        first.order("type two")
        await first.has("one", "two")
        first.order("force")
        first.order("type three")
        first.order("force")
        await first.has("one", "two", "three")
        house.log.faults += ["fail", "reply lost"]
        first.order("type four")
        await first.has("one", "two", "three", "four")
        await second.has("one", "two", "three", "four")
        first.order("type five")
        await second.has("one", "two", "three", "four", "five")
        await first.has("one", "two", "three", "four", "five")
        assert not house.log.faults


async def test_the_counter_returns_to_0_after_frames_got_lost_in_a_dropped_room() -> None:
    async with serving() as house, AsyncExitStack() as stack:
        name = house.log.add()
        first, second = await both(house, name, stack)
        house.log.gate = asyncio.Event()
        house.log.faults.append("fail")
        for word in "abcdef":
            first.order(f"type {word}")
        await first.shows(lambda shown: shown["unsynced"] >= 6)
        house.log.gate.set()
        await first.has(*"abcdef")
        await second.has(*"abcdef")


async def test_a_lock_is_told_to_stock_clients() -> None:
    async with serving() as house, AsyncExitStack() as stack:
        name = house.log.add()
        first, second = await both(house, name, stack)
        async with house.rooms.hold([name]) as held:
            stored = house.log.shelves[name]
            assert stored.stored.head == held.texts[name].seq == 0
            held.release({name: ("locked", 0)})
        first.order("type late")
        second.order("type late too")
        await first.shows(lambda shown: shown["closed"] == "locked")
        await second.shows(lambda shown: shown["closed"] == "4409 locked")
        assert [message["type"] for message in first.shown["heard"]][-2:] == ["standing", "refused"]
        assert stored.rows == []


async def test_another_lineage_fails_before_any_sync() -> None:
    async with serving() as house:
        name = house.log.add()
        async with provider(house, "hocuspocus", name, "a", '{"epoch":7,"schema":1}') as stale:
            shown = await stale.shows(lambda shown: shown["denied"] is not None)
            assert shown["denied"] == "epoch" and not shown["synced"]


async def test_people_see_each_other_under_the_names_that_the_server_knows() -> None:
    async with serving() as house, AsyncExitStack() as stack:
        name = house.log.add()
        house.rights.names = {"a": "Delegation of Ghana", "b": "Delegation of Nepal"}
        first, second = await both(house, name, stack)
        first.order("caret 1")
        second.order("caret 2")
        names = {"Delegation of Ghana", "Delegation of Nepal"}
        await first.shows(lambda shown: set(shown["users"]) >= {"Delegation of Nepal"})
        await second.shows(lambda shown: set(shown["users"]) >= {"Delegation of Ghana"})
        await first.shows(lambda shown: set(shown["users"]) <= {*names, None})
        second.order("cut")
        third = await stack.enter_async_context(provider(house, "hocuspocus", name, "b"))
        await third.shows(lambda shown: "Delegation of Ghana" in shown["users"])


async def test_a_cold_room_is_opened_by_both_doors_at_once() -> None:
    async with serving() as house, AsyncExitStack() as stack:
        name = house.log.add()
        house.log.loading = asyncio.Event()
        people = [
            await stack.enter_async_context(provider(house, ("hocuspocus", "y-websocket")[n % 2], name, f"p{n}"))
            for n in range(4)
        ]
        for number, person in enumerate(people):
            person.order(f"type {number}")
        house.log.loading.set()
        for person in people:
            await person.has("0", "1", "2", "3")
        assert house.log.loads == 1
