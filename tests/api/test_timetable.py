"""What begins, opens, closes and ends by the clock, on open sockets, without anybody's act. Rules D-4 and D-5."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from server.actions.drafting import set_draft
from server.storage.database import Writing
from server.storage.tables import seats, sessions, updates
from tests.api.scene import TICK, Scene, set_scene
from tests.rooms.peer import Peer
from tests.storage.world import Member

pytestmark = pytest.mark.anyio

SOON = 60.0


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with set_scene(tmp_path) as scene:
        yield scene


def told(peer: Peer) -> list[tuple[bool, str]]:
    return [(message["may_write"], message["reason"]) for message in peer.said("standing")]


def at(scene: Scene, seconds: float) -> int:
    return scene.clock.now_ms() + int(seconds * 1000)


async def set_times(scene: Scene, **times: int | None) -> None:
    await set_draft(scene.house, scene.call(scene.world.chair), scene.world.agenda, dict(times))
    await scene.calm()


async def count_rows(scene: Scene) -> int:
    rows = await scene.database.read(lambda reading: reading.connection.execute(select(updates.c.seq)).all())
    return len(rows)


async def end_seat(scene: Scene, member: Member, **times: int) -> None:
    def work(writing: Writing) -> None:
        writing.connection.execute(update(seats).where(seats.c.id == member.seat).values(times))
        writing.publish("server", "seat_changed", seat=member.seat, person=member.person)

    await scene.database.write(work)
    await scene.calm()


async def test_d5_a_draft_closes_by_the_clock_and_open_sockets_are_told(scene: Scene) -> None:
    egypt, reader = await scene.arrive(scene.world.egypt), await scene.arrive(scene.world.ngo)
    await set_times(scene, closes_at=at(scene, SOON))
    egypt.type("in time")
    await scene.until(lambda: egypt.unsynced == 0)
    await scene.advance(SOON - 0.001)
    assert told(egypt) == []
    await scene.advance(0.001)
    assert told(egypt) == [(False, "closed")]
    assert told(reader) == [(False, "closed")]
    assert reader.text == ["in time"]


async def test_d4_what_came_before_the_closing_is_on_disk_and_anything_else_is_refused(scene: Scene) -> None:
    egypt, ghana = await scene.arrive(scene.world.egypt), await scene.arrive(scene.world.ghana)
    await set_times(scene, closes_at=at(scene, SOON))
    egypt.type("in time")
    await scene.advance(SOON)
    assert egypt.unsynced == 0
    ghana.type("too late")
    await scene.calm()
    assert (ghana.closed, ghana.said("refused")[0]["code"]) == ("closed", "closed")
    assert ghana.text == ["in time", "too late"]
    assert await count_rows(scene) == 1
    assert egypt.text == ["in time"]


async def test_d4_an_edit_that_waits_for_the_disk_when_the_draft_closes_is_refused_and_not_lost(scene: Scene) -> None:
    egypt = await scene.arrive(scene.world.egypt)
    await set_times(scene, closes_at=at(scene, SOON))
    await scene.advance(SOON - TICK / 4)
    egypt.type("on the stroke")
    scene.clock.now += TICK / 2
    await scene.until(lambda: egypt.closed)
    assert egypt.said("refused")[0]["code"] == "closed"
    assert egypt.text == ["on the stroke"]
    assert await count_rows(scene) == 0


async def test_d4_an_edit_that_a_gavel_holds_when_the_draft_closes_is_refused(scene: Scene) -> None:
    egypt = await scene.arrive(scene.world.egypt)
    await set_times(scene, closes_at=at(scene, 1.0))
    async with scene.rooms.hold([scene.world.name]):
        egypt.type("parked")
        await scene.advance(1.0)
        assert told(egypt) == [(False, "closed")]
    await scene.until(lambda: egypt.closed)
    assert await count_rows(scene) == 0


async def test_d5_a_draft_opens_by_the_clock(scene: Scene) -> None:
    await set_times(scene, opens_at=at(scene, SOON))
    egypt = await scene.arrive(scene.world.egypt)
    assert egypt.said("hello")[0]["reason"] == "not_open_yet"
    await scene.advance(SOON)
    assert told(egypt) == [(True, "")]
    egypt.type("first")
    await scene.until(lambda: egypt.unsynced == 0)
    assert await count_rows(scene) == 1


async def test_d5_a_seat_ends_by_the_clock_and_its_document_closes(scene: Scene) -> None:
    egypt, ghana = await scene.arrive(scene.world.egypt), await scene.arrive(scene.world.ghana)
    await end_seat(scene, scene.world.egypt, until_at=at(scene, SOON))
    assert egypt.closed is None
    await scene.advance(SOON)
    assert egypt.closed == "seat_ended"
    assert (ghana.closed, told(ghana)) == (None, [])


async def test_d5_a_seat_that_begins_is_acted_in_at_once(scene: Scene) -> None:
    translator = await scene.arrive(scene.world.translator, scene.world.name)
    assert translator.said("hello")[0]["reason"] == "original"
    await end_seat(scene, scene.world.translator, until_at=at(scene, SOON))

    def sit_as_chair(writing: Writing) -> None:
        row = dict(
            writing.connection.execute(select(seats).where(seats.c.id == scene.world.chair.seat)).mappings().one()
        )
        row |= {"id": "later", "person": scene.world.translator.person, "from_at": at(scene, SOON)}
        writing.connection.execute(seats.insert().values(row))
        writing.publish("server", "seat_changed", seat="later", person=scene.world.translator.person)

    await scene.database.write(sit_as_chair)
    await scene.advance(SOON)
    assert told(translator) == [(True, "")]


async def test_d5_a_sign_in_that_expires_closes_its_socket(scene: Scene) -> None:
    egypt = await scene.arrive(scene.world.egypt)

    def shorten(writing: Writing) -> None:
        mine = sessions.c.id == scene.world.egypt.session
        writing.connection.execute(update(sessions).where(mine).values(expires_at=at(scene, SOON)))
        writing.publish("server", "session_changed", session=scene.world.egypt.session)

    await scene.database.write(shorten)
    await scene.advance(SOON)
    assert egypt.socket.closed == (4401, "signed_out")


async def test_d5_a_time_that_is_put_off_or_brought_forward_counts_from_then_on(scene: Scene) -> None:
    egypt = await scene.arrive(scene.world.egypt)
    await set_times(scene, closes_at=at(scene, SOON))
    await set_times(scene, closes_at=at(scene, 2 * SOON))
    await scene.advance(1.5 * SOON)
    assert told(egypt) == []
    await set_times(scene, closes_at=at(scene, 1.0))
    await scene.advance(1.0)
    assert told(egypt) == [(False, "closed")]
    await set_times(scene, closes_at=None)
    assert told(egypt) == [(False, "closed"), (True, "")]


async def test_d5_a_server_that_starts_again_knows_its_times(scene: Scene, tmp_path: Path) -> None:
    closing = at(scene, SOON)
    await set_times(scene, closes_at=closing)
    async with set_scene(tmp_path, scene.world) as again:
        egypt = await again.arrive(again.world.egypt)
        assert egypt.said("hello")[0]["may_write"]
        await again.advance(SOON)
        assert told(egypt) == [(False, "closed")]
    async with set_scene(tmp_path, scene.world) as late:
        late.clock.now = closing / 1000 + 1
        egypt = await late.arrive(late.world.egypt)
        assert egypt.said("hello")[0]["reason"] == "closed"
