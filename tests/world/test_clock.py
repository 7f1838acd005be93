"""Clocks that are set an hour back or forward: intervals do not notice, what is told by the time does."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.actions.drafting import set_draft
from server.domain.terms import LockReason, TextStatus
from server.storage.pens import former_statuses
from tests.api.scene import Scene, set_scene
from tests.rooms.peer import Peer, Socket
from tests.rooms.world import World
from tests.storage.test_pens import lock

pytestmark = pytest.mark.anyio

HOUR_MS = 3_600_000
STEPS = pytest.mark.parametrize("step", [-HOUR_MS, HOUR_MS], ids=["back", "forward"])


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with set_scene(tmp_path) as scene:
        scene.clock.now += 2 * HOUR_MS / 1000
        yield scene


@STEPS
async def test_a_clock_that_is_set_ends_nobodys_session_and_takes_no_edit_away(scene: Scene, step: int) -> None:
    egypt, ghana = await scene.arrive(scene.world.egypt), await scene.arrive(scene.world.ghana)
    egypt.type("before")
    await scene.until(lambda: egypt.unsynced == 0)
    scene.clock.stepped_ms += step
    for number in range(3):
        egypt.type(f"after {number}")
        await scene.advance(25)
    assert egypt.unsynced == 0 and ghana.text == egypt.text == ["before", "after 0", "after 1", "after 2"]
    assert [peer.socket.closed or peer.closed for peer in (egypt, ghana)] == [None, None]
    late = await scene.arrive(scene.world.chair)
    assert late.text == egypt.text


@STEPS
async def test_intervals_are_counted_by_a_clock_that_nobody_sets(world: World, step: int) -> None:
    name = world.log.add()
    socket = Socket(world, "person 1")
    author = Peer(socket, name)
    author.open()
    await world.calm()
    author.type("text")
    await world.tick()
    world.clock.stepped_ms += step
    await world.elapse(0.5)
    assert world.log.shelves[name].text is None
    await world.elapse(1)
    assert world.log.shelves[name].text is not None
    socket.lose()
    await world.elapse(29)
    assert world.rooms.rooms
    await world.elapse(2)
    assert not world.rooms.rooms


async def test_d5_what_has_closed_is_open_again_when_the_clock_is_set_back(scene: Scene) -> None:
    egypt = await scene.arrive(scene.world.egypt)
    closing = scene.clock.now_ms() + 60_000
    await set_draft(scene.house, scene.call(scene.world.chair), scene.world.agenda, {"closes_at": closing})
    await scene.advance(61)
    assert [told["may_write"] for told in egypt.said("standing")] == [False]
    scene.clock.stepped_ms -= HOUR_MS
    await scene.advance(25)
    assert [told["may_write"] for told in egypt.said("standing")] == [False, True]
    scene.clock.stepped_ms += HOUR_MS
    await scene.advance(25)
    assert [told["may_write"] for told in egypt.said("standing")] == [False, True, False]


async def test_d2_of_two_locks_the_newer_one_counts_whatever_the_clock_said(scene: Scene) -> None:
    french = scene.world.french
    await scene.database.write(lambda w: lock(w, scene.world, french, LockReason.AGREED, TextStatus.TRANSLATING))
    scene.clock.stepped_ms -= HOUR_MS
    await scene.database.write(lambda w: lock(w, scene.world, french, LockReason.AGREED, TextStatus.LOCKED))
    former = await scene.database.read(lambda reading: former_statuses(reading, [french]))
    assert former == {french: TextStatus.LOCKED}
