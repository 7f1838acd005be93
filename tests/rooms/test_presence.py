"""Rules P-1 to P-5 of rooms/SPEC.md: who is present is the server's to say."""

import pytest

from server.rooms import envelope
from server.rooms.envelope import octets, uint
from server.rooms.presence import STATE_LIMIT
from tests.rooms.conftest import Arrive
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

pytestmark = pytest.mark.anyio


def user(peer: Peer, of: Peer) -> object:
    return peer.states.get(of.doc.client_id, {}).get("user")


async def test_p1_identity_is_the_servers(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    liar, other = arrive(name, "liar"), arrive(name, plain=True)
    world.rights.names["liar"] = "Delegation of Kenya"
    await world.calm()
    liar.show({"user": {"name": "The Chair", "color": "red"}, "cursor": {"anchor": 1}})
    await world.calm()
    assert user(other, liar) == {"name": "Delegation of Kenya", "delegation": "KE", "role": "delegate"}
    assert other.states[liar.doc.client_id]["cursor"] == {"anchor": 1}


async def test_p2_one_entry_a_session_and_echoes_of_others_count_for_nothing(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    first, second, watcher = arrive(name, "first"), arrive(name, "second"), arrive(name)
    await world.calm()
    first.show({"at": 1})
    second.show({"at": 2})
    await world.elapse(1)
    second.show({"at": "forged"}, clock=1000, client=first.doc.client_id)
    second.show(None, clock=2000, client=first.doc.client_id)
    await world.elapse(1)
    assert watcher.states[first.doc.client_id]["at"] == 1
    second.show({"at": 3}, client=4711)
    await world.elapse(1)
    assert set(watcher.states) == {first.doc.client_id, 4711}


async def test_p2_an_echo_of_one_who_left_brings_nobody_back(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    gone, other = arrive(name, "gone"), arrive(name, "other")
    await world.calm()
    gone.show({"at": 1})
    await world.elapse(1)
    gone.socket.lose()
    other.show({"at": 1}, client=gone.doc.client_id)
    await world.elapse(1)
    assert other.states == {}


async def test_p3_a_joiner_sees_all_who_are_present_and_leavers_are_gone_at_once(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    people = [arrive(name) for _ in range(3)]
    await world.calm()
    for person in people:
        person.show({"at": 1})
    await world.elapse(1)
    late = arrive(name)
    await world.calm()
    assert set(late.states) == {person.doc.client_id for person in people}
    people[0].socket.lose()
    people[1].send(b"\x07")
    await world.elapse(0.2)
    assert set(late.states) == {people[2].doc.client_id}


async def test_p3_whoever_returns_under_the_same_id_is_seen_again(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    person, other = arrive(name, "person"), arrive(name)
    await world.calm()
    person.show({"at": 1}, clock=5)
    await world.elapse(1)
    person.socket.lose()
    await world.elapse(1)
    assert other.states == {}
    again = Peer(Socket(world, "person"), name, person.doc)
    again.open()
    again.show({"at": 2}, clock=5)
    await world.elapse(1)
    assert other.states[person.doc.client_id]["at"] == 2
    again.show({"at": 3}, clock=6)
    await world.elapse(1)
    assert other.states[person.doc.client_id]["at"] == again.states[person.doc.client_id]["at"] == 3


async def test_p4_ten_frames_a_second_whatever_is_sent_and_the_last_state_counts(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    busy, other = arrive(name), arrive(name)
    await world.elapse(1)
    other.seen.clear()
    for place in range(500):
        busy.show({"at": place}, clock=place)
        if place % 50 == 0:
            await world.elapse(0.02)
    await world.elapse(1)
    assert 1 <= other.seen.count("presence") <= 4
    assert other.states[busy.doc.client_id]["at"] == 499


@pytest.mark.parametrize("state", ["[]", '"x"', "{", "[" * 5000, '{"at":"' + "x" * STATE_LIMIT + '"}'])
async def test_p4_a_state_that_is_no_object_or_too_long_is_left_out(world: World, arrive: Arrive, state: str) -> None:
    name = world.log.add()
    person, other = arrive(name), arrive(name)
    await world.calm()
    entry = uint(person.doc.client_id) + uint(1) + octets(state.encode())
    person.send(envelope.presence(uint(1) + entry))
    await world.elapse(1)
    assert other.states == {} and person.socket.closed is None


async def test_p4_an_awareness_update_that_is_none_closes_the_socket(world: World, arrive: Arrive) -> None:
    person = arrive(world.log.add())
    await world.calm()
    person.send(envelope.presence(b"\x05\x01"))
    assert person.socket.closed == (4400, "malformed")


async def test_p5_a_heartbeat_comes_back_and_every_socket_hears_from_us(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    quiet, beating = arrive(name), arrive(name, plain=True)
    await world.calm()
    beating.show({}, clock=1)
    await world.elapse(1)
    beating.seen.clear()
    beating.show({}, clock=2)
    await world.elapse(1)
    assert beating.seen == ["presence"]
    await world.elapse(16)
    assert envelope.PING in quiet.socket.sent and envelope.PLAIN_PING in beating.socket.sent


async def test_a_question_who_is_present_is_answered(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    person = arrive(name)
    await world.calm()
    person.show({"at": 1})
    await world.elapse(1)
    person.states.clear()
    person.clocks.clear()
    person.send(b"\x03")
    await world.calm()
    assert person.doc.client_id in person.states


async def test_p1_a_name_that_changes_is_shown_anew_at_once(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    person, silent, other = arrive(name, "person"), arrive(name, "silent"), arrive(name)
    await world.calm()
    person.show({"cursor": 1})
    await world.elapse(1)
    shown = other.clocks[person.doc.client_id]
    world.rooms.recheck()
    await world.elapse(1)
    assert other.clocks[person.doc.client_id] == shown
    world.rights.names["person"] = world.rights.names["silent"] = "A delegate"
    world.rooms.recheck()
    await world.elapse(1)
    assert other.states[person.doc.client_id] == {
        "cursor": 1, "user": {"name": "A delegate", "delegation": "KE", "role": "delegate"}
    }  # fmt: skip
    assert silent.doc.client_id not in other.states
