"""The doors as a client meets them: who is let in, and what a slow, stuck or broken peer does to others (none)."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from schema import document
from server.api.socket import LIMIT_OCTETS
from server.domain.identity import TextName, fresh_id
from server.rooms import envelope
from tests.rooms.stock import ORIGIN, PATIENCE, House, serving

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with serving() as house:
        yield house


async def knock(address: str, headers: dict[str, str]) -> int:
    """Return the status with which an upgrade is answered."""
    try:
        async with connect(address, additional_headers=headers):
            return 101
    except InvalidStatus as refusal:
        return refusal.response.status_code


async def come_true(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110  # the server tells nobody outside when a socket ends
            await asyncio.sleep(0.01)


COOKIE = {"Cookie": "session=me"}
BEARER = {"Authorization": "Bearer me"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (BEARER, 101),
        (COOKIE | {"Origin": ORIGIN}, 101),
        (COOKIE, 403),
        (COOKIE | {"Origin": "null"}, 403),
        (COOKIE | {"Origin": ORIGIN + ".evil.example"}, 403),
        (COOKIE | {"Origin": ORIGIN + ":80"}, 403),
        (COOKIE | {"Origin": ORIGIN.upper()}, 403),
        (COOKIE | {"Origin": ORIGIN.replace("http", "https")}, 403),
        (COOKIE | BEARER, 403),
        ({"Origin": ORIGIN}, 401),
        ({"Authorization": "Bearer nobody"}, 401),
        ({}, 403),
    ],
)
async def test_a_socket_is_authenticated_before_it_is_accepted(
    house: House, headers: dict[str, str], status: int
) -> None:
    name = house.log.add()
    assert await knock(house.address, headers) == status
    assert await knock(f"{house.address}/{name}", headers) == status


async def test_the_plain_door_can_be_shut(house: House) -> None:
    name = house.log.add()
    house.plain_door = False
    assert await knock(f"{house.address}/{name}", BEARER) == 404
    assert await knock(house.address, BEARER) == 101


@pytest.mark.parametrize("path", ["x/en", "{}/English", "{}/en?epoch=x", "{}/en@x"])
async def test_an_address_that_names_no_text_is_not_here(house: House, path: str) -> None:
    address = f"{house.address}/{path.format(fresh_id())}"
    assert await knock(address, BEARER) == 404


@pytest.mark.parametrize(
    ("query", "code"),
    [("", None), ("?epoch=1&schema={}", None), ("?epoch=2&schema={}", 4409), ("?epoch=1&schema=0", 4409)],
)
async def test_a_claim_in_the_address_is_compared_before_any_sync(house: House, query: str, code: int | None) -> None:
    name = house.log.add()
    async with connect(
        f"{house.address}/{name}{query.format(document()['version'])}", additional_headers=BEARER
    ) as line:
        if code is None:
            assert await line.recv()
        else:
            with pytest.raises(ConnectionClosed):
                await line.recv()
            assert line.close_code == code and line.close_reason in ("epoch", "schema")


async def test_a_text_that_is_not_there_closes_the_plain_door(house: House) -> None:
    async with connect(f"{house.address}/{TextName(fresh_id(), 'en')}", additional_headers=BEARER) as line:
        with pytest.raises(ConnectionClosed):
            await line.recv()
        assert (line.close_code, line.close_reason) == (4404, "unknown")


@pytest.mark.parametrize("frame", ["text", b"", b"\x2a", b"\xff" * 100_000])
async def test_a_frame_that_no_client_sends_closes_its_socket(house: House, frame: str | bytes) -> None:
    async with connect(house.address, additional_headers=BEARER) as line:
        await line.send(frame)
        with pytest.raises(ConnectionClosed):
            await line.recv()
        assert line.close_code == 4400


async def test_a_sign_out_closes_the_socket(house: House) -> None:
    async with connect(house.address, additional_headers=BEARER) as line:
        await come_true(lambda: len(house.rooms.connections) == 1)
        house.rights.signed_out.add("me")
        house.rooms.recheck()
        with pytest.raises(ConnectionClosed):
            await line.recv()
        assert (line.close_code, line.close_reason) == (4401, "signed_out")


async def test_a_stop_asks_clients_to_come_back(house: House) -> None:
    async with connect(house.address, additional_headers=BEARER) as line:
        await come_true(lambda: len(house.rooms.connections) == 1)
        await house.rooms.stop()
        with pytest.raises(ConnectionClosed):
            await line.recv()
        assert line.close_code == 1012


class Member:
    """A plain client in this process that reads only when told to."""

    def __init__(self, line: ClientConnection) -> None:
        self.line = line
        self.doc: Doc[Any] = Doc()
        self.root = self.doc.get("prosemirror", type=XmlFragment)

    async def join(self) -> None:
        await self.line.send(envelope.step_one(self.doc.get_state()))
        await self.read_until(lambda: self.synced)

    synced = False

    async def read_until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                frame = await self.line.recv()
                assert isinstance(frame, bytes)
                self._take(frame)

    def _take(self, frame: bytes) -> None:
        if frame[0] != 0:
            return
        match envelope.read_plain(frame):
            case envelope.SyncStepTwo(update):
                self.doc.apply_update(update)
                self.synced = True
            case envelope.Update(update):
                self.doc.apply_update(update)

    async def write(self, words: str) -> None:
        before = self.doc.get_state()
        with self.doc.transaction():
            self.root.children.append(XmlElement("paragraph", {}, [XmlText(words)]))
        await self.line.send(envelope.news(self.doc.get_update(before)))

    async def strike(self) -> None:
        before = self.doc.get_state()
        with self.doc.transaction():
            del self.root.children[0]
        await self.line.send(envelope.news(self.doc.get_update(before)))


def narrow(port: int) -> socket.socket:
    """A socket whose peer soon has nowhere to put what it sends."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect(("127.0.0.1", port))
    line.setblocking(False)
    return line


