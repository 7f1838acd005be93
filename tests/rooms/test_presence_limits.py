"""Rules P-1 to P-4 at their edges: what somebody says of a place may be strange, long, or far in the future."""

from collections.abc import Sequence

import pytest

from server.rooms import envelope
from server.rooms.envelope import octets, uint
from server.rooms.presence import STATE_LIMIT
from tests.rooms.conftest import Arrive
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

pytestmark = pytest.mark.anyio

LARGEST = (1 << 53) - 1
"""Browsers throw away a whole frame that holds a larger number."""


def frame(*entries: tuple[int, int, str]) -> bytes:
    """Return an awareness frame with these ids, clocks and states."""
    states = b"".join(uint(client) + uint(clock) + octets(state.encode()) for client, clock, state in entries)
    return envelope.presence(uint(len(entries)) + states)


async def test_p3_no_clock_ever_passes_what_browsers_can_count(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    villain, other = arrive(name, "mallory"), arrive(name)
    await world.calm()
    for _ in range(3):
        villain.send(frame((7, (1 << 35) - 1, "{}")))
        await world.elapse(1)
        assert set(other.states) == {7} and other.clocks[7] < LARGEST // 1_000
    villain.socket.lose()
    await world.elapse(1)
    assert other.states == {} and other.clocks[7] < LARGEST // 1_000


async def test_p2_one_frame_makes_one_entry_however_many_it_names(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    villain, other = arrive(name, "mallory"), arrive(name)
    await world.calm()
    before = len(other.socket.sent)
    villain.send(frame(*((client, 1, "{}") for client in range(1, 1_000))))
    await world.elapse(1)
    assert set(other.states) == {1} and sum(map(len, other.socket.sent[before:])) < 1_000
    villain.send(frame((2, 1, "{}"), (3, 1, "{}")))
    await world.elapse(1)
    assert set(other.states) == {2}


@pytest.mark.parametrize(
    ("state", "is_shown"),
    [
        ('{"x":"' + "x" * (STATE_LIMIT - 8) + '"}', True),
        ('{"x":"' + "x" * (STATE_LIMIT - 7) + '"}', False),
        ('{"x":"' + "用" * (STATE_LIMIT // 3) + '"}', False),
        ('{"x":' + "[" * 199 + "]" * 199 + "}", True),
        ('{"x":' + "[" * 200 + "]" * 200 + "}", False),
        ('{"x":"\\ud800"}', False),
        ("[]", False),
        ('{"x":1e999}', False),
    ],
)
async def test_p4_a_state_is_a_modest_object(world: World, arrive: Arrive, state: str, is_shown: bool) -> None:
    name = world.log.add()
    speaker, other = arrive(name), arrive(name)
    await world.calm()
    speaker.send(frame((7, 1, state)))
    await world.elapse(1)
    assert (7 in other.states) is is_shown
    assert speaker.socket.closed is None


async def test_p1_a_new_name_is_shown_however_long_the_state(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    speaker, other = arrive(name, "speaker"), arrive(name)
    await world.calm()
    speaker.send(frame((7, 1, '{"x":"' + "x" * (STATE_LIMIT - 8) + '"}')))
    await world.elapse(1)
    world.rights.names["speaker"] = "Delegation of Ghana"
    world.rooms.recheck()
    await world.elapse(1)
    assert other.states[7]["user"]["name"] == "Delegation of Ghana"


class Narrow(Socket):
    """A socket that is paused as soon as `room` octets wait, and takes frames again when it is drained."""

    room = 200_000
    waiting = 0

    def write(self, frames: Sequence[bytes]) -> None:
        super().write(frames)
        self.waiting += sum(map(len, frames))
        self.paused = self.paused or self.waiting > self.room

    def drain(self) -> bool:
        """Send what waits; False if the socket was not paused."""
        was, self.paused, self.waiting = self.paused, False, 0
        if was:
            self.connection.resume()
        return was


async def test_p3_a_socket_that_takes_frames_again_is_shown_what_it_missed_once(world: World) -> None:
    name = world.log.add()
    narrow = Narrow(world, "observer")
    peers = [Peer(narrow, name, session=f"\0{number}") for number in range(60)]
    for peer in peers:
        peer.open()
    await world.calm()
    for peer in peers:
        peer.show({"cursor": "c" * 3_000})
    await world.elapse(1)
    rounds = 0
    while narrow.drain():
        rounds += 1
        assert rounds <= len(peers)
        await world.calm()
    everyone = {peer.doc.client_id for peer in peers}
    assert rounds > 1 and all(set(peer.states) == everyone for peer in peers)
    before = len(narrow.sent)
    narrow.connection.resume()
    assert len(narrow.sent) == before


async def test_p3_whoever_left_meanwhile_is_gone_for_a_socket_that_takes_frames_again(
    world: World, arrive: Arrive
) -> None:
    name = world.log.add()
    slow, leaver, other = arrive(name), arrive(name), arrive(name)
    await world.calm()
    leaver.show({"cursor": 1})
    await world.elapse(1)
    assert set(slow.states) == {leaver.doc.client_id}
    slow.socket.paused = True
    leaver.socket.lose()
    other.show({"cursor": 2})
    await world.elapse(1)
    slow.socket.resume()
    await world.calm()
    assert set(slow.states) == {other.doc.client_id}


async def test_p3_a_first_entry_counts_from_one_since_clients_pass_over_nought(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    newcomer, other = arrive(name), arrive(name)
    await world.calm()
    newcomer.send(frame((7, 0, "{}")))
    await world.elapse(1)
    assert other.clocks[7] == 1
