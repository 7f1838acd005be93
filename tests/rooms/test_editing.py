"""Rules R-1 to R-5 of rooms/SPEC.md: the path of an edit, from the door to the disk and out again."""

import asyncio
from typing import Any

import pytest
from pycrdt import Doc

from server.crdt.tree import merge_state, read_state
from server.rooms import envelope
from tests.rooms.conftest import Arrive
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World

pytestmark = pytest.mark.anyio


async def test_two_people_converge_through_both_doors(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    keyed, plain = arrive(name), arrive(name, plain=True)
    await world.calm()
    keyed.type("one")
    plain.type("two")
    await world.tick()
    assert sorted(keyed.text) == ["one", "two"]
    assert keyed.text == plain.text
    assert keyed.unsynced == 0
    assert len(world.rows(name)) == 2


async def test_words_for_a_paragraph_that_is_gone_are_kept_as_its_orphans(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    writer, striker = arrive(name, "egypt"), arrive(name, "peru")
    await world.calm()
    writer.type("first")
    await world.tick()
    paragraph = writer.root.children[0]
    striker.strike()
    paragraph.children[0].insert(5, " late")
    await world.tick()
    assert writer.text == striker.text == []
    (orphan,) = world.log.shelves[name].orphans
    assert (orphan.span.client, orphan.span.end - orphan.span.start) == (writer.doc.client_id, len(" late"))
    assert orphan.parent.client == writer.doc.client_id and orphan.parent.end <= orphan.span.start


@pytest.mark.parametrize(
    "frame",
    [b"", b"\x01", b"\x80\x80\x80\x80\x80\x80", b"\xff" * 1000, bytes(envelope.FRAME_LIMIT + 1)],
    ids=["empty", "no type", "endless number", "number of megabytes", "too long"],
)
async def test_r1_a_frame_that_breaks_the_wire_closes_its_socket_and_no_other(
    world: World, arrive: Arrive, frame: bytes
) -> None:
    name = world.log.add()
    honest, hostile = arrive(name), arrive(name)
    await world.calm()
    hostile.socket.connection.receive(frame)
    honest.type("on")
    await world.tick()
    assert hostile.socket.closed == (4400, "malformed")
    assert world.rooms.counts["malformed"] == 1
    assert honest.unsynced == 0 and honest.socket.closed is None


async def test_r2_an_update_is_judged_before_the_crdt_sees_it(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    reader, hostile = arrive(name), arrive(name)
    await world.calm()
    hostile.send(envelope.news(b"\x01\x01\x05\x00\x04\x01\x05other\x03abc\x00"))
    await world.tick()
    assert hostile.socket.closed == (4403, "forged")
    assert world.rows(name) == [] and reader.text == []


async def test_r2_what_is_known_changes_nothing_whoever_sends_it(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, reader = arrive(name), arrive(name, "reader")
    world.rights.readers["reader"] = "observer"
    await world.calm()
    author.type("text")
    await world.tick()
    await world.rooms.settle()
    world.room(name).set_status("locked", world.lock(name))
    reader.send(envelope.step_two(reader.doc.get_update()))
    await world.tick()
    assert reader.closed is None and reader.unsynced == 0
    assert len(world.rows(name)) == 1


async def test_r3_rights_are_looked_up_for_every_edit(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    person = arrive(name, "delegate")
    await world.calm()
    person.type("before")
    world.rights.readers["delegate"] = "seat_ended"
    person.type("after")
    await world.tick()
    assert person.closed == "seat_ended"
    assert len(world.rows(name)) == 1


async def test_r3_nothing_tentative_leaves_the_room(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, other = arrive(name), arrive(name)
    await world.calm()
    world.log.gate = asyncio.Event()
    author.type("tentative")
    await world.tick()
    late = arrive(name)
    await world.calm()
    reading = asyncio.ensure_future(world.rooms.read(name))
    await world.calm()
    assert (other.text, late.text, author.unsynced, reading.done()) == ([], [], 1, False)
    assert not late.synced
    world.log.gate.set()
    await world.calm()
    assert other.text == late.text == ["tentative"]
    assert "tentative" in (await reading).json


async def test_r4_one_transaction_takes_what_all_rooms_brought_in_a_tick(world: World, arrive: Arrive) -> None:
    peers = [arrive(world.log.add()) for _ in range(5)]
    await world.calm()
    for peer in peers:
        peer.type("a")
        peer.type("b")
    await world.tick()
    assert world.log.commits == 1
    assert [peer.unsynced for peer in peers] == [0] * 5


async def test_r4_one_batch_at_most_is_in_flight(world: World, arrive: Arrive) -> None:
    first, second = arrive(world.log.add()), arrive(world.log.add())
    await world.calm()
    world.log.gate = asyncio.Event()
    first.type("a")
    await world.tick()
    first.type("b")
    second.type("c")
    await world.elapse(1)
    assert world.log.commits == 1
    world.log.gate.set()
    await world.tick()
    assert world.log.commits == 2
    assert first.unsynced == second.unsynced == 0


async def test_r4_a_room_whose_row_has_moved_leaves_the_others_alone(world: World, arrive: Arrive) -> None:
    locked, free = world.log.add(), world.log.add()
    stopped, lucky = arrive(locked), arrive(free)
    await world.calm()
    world.lock(locked)
    stopped.type("no")
    lucky.type("yes")
    await world.tick()
    assert len(world.rows(free)) == 1 and lucky.unsynced == 0
    assert world.rows(locked) == [] and stopped.closed == "locked"


async def test_r5_an_answer_comes_before_news_and_news_before_acknowledgements(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, other = arrive(name), arrive(name)
    await world.calm()
    world.log.gate = asyncio.Event()
    author.type("a")
    await world.tick()
    late = arrive(name)
    author.type("b")
    other.type("c")
    await world.calm()
    author.seen.clear()
    late.seen.clear()
    world.log.gate.set()
    await world.tick()
    assert author.seen == ["ack", "saved", "update", "ack", "saved"]
    assert late.seen == ["step 2", "step 1", "ack", "saved"]
    assert author.text == other.text == late.text


async def test_r5_only_the_joined_get_news(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    attached = Peer(Socket(world, "attached"), name)
    attached.send(b"\x02\x00\x00")
    await world.calm()
    author.type("text")
    await world.tick()
    assert "update" not in attached.seen
    attached.sync()
    await world.calm()
    assert attached.text == ["text"]


async def test_r5_a_batch_goes_out_as_one_frame_and_not_back_to_its_only_author(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, other = arrive(name), arrive(name)
    await world.calm()
    author.seen.clear()
    other.seen.clear()
    for words in ("a", "b", "c"):
        author.type(words)
    await world.tick()
    assert other.seen == ["update"] and other.text == ["a", "b", "c"]
    assert author.seen == ["ack", "ack", "ack", "saved"]


async def test_the_log_alone_rebuilds_what_everyone_sees(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    people = [arrive(name) for _ in range(4)]
    await world.calm()
    for turn in range(20):
        for person in people:
            person.type(f"{turn}")
            if turn % 3 == 2:
                person.strike()
        await world.tick()
    replayed: Doc[Any] = Doc()
    for row in world.rows(name):
        replayed.apply_update(row.payload)
    assert {str(person.root) for person in people} == {str(people[0].root)}
    assert read_state(merge_state(replayed.get_update())) == read_state(people[0].doc.get_update())
