"""Peers that take nothing, that are gone without a word, or that are too many. Rules L-6, L-8, L-9 of the rooms."""

from contextlib import AsyncExitStack

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from server.api import uvicorn_socket
from server.api.socket import PAUSE_OCTETS, Outbox
from server.rooms import crowd
from tests.api.test_socket import Member, narrow
from tests.rooms.stock import House, serving
from tests.world.people import until

pytestmark = pytest.mark.anyio

STALLED = 8
BIG = 200_000


async def open_line(house: House, stack: AsyncExitStack, address: str, person: str, *, stall: bool) -> ClientConnection:
    """Open a socket; one that is to stall answers no ping either."""
    headers = {"Authorization": f"Bearer {person}"}
    sock = narrow(house.port) if stall else None
    line = await connect(address, additional_headers=headers, ping_interval=None, proxy=None, sock=sock)
    stack.callback(line.transport.abort)
    return line


async def stall_readers(house: House, stack: AsyncExitStack, address: str) -> tuple[Member, Member]:
    """Let some join and then take nothing any more; return an author and one who reads on."""
    for number in range(STALLED):
        stalled = Member(await open_line(house, stack, address, f"stalled {number}", stall=True))
        await stalled.join()
        stalled.line.transport.pause_reading()
    author, reader = [
        Member(await open_line(house, stack, address, name, stall=False)) for name in ("author", "reader")
    ]
    await author.join()
    await reader.join()
    return author, reader


async def write_much(author: Member, reader: Member, times: int) -> None:
    """Write and strike large paragraphs, each once the one before has reached the reader."""
    for number in range(times):
        await author.write(str(number % 10) * BIG)
        if number:
            await author.strike()
        await reader.read_until(lambda: reader.doc.get_state() == author.doc.get_state())


def outboxes(house: House) -> list[Outbox]:
    return [line.outlet for line in house.rooms.connections if isinstance(line.outlet, Outbox)]


async def test_l6_what_waits_for_stalled_readers_is_bounded_however_much_is_written() -> None:
    async with serving() as house, AsyncExitStack() as stack:
        author, reader = await stall_readers(house, stack, f"{house.address}/{house.log.add()}")
        await write_much(author, reader, 40)
        waiting = [outbox.waiting for outbox in outboxes(house) if outbox.paused]
        assert len(waiting) == STALLED
        assert max(waiting) <= PAUSE_OCTETS + BIG + 1_000
        assert len(house.rooms.connections) == STALLED + 2


async def test_l9_peers_that_answer_no_ping_are_cut_off_and_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn_socket, "PARTING_SECONDS", 0.05)
    async with serving(ping=1.0) as house, AsyncExitStack() as stack:
        name = house.log.add()
        author, reader = await stall_readers(house, stack, f"{house.address}/{name}")
        await write_much(author, reader, 40)
        await until(lambda: len(house.rooms.connections) == 2)
        room = next(iter(house.rooms.rooms))
        assert len(room.audience.sessions) == 2
        await author.write("the end")
        await reader.read_until(lambda: str(reader.root) == str(author.root))


async def test_l9_a_stop_does_not_wait_for_readers_that_take_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn_socket, "PARTING_SECONDS", 0.05)
    async with AsyncExitStack() as stack:
        async with serving() as house:
            author, reader = await stall_readers(house, stack, f"{house.address}/{house.log.add()}")
            await write_much(author, reader, 40)
            assert any(outbox.paused for outbox in outboxes(house))
        with pytest.raises(ConnectionClosed):
            while True:
                await reader.line.recv()
        assert reader.line.close_code == 1012


async def test_l8_a_person_has_so_many_sockets_whatever_the_number_of_sign_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "SOCKETS", 3)
    async with serving() as house, AsyncExitStack() as stack:
        lines = [await open_line(house, stack, house.address, f"me#{number}", stall=False) for number in range(4)]
        with pytest.raises(ConnectionClosed):
            await lines[3].recv()
        assert (lines[3].close_code, lines[3].close_reason) == (4529, "too_many_sockets")
        assert house.rooms.tally.refusals["too_many_sockets"] == 1
        other = await open_line(house, stack, house.address, "somebody else", stall=False)
        await lines[0].close()
        await until(lambda: len(house.rooms.connections) == 3)
        again = await open_line(house, stack, house.address, "me#0", stall=False)
        await until(lambda: len(house.rooms.connections) == 4)
        assert other.close_code is again.close_code is None