async def test_a_stuck_peer_harms_nobody_and_gets_the_text_when_it_reads_again(house: House) -> None:
    name = house.log.add()
    address = f"{house.address}/{name}"
    async with (
        connect(address, additional_headers={"Authorization": "Bearer author"}) as first,
        connect(address, additional_headers={"Authorization": "Bearer reader"}) as second,
        connect(address, sock=narrow(house.port), additional_headers=BEARER, ping_interval=None) as third,
    ):
        author, reader, stuck = Member(first), Member(second), Member(third)
        for member in (author, reader, stuck):
            await member.join()
        third.transport.pause_reading()
        for number in range(40):
            await author.write(str(number % 10) * 200_000)
            if number:
                await author.strike()
            await reader.read_until(lambda: reader.doc.get_state() == author.doc.get_state())
        await author.write("the end")
        await reader.read_until(lambda: len(reader.root.children) == 2)
        assert any(connection.outlet.paused for connection in house.rooms.connections)
        third.transport.resume_reading()
        await stuck.read_until(lambda: str(stuck.root) == str(author.root))


async def test_a_peer_that_lets_too_much_pile_up_is_given_up(house: House) -> None:
    async with connect(house.address, sock=narrow(house.port), additional_headers=BEARER) as line:
        line.transport.pause_reading()
        await come_true(lambda: len(house.rooms.connections) == 1)
        connection = next(iter(house.rooms.connections))
        for _ in range(40):
            connection.outlet.write([bytes(500_000)])
            await asyncio.sleep(0)
        assert LIMIT_OCTETS < 40 * 500_000
        await come_true(lambda: house.rooms.counts["too_slow"] == 1)
        assert not house.rooms.connections
        line.transport.abort()


async def test_a_peer_that_breaks_off_harms_nobody(house: House) -> None:
    name = house.log.add()
    address = f"{house.address}/{name}"
    async with connect(address, additional_headers=BEARER) as first:
        author = Member(first)
        await author.join()
        for _ in range(5):
            broken = await connect(address, additional_headers=BEARER)
            await Member(broken).join()
            broken.transport.abort()
            await author.write("on")
        await come_true(lambda: len(house.rooms.connections) == 1)
        await come_true(lambda: len(house.log.shelves[name].rows) == 5)
