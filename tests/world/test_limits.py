"""Each limit as a client meets it on the wire: what is beyond it is closed or refused with its own code."""

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from server.crdt import ledger
from server.rooms import envelope
from server.rooms.connection import DOCUMENTS
from server.rooms.envelope import octets
from tests.api.test_socket import BEARER, Member
from tests.rooms.stock import House, serving
from tests.world.people import until

pytestmark = pytest.mark.anyio


async def closed_with(line: ClientConnection) -> tuple[int | None, str | None]:
    """Return code and reason with which a socket is closed."""
    with pytest.raises(ConnectionClosed):
        while True:
            await line.recv()
    return line.close_code, line.close_reason


def reach(house: House, path: str = "") -> connect:
    return connect(f"{house.address}{path}", additional_headers=BEARER, proxy=None, max_queue=None)


async def test_r1_a_frame_has_one_mebibyte_at_most() -> None:
    async with serving() as house:
        async with reach(house) as line:
            await line.send(bytes(envelope.FRAME_LIMIT + 1))
            assert (await closed_with(line))[0] == 1009
        async with reach(house) as line:
            await line.send(octets(b"x/en") + b"\x2a" + bytes(envelope.FRAME_LIMIT - 100))
            assert (await closed_with(line))[0] == 4400


async def test_j4_a_socket_has_sixty_four_documents_and_those_go_on() -> None:
    async with serving() as house, reach(house) as line:
        names = [str(house.log.add()).encode() for _ in range(DOCUMENTS + 1)]
        for name in names:
            await line.send(octets(name) + b"\x02\x00" + octets(b"") + octets(b""))
        denied = octets(names[-1]) + envelope.denied("too_many")
        while await line.recv() != denied:
            pass
        await line.send(octets(names[0]) + envelope.step_one(b"\0"))
        answer = octets(names[0]) + b"\x00\x01"
        while not (await line.recv(decode=False)).startswith(answer):
            pass


async def test_a_document_grows_no_longer_than_a_document_is() -> None:
    async with serving() as house, reach(house, f"/{house.log.add()}") as line:
        author = Member(line)
        await author.join()
        for _ in range(3):
            await author.write("x" * 450_000)
        assert await closed_with(line) == (4413, "too_large")
        (shelf,) = house.log.shelves.values()
        await until(lambda: len(shelf.rows) == 2)
        assert house.rooms.counts["too_large"] == 1


async def test_a_person_has_so_many_ids_in_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "IDS_PER_PERSON", 3)
    async with serving() as house:
        name = house.log.add()
        for number in range(4):
            async with reach(house, f"/{name}") as line:
                author = Member(line)
                await author.join()
                await author.write(str(number))
                if number == 3:
                    assert await closed_with(line) == (4413, "too_large")
                else:
                    await author.line.send(envelope.step_one(author.doc.get_state()))
                    author.synced = False
                    await author.read_until(lambda author=author: author.synced)  # type: ignore[misc]
