"""Rules G-1 to G-6 of rooms/SPEC.md: holding rooms, settling them, and what becomes of the parked."""

import asyncio

import pytest

from server.crdt.tree import build_update
from server.domain.edits import Actor
from server.domain.errors import Conflict, Unavailable, Unknown, Unusable
from server.domain.identity import TextName, fresh_id
from tests.rooms.conftest import Arrive
from tests.rooms.world import World

pytestmark = pytest.mark.anyio

CHAIR = Actor("chair", "seat of chair", None, via="restore")


def paragraph(words: str) -> dict[str, object]:
    return {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": words}]}]}


async def test_g1_edits_are_parked_while_a_room_is_held(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, other = arrive(name), arrive(name)
    await world.calm()
    async with world.rooms.hold([name]) as held:
        author.type("parked")
        await world.tick()
        assert (other.text, author.unsynced, held.texts[name].seq) == ([], 1, 0)
    await world.tick()
    assert other.text == ["parked"] and author.unsynced == 0


async def test_g1_nothing_parked_is_acknowledged(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    world.log.gate = asyncio.Event()
    author.type("sealed")
    await world.tick()
    author.type("pending")
    lock = asyncio.Event()

    async def hold() -> None:
        async with world.rooms.hold([name]):
            await lock.wait()

    holding = asyncio.create_task(hold())
    await world.calm()
    author.type("parked")
    world.log.gate.set()
    await world.calm()
    assert len(world.rows(name)) == 2 and author.unsynced == 2
    lock.set()
    await holding
    await world.tick()
    assert author.unsynced == 0


async def test_g2_the_text_held_is_on_disk_and_is_what_everyone_has(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, other = arrive(name), arrive(name)
    await world.calm()
    world.log.gate = asyncio.Event()
    author.type("sealed")
    await world.tick()
    other.type("pending")
    world.log.gate.set()
    async with world.rooms.hold([name]) as held:
        text = held.texts[name]
        await world.calm()
        assert text.seq == len(world.rows(name)) == 2
        assert sorted(author.text) == sorted(other.text) == ["pending", "sealed"]
        assert "sealed" in text.json and "pending" in text.json and text.hash


async def test_g2_a_text_that_nobody_has_open_is_held_too(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    async with world.rooms.hold([name]) as held:
        early = arrive(name)
        early.type("parked")
        await world.tick()
        assert held.texts[name].seq == 0 and world.rows(name) == []
        held.release({name: ("locked", world.lock(name))})
    await world.tick()
    assert early.closed == "locked" and world.rows(name) == []


async def test_g3_a_lock_refuses_what_was_parked_and_tells_everyone(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, other, plain = arrive(name), arrive(name), arrive(name, plain=True)
    await world.calm()
    author.type("agreed")
    async with world.rooms.hold([name]) as held:
        author.type("parked")
        plain.type("parked too")
        held.release({name: ("locked", world.lock(name))})
    await world.tick()
    assert len(world.rows(name)) == 1
    assert author.closed == "locked" and plain.socket.closed == (4409, "locked")
    assert other.said("standing")[-1]["status"] == "locked" and other.text == ["agreed"]


async def test_g3_nothing_is_parked_for_good_when_the_act_fails(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    with pytest.raises(Conflict):
        async with world.rooms.hold([name]):
            author.type("parked")
            raise Conflict("text_moved")
    await world.tick()
    assert author.unsynced == 0 and len(world.rows(name)) == 1


async def test_g4_a_hold_is_void_after_two_seconds(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    async with world.rooms.hold([name]) as held:
        author.type("parked")
        await world.elapse(2.1)
        assert held.void and author.unsynced == 0 and len(world.rows(name)) == 1
        held.release({name: ("locked", world.lock(name))})
    author.type("late")
    await world.tick()
    assert author.closed == "locked" and len(world.rows(name)) == 1


async def test_g4_a_hold_that_cannot_settle_in_time_fails_and_lets_go(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    world.log.gate = asyncio.Event()
    author.type("slow disk")

    async def lock() -> None:
        async with world.rooms.hold([name]):
            raise AssertionError("nothing is settled")

    locking = asyncio.create_task(lock())
    await world.elapse(3)
    with pytest.raises(Unavailable):
        await locking
    world.log.gate.set()
    author.type("goes on")
    await world.tick()
    assert author.unsynced == 0 and len(world.rows(name)) == 2


async def test_g5_what_was_accepted_under_another_lock_is_never_written(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author, other = arrive(name), arrive(name)
    await world.calm()
    lock_epoch = world.lock(name)
    author.type("accepted before the lock was known")
    world.rooms.set_status(world.room(name).stored.language_version, "locked", lock_epoch)
    await world.elapse(1)
    assert world.rows(name) == [] and author.closed == "locked" and other.text == []


async def test_g5_a_lock_that_came_and_went_is_one_too(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("accepted before the lock was known")
    world.lock(name)
    world.rooms.set_status(world.room(name).stored.language_version, "open", world.lock(name, "open"))
    assert world.room(name).drops == 1
    await world.elapse(1)
    assert len(world.rows(name)) == 1 and author.unsynced == 0


async def test_g5_a_reopened_text_takes_edits_again(world: World, arrive: Arrive) -> None:
    name = world.log.add(status="locked")
    author = arrive(name)
    await world.calm()
    async with world.rooms.hold([name]) as held:
        held.release({name: ("open", world.lock(name, "open"))})
    author.type("again")
    await world.tick()
    assert author.unsynced == 0 and author.said("standing")[-1]["may_write"] is True


@pytest.mark.parametrize("delay", [0, 1, 2, 3, 5, 8, 13])
async def test_the_gavel_races_typing(world: World, arrive: Arrive, delay: int) -> None:
    """Wherever the lock falls among edits, none gets in after it and none that was acknowledged is lost."""
    name = world.log.add()
    people = [arrive(name, plain=number == 2) for number in range(3)]
    await world.calm()
    at_lock = -1
    for turn in range(20):
        for person in people:
            if person.closed is None and person.socket.closed is None:
                person.type(f"{turn}")
        await world.elapse(0.001 * delay)
        if turn == 7:
            async with world.rooms.hold([name]) as held:
                for person in people:
                    person.type("at the very moment")
                at_lock = held.texts[name].seq
                held.release({name: ("locked", world.lock(name))})
    await world.elapse(1)
    assert len(world.rows(name)) == at_lock
    late = arrive(name)
    await world.calm()
    assert len(late.text) == at_lock
    for person in people[:2]:
        assert person.said("saved")[-1]["seq"] == at_lock


async def test_g6_an_edit_of_the_house_goes_the_same_path(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    reader = arrive(name)
    await world.calm()
    accepting = asyncio.create_task(world.rooms.accept(name, build_update(paragraph("restored"), 99), CHAIR))
    await world.tick()
    assert await accepting == 1
    assert reader.text == ["restored"] and world.log.shelves[name].actors == [CHAIR]


async def test_g6_an_edit_of_the_house_is_refused_like_any_other(world: World) -> None:
    locked, free = world.log.add(status="locked"), world.log.add()
    update = build_update(paragraph("x"), 99)
    with pytest.raises(Conflict):
        await world.rooms.accept(locked, update, CHAIR)
    with pytest.raises(Unusable):
        await world.rooms.accept(free, update[:-3], CHAIR)
    with pytest.raises(Unknown):
        await world.rooms.accept(TextName(fresh_id(), "en"), update, CHAIR)
    world.log.faults.append("fail")
    accepting = asyncio.create_task(world.rooms.accept(free, update, CHAIR))
    await world.tick()
    with pytest.raises(Unavailable):
        await accepting


async def test_g7_a_room_that_nobody_held_takes_the_status_that_was_written(world: World, arrive: Arrive) -> None:
    name, other = world.log.add(), world.log.add()
    author, bystander = arrive(name), arrive(other)
    await world.calm()
    await world.rooms.set_statuses({name: ("locked", 1), TextName(fresh_id(), "en"): ("locked", 1)})
    await world.calm()
    assert author.said("standing")[-1]["status"] == "locked"
    assert bystander.said("standing") == []
    author.type("late")
    await world.tick()
    assert author.said("refused")[0]["code"] == "locked"


async def test_g7_a_room_that_was_being_opened_takes_the_status_that_was_written(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    world.log.loading = asyncio.Event()
    author = arrive(name)
    await world.calm()
    assert world.rooms.living([name, TextName(fresh_id(), "en")]) == [name]
    telling = asyncio.create_task(world.rooms.set_statuses({name: ("paused", 1)}))
    await world.calm()
    assert not telling.done()
    world.log.loading.set()
    await telling
    await world.calm()
    assert [*author.said("hello"), *author.said("standing")][-1]["reason"] == "paused"


async def test_g2_a_hold_that_reads_no_text_has_everything_on_disk_all_the_same(world: World, arrive: Arrive) -> None:
    name = world.log.add()
    author = arrive(name)
    await world.calm()
    author.type("accepted")
    async with world.rooms.hold([name], read=False) as held:
        assert held.texts == {}
        assert len(world.rows(name)) == 1
        author.type("parked")
        await world.tick()
        assert len(world.rows(name)) == 1
    await world.tick()
    assert len(world.rows(name)) == 2
