"""Seats that begin and end, and suspensions, by the secretariat's hand: rules A-24, A-25, H-1 to H-4."""

from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import Any

import pytest

from server.actions.granting import NewSeat
from server.actions.house import Caller
from server.actions.peopling import SeatChange, change_seat, describe_people, give_seat, restore, suspend
from server.domain.errors import Refusal
from server.domain.facts import SeatFacts
from server.domain.identity import fresh_id
from server.domain.rights import may_manage_people, may_suspend
from server.domain.terms import Role
from server.storage.database import Writing
from server.storage.tables import processes
from tests.api.scene import Scene, set_scene
from tests.storage.world import Member, add, add_member, add_seat

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with set_scene(tmp_path) as scene:
        yield scene


async def add_desk(scene: Scene) -> Member:
    """Seat a member of the secretariat."""
    desk = await scene.database.write(lambda writing: add_member(writing, scene.world.process, "secretariat"))
    await scene.authority.load()
    return desk


@pytest.fixture
async def desk(scene: Scene) -> Caller:
    return scene.call(await add_desk(scene))


def make_process(writing: Writing, slug: str) -> str:
    key = fresh_id()
    plain = {"instrument_status": {}, "rules": {}, "regions": {}, "languages": ["en"], "state": "active"}
    add(writing, processes, {"id": key, "slug": slug, "names": {"en": slug}, "authority_epoch": 1, **plain})
    return key


async def refusal(doing: Awaitable[Any]) -> str:
    with pytest.raises(Refusal) as refused:
        await doing
    return refused.value.code


async def test_people_are_in_the_hands_of_the_secretariat_of_their_process(scene: Scene) -> None:
    """A-24."""

    def judge(role: Role, process: str = "p", **seat: Any) -> str:
        return may_manage_people(SeatFacts("seat", "person", "p", role, **seat), process, 10).reason

    assert judge(Role.SECRETARIAT) == ""
    assert {judge(role) for role in Role if role is not Role.SECRETARIAT} == {"not_secretariat"}
    assert judge(Role.SECRETARIAT, "q") == "no_seat"
    assert judge(Role.SECRETARIAT, until_ms=10) == "seat_ended"
    assert judge(Role.SECRETARIAT, suspended=True) == "suspended"
    assert may_manage_people(None, "p", 10).reason == "no_seat"


async def test_a_suspension_takes_whoever_manages_all_where_the_person_sits() -> None:
    """A-25."""
    assert may_suspend({"p", "q"}, {"p"}, own=False).allowed
    assert may_suspend({"p"}, {"p", "q"}, own=False).reason == "sits_elsewhere"
    assert may_suspend({"q"}, {"p"}, own=False).reason == "not_secretariat"
    assert may_suspend({"p"}, {"p"}, own=True).reason == "oneself"


async def test_a_seat_that_is_ended_closes_the_text_on_open_sockets(scene: Scene, desk: Caller) -> None:
    """H-4."""
    egypt = await scene.arrive(scene.world.egypt)
    change = SeatChange({"until_at": scene.clock.now_ms()})
    person = await change_seat(scene.database, desk, scene.world.egypt.seat, change)
    await scene.calm()
    assert [seat["until"] for seat in person["seats"]] == [scene.clock.now_ms()]
    assert egypt.closed == "seat_ended"


async def test_a_suspended_person_is_signed_out_on_open_sockets_until_restored(scene: Scene, desk: Caller) -> None:
    """H-4."""
    egypt = await scene.arrive(scene.world.egypt)
    assert (await suspend(scene.database, desk, scene.world.egypt.person))["state"] == "suspended"
    await scene.calm()
    assert egypt.socket.closed == (4401, "signed_out")
    (shown,) = [p for p in await list_people(scene, desk) if p["id"] == scene.world.egypt.person]
    assert shown["state"] == "suspended"
    assert (await restore(scene.database, desk, scene.world.egypt.person))["state"] == "not_invited"
    await scene.calm()
    assert not scene.authority.signed_in(scene.world.egypt.session)


