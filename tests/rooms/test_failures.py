"""Rule R-6 of rooms/SPEC.md: any outcome but "committed" drops the room, and the log tells what is in it."""

import asyncio

import pytest

from server.rooms.room import State
from tests.rooms.conftest import Arrive
from tests.rooms.world import World

pytestmark = pytest.mark.anyio


async def test_r6_a_failed_commit_shows_nothing_and_loses_nothing(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, other = arrive(name), arrive(name)
    await world.calm()
    world.log.faults.append("fail")
    world.log.probes.append(False)
    author.type("kept")
    await world.tick()
    assert (other.text, author.unsynced, world.room(name).state) == ([], 1, State.DROPPED)
    author.type("kept too")
    await world.elapse(1)
    assert author.text == other.text == ["kept", "kept too"]
    assert author.unsynced == other.unsynced == 0
    assert author.said("saved")[-1]["received"] == 4


async def test_r6_a_lost_reply_doubles_nothing_and_leaves_nobody_behind(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, other = arrive(name), arrive(name, plain=True)
    await world.calm()
    world.log.faults.append("reply lost")
    author.type("once")
    await world.elapse(1)
    assert {session.seq for session in world.room(name).audience.sessions} == {1}
    author.type("and on")
    await world.tick()
    world.log.faults.append("reply lost")
    author.type("once more")
    await world.elapse(1)
    assert author.text == other.text == ["once", "and on", "once more"]
    assert len(world.rows(name)) == 3 and author.unsynced == 0
    assert other.seen.count("update") == 3


async def test_r6_what_is_sent_meanwhile_is_asked_for_before_it_is_acknowledged(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    world.log.faults.append("fail")
    world.log.probes += [False, False]
    author.type("a")
    await world.tick()
    author.strike()
    author.type("b")
    await world.calm()
    assert author.unsynced == 4 - 1
    await world.elapse(5)
    assert author.unsynced == 0
    assert (await world.rooms.read(name)).json.count('"b"') == 1


async def test_r6_an_answer_to_an_older_question_settles_nothing(world: World, arrive: Arrive) -> None:
    """A gap's question is under way when the room is dropped: what it leaves out, the newer one asks for."""
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    world.log.gate = asyncio.Event()
    world.log.faults.append("fail")
    author.type("tentative")
    await world.tick()
    author.deaf = True
    author.type("lost on the way")
    author.deaf = False
    author.type("gap")
    author.seen.clear()
    world.pumps.remove(author.socket.pump)
    world.log.gate.set()
    await world.elapse(1)
    world.pumps.append(author.socket.pump)
    await world.elapse(1)
    late = arrive(name)
    await world.calm()
    assert late.text == ["tentative", "lost on the way", "gap"]
    assert author.seen.count("step 1") == 2


async def test_r6_a_joiner_who_waits_is_answered_from_the_log(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("on disk")
    await world.tick()
    world.log.gate = asyncio.Event()
    world.log.faults.append("fail")
    author.type("failed at first")
    await world.tick()
    late = arrive(name)
    await world.calm()
    world.log.gate.set()
    await world.elapse(1)
    assert late.synced and late.text == author.text == ["on disk", "failed at first"]
    assert late.unsynced == author.unsynced == 0


async def test_r6_a_lock_from_elsewhere_is_found_at_the_commit(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, other = arrive(name), arrive(name)
    await world.calm()
    world.lock(name)
    author.type("too late")
    await world.elapse(1)
    assert world.rows(name) == [] and other.text == []
    assert author.closed == "locked" and author.said("refused")[0]["code"] == "locked"
    assert other.closed is None and other.said("standing")[-1]["status"] == "locked"


async def test_r6_authors_whom_the_record_keeps_denying_are_turned_away(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    world.log.faults += ["denied", "denied"]
    author.type("no seat")
    await world.elapse(2)
    assert author.closed == "seat_ended" and world.rows(name) == []


async def test_r6_one_failing_room_leaves_the_others_open(world: World, arrive: Arrive) -> None:
    names = [world.log.add() for _ in range(10)]
    people = [arrive(name) for name in names]
    await world.calm()
    world.log.faults.append("fail")
    people[0].type("fails")
    await world.elapse(0.02)
    people[1].type("goes on")
    await world.tick()
    assert people[1].unsynced == 0
    assert [world.room(name).state for name in names[1:]] == [State.OPEN] * 9


async def test_r6_rooms_wait_until_storage_takes_a_write(world: World, arrive: Arrive) -> None:
    names = [world.log.add() for _ in range(6)]
    people = [arrive(name) for name in names]
    await world.calm()
    loads = world.log.loads
    world.log.faults.append("fail")
    world.log.probes += [False] * 3
    for person in people:
        person.type("x")
    await world.elapse(0.3)
    assert world.log.loads == loads
    await world.elapse(10)
    assert world.log.loads == loads + 6
    assert [person.unsynced for person in people] == [0] * 6


async def test_a_crash_of_the_server_loses_nothing_that_was_acknowledged(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("acknowledged")
    await world.tick()
    world.log.gate = asyncio.Event()
    author.type("in flight")
    await world.calm()
    author.socket.lose()
    world.log.gate = None
    world.start()
    again = arrive(name)
    await world.calm()
    assert again.text == ["acknowledged"]
    returned = author.__class__(author.socket.__class__(world, "person 1"), name, author.doc)
    returned.open()
    await world.tick()
    assert again.text == ["acknowledged", "in flight"] and returned.unsynced == 0
