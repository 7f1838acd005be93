"""Rules A-1 to A-5 of rooms/SPEC.md: an acknowledgement is a debt, paid when it is true."""

import asyncio

import pytest

from server.rooms import envelope
from tests.rooms.conftest import Arrive
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

pytestmark = pytest.mark.anyio


async def test_a1_the_counter_returns_to_0_after_a_gap(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, other = arrive(name), arrive(name)
    await world.calm()
    author.deaf = True
    author.type("lost")
    author.deaf = False
    author.type("gap")
    author.type("gap too")
    await world.tick()
    assert other.text == ["lost", "gap", "gap too"]
    assert author.unsynced == 1, "the lost update was never received"
    author.sync()
    await world.tick()
    assert author.unsynced == 0


async def test_a1_the_counter_returns_to_0_after_a_resend_and_a_forced_sync(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("a")
    author.sync()
    author.type("b")
    author.sync()
    await world.tick()
    assert author.unsynced == 0
    author.sync()
    await world.calm()
    assert author.unsynced == 0 and len(world.rows(name)) == 2


async def test_a1_the_counter_returns_to_0_after_a_reconnect(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("a")
    author.socket.lose()
    author.type("offline")
    again = Peer(Socket(world, "person 1"), name, author.doc)
    again.open()
    again.type("online")
    await world.tick()
    late = arrive(name)
    await world.calm()
    assert again.unsynced == 0
    assert late.text == ["a", "offline", "online"]


async def test_a2_typing_without_a_pause_is_acknowledged_batch_by_batch(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    world.log.gate = asyncio.Event()
    author.type("sealed")
    await world.tick()
    author.type("pending")
    world.log.gate.set()
    await world.calm()
    assert author.unsynced == 1
    assert author.said("saved")[-1]["received"] == 2
    await world.tick()
    assert author.unsynced == 0


async def test_a2_a_statement_from_before_a_new_sync_pays_nothing_of_it(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    world.log.gate = asyncio.Event()
    author.type("sealed")
    await world.tick()
    author.seen.clear()
    author.sync()
    world.log.gate.set()
    await world.calm()
    assert author.seen == ["saved", "step 2", "step 1", "ack", "saved"]
    assert author.unsynced == 0


async def test_a3_saved_counts_every_frame_with_edits(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    for words in "abc":
        author.type(words)
        await world.tick()
    saved = [message["received"] for message in author.said("saved")]
    assert saved == [1, 2, 3, 4]
    assert [message["seq"] for message in author.said("saved")] == [0, 1, 2, 3]


async def test_a4_a_repetition_is_acknowledged_only_when_what_it_repeats_is_on_disk(
    world: World, arrive: Arrive
) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    world.log.gate = asyncio.Event()
    author.type("a")
    await world.tick()
    author.seen.clear()
    author.send(envelope.step_two(author.doc.get_update()))
    await world.elapse(1)
    assert author.seen == []
    world.log.gate.set()
    await world.calm()
    assert author.unsynced == 0


async def test_a4_a_repetition_that_is_on_disk_is_acknowledged_at_once(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("a")
    await world.tick()
    commits = world.log.commits
    author.unsynced += 1
    author.send(envelope.news(author.doc.get_update()))
    await world.calm()
    assert author.unsynced == 0 and world.log.commits == commits


async def test_a5_nothing_is_paid_while_a_question_is_open(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.deaf = True
    author.type("lost")
    author.deaf = False
    author.type("gap")
    question = author.socket.frames.copy()
    author.socket.frames.clear()
    author.send(envelope.news(b"\x00\x00"))
    await world.tick()
    assert author.unsynced == 2
    author.socket.frames = question
    await world.tick()
    assert author.unsynced == 0