async def list_people(scene: Scene, caller: Caller) -> list[Any]:
    told = await scene.database.read(lambda reading: describe_people(reading, caller, scene.world.process))
    return list(told["persons"])


async def test_others_neither_see_nor_change_people(scene: Scene, desk: Caller) -> None:
    """H-1: who has no seat there is told that there is nothing."""
    chair, stranger = scene.call(scene.world.chair), Caller("", "nobody")
    seat, person, process = scene.world.egypt.seat, scene.world.egypt.person, scene.world.process
    for caller, codes in (
        (chair, ["not_secretariat"] * 4),
        (stranger, ["no_such_process", "no_such_seat", "no_such_process", "no_such_person"]),
    ):
        assert [
            await refusal(list_people(scene, caller)),
            await refusal(change_seat(scene.database, caller, seat, SeatChange({"until_at": None}))),
            await refusal(give_seat(scene.database, caller, process, person, NewSeat("chair"))),
            await refusal(suspend(scene.database, caller, person)),
        ] == codes


async def test_the_same_part_is_held_once_at_a_time(scene: Scene, desk: Caller) -> None:
    """H-2."""
    process, person = scene.world.process, scene.world.egypt.person
    chair = await give_seat(scene.database, desk, process, person, NewSeat("chair", title={"en": "Chair"}))
    again = await give_seat(scene.database, desk, process, person, NewSeat("chair"))
    assert [seat["role"] for seat in again["seats"]] == ["delegate", "chair"]
    assert again == chair
    ended = SeatChange({"until_at": scene.clock.now_ms() + 1})
    await change_seat(scene.database, desk, chair["seats"][1]["id"], ended)
    later = NewSeat("chair", from_ms=scene.clock.now_ms() + 1)
    assert len((await give_seat(scene.database, desk, process, person, later))["seats"]) == 3


async def test_nobody_ends_the_own_seat_or_suspends_himself(scene: Scene) -> None:
    """H-3, A-25."""
    member = await add_desk(scene)
    desk = scene.call(member)
    for values in ({"until_at": scene.clock.now_ms()}, {"from_at": scene.clock.now_ms() + 9}):
        assert await refusal(change_seat(scene.database, desk, member.seat, SeatChange(values))) == "oneself"
    assert await refusal(suspend(scene.database, desk, member.person)) == "oneself"
    titled = await change_seat(scene.database, desk, member.seat, SeatChange({"title": {"en": "Secretary"}}))
    assert titled["seats"][0]["title"] == {"en": "Secretary"}


async def test_a_seat_is_not_given_or_changed_beyond_sense(scene: Scene, desk: Caller) -> None:
    seat, process = scene.world.egypt.seat, scene.world.process
    for values, code in (
        ({"until_at": 0}, "ends_before_it_begins"),
        ({"title": {"en": "x" * 201}}, "title_too_long"),
    ):
        assert await refusal(change_seat(scene.database, desk, seat, SeatChange(values))) == code
    assert await refusal(change_seat(scene.database, desk, "none", SeatChange({}))) == "no_such_seat"
    assert await refusal(give_seat(scene.database, desk, process, "none", NewSeat("chair"))) == "no_such_person"
    assert await refusal(suspend(scene.database, desk, "none")) == "no_such_person"


async def test_who_sits_in_another_process_too_is_suspended_by_nobody_here(scene: Scene, desk: Caller) -> None:
    """A-25."""

    def seat_elsewhere(writing: Writing) -> str:
        other = make_process(writing, "other")
        add_seat(writing, other, scene.world.egypt.person, "chair")
        return other

    other = await scene.database.write(seat_elsewhere)
    assert await refusal(suspend(scene.database, desk, scene.world.egypt.person)) == "sits_elsewhere"
    await scene.database.write(lambda writing: add_seat(writing, other, desk.person, "secretariat"))
    assert (await suspend(scene.database, desk, scene.world.egypt.person))["state"] == "suspended"
