"""Every cause for which somebody may not write or read any longer reaches open sockets within a second.

Rules F-3, F-7, N-1 to N-3 of rooms/SPEC.md; A-1, A-2, A-4, A-7, A-8, D-3 to D-6, H-4.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from server.domain.errors import Unavailable
from server.domain.identity import TextName
from server.neighbours import PACE
from server.storage.tables import updates
from tests.api.causes import CAUSES, SOON_MS, Cause, learnt, set_twins
from tests.api.scene import Scene, set_scene
from tests.rooms.peer import Peer, Socket
from tests.storage.world import FAR_MS, Member

pytestmark = pytest.mark.anyio

ACTS = [cause for cause in CAUSES if not cause.by_clock]
DRAFT_WIDE = {"closed", "proposals_only", "not_typist", "not_reader", "locked", "paused"}
WITHIN = 1.0
Twins = tuple[Scene, Scene]


def name(cause: Cause) -> str:
    return cause.name


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with set_scene(tmp_path) as scene:
        yield scene


@pytest.fixture
async def twins(tmp_path: Path) -> AsyncIterator[Twins]:
    async with set_twins(tmp_path) as twins:
        yield twins


async def listen(scene: Scene, member: Member) -> Peer:
    """Open the agenda's channel."""
    peer = Peer(Socket(scene, member.session), f"agenda/{scene.world.agenda}")  # type: ignore[arg-type]  # a world's part
    peer.open()
    await scene.until(lambda: peer.said("agenda_hello"))
    return peer


async def enter_plainly(scene: Scene, member: Member) -> Peer:
    """Open the text through the plain door."""
    text: TextName = scene.world.name
    peer = Peer(Socket(scene, member.session, text), text)  # type: ignore[arg-type]  # a world's part
    peer.open()
    await scene.until(lambda: peer.synced)
    return peer


async def count_rows(scene: Scene) -> int:
    return len(await scene.database.read(lambda reading: reading.connection.execute(select(updates.c.seq)).all()))


async def expect(scene: Scene, cause: Cause, egypt: Peer, plain: Peer, ear: Peer, ghana: Peer) -> None:
    """The delegate's document, on either door, and the channel learn of it; others learn what concerns them."""
    await scene.until(lambda: learnt(egypt) == cause.learns)
    kind, reason = cause.learns
    await scene.until(lambda: learnt(plain) == (("told", reason) if kind == "told" else ("socket", reason)))
    match kind:
        case "socket":
            assert ear.socket.closed == (4401, "signed_out")
        case "document":
            await scene.until(lambda: ear.closed == "unknown")
        case _:
            await scene.until(lambda: ear.said("draft_news") or ear.said("clause_news"))
    if reason not in DRAFT_WIDE:
        assert learnt(ghana) == ("", "")


@pytest.mark.parametrize("cause", CAUSES, ids=name)
async def test_d5_h4_open_sockets_learn_at_once_what_changes_here(scene: Scene, cause: Cause) -> None:
    egypt, ghana = await scene.arrive(scene.world.egypt), await scene.arrive(scene.world.ghana)
    plain, ear = await enter_plainly(scene, scene.world.egypt), await listen(scene, scene.world.egypt)
    await cause.act(scene)
    if cause.by_clock:
        await scene.advance(SOON_MS / 1000 - 0.001)
        assert learnt(egypt) == learnt(plain) == ("", "")
        await scene.advance(0.001)
    await expect(scene, cause, egypt, plain, ear, ghana)
    before = await count_rows(scene)
    egypt.type("too late")
    await scene.calm()
    assert await count_rows(scene) == before


@pytest.mark.parametrize("cause", CAUSES, ids=name)
async def test_n1_open_sockets_learn_within_a_second_what_another_server_did(twins: Twins, cause: Cause) -> None:
    here, there = twins
    egypt, ghana = await here.arrive(here.world.egypt), await here.arrive(here.world.ghana)
    plain, ear = await enter_plainly(here, here.world.egypt), await listen(here, here.world.egypt)
    await cause.act(there)
    await here.advance(WITHIN)
    if cause.by_clock:
        await here.until(lambda: (here.authority.next_boundary(here.clock.now_ms()) or FAR_MS) < FAR_MS)
        await here.advance(SOON_MS / 1000)
    await expect(here, cause, egypt, plain, ear, ghana)


@pytest.mark.parametrize("cause", ACTS, ids=name)
async def test_n1_what_nobody_here_has_heard_of_yet_is_refused_by_the_transaction(tmp_path: Path, cause: Cause) -> None:
    async with set_twins(tmp_path, deaf=True) as (here, there):
        egypt, ghana = await here.arrive(here.world.egypt), await here.arrive(here.world.ghana)
        await cause.act(there)
        assert learnt(egypt) == ("", "")
        egypt.type("in the gap")
        await here.until(lambda: egypt.closed)
        assert egypt.said("refused")[0]["code"] == cause.refused
        assert egypt.text == ["in the gap"] and ghana.text == []
        assert await count_rows(here) == 0


async def test_n2_words_typed_through_another_server_reach_those_who_only_read(twins: Twins) -> None:
    here, there = twins
    reader, author = await here.arrive(here.world.ghana), await there.arrive(there.world.egypt)
    for number in range(3):
        author.type(f"paragraph {number}")
        await there.until(lambda: author.unsynced == 0)
        await here.advance(PACE)
        await here.until(lambda: here.rooms.tally.drops == number + 1)  # noqa: B023  # it is over before the next
        await here.advance(WITHIN - PACE)
        await here.until(lambda: reader.text == author.text)
    reader.type("an answer")
    await here.until(lambda: reader.unsynced == 0)
    assert learnt(reader) == ("", "")


async def test_n2_whoever_types_on_both_servers_at_once_loses_nothing(twins: Twins) -> None:
    here, there = twins
    ghana, egypt = await here.arrive(here.world.ghana), await there.arrive(there.world.egypt)
    for number in range(5):
        egypt.type(f"egypt {number}")
        ghana.type(f"ghana {number}")
        await there.until(lambda: egypt.unsynced == 0)
        await here.advance(WITHIN)
        await here.until(lambda: ghana.unsynced == 0)
    late = await here.arrive(here.world.chair)
    words = sorted(f"{who} {number}" for who in ("egypt", "ghana") for number in range(5))
    assert sorted(late.text) == sorted(ghana.text) == words


async def test_n3_what_is_done_here_is_not_told_a_second_time(twins: Twins) -> None:
    here, _ = twins
    egypt = await here.arrive(here.world.egypt)
    drops = here.rooms.tally.drops
    for word in ("one", "two", "three"):
        egypt.type(word)
        await here.advance(WITHIN)
        await here.until(lambda: egypt.unsynced == 0)
    assert here.rooms.tally.drops == drops


async def test_n3_a_look_that_fails_is_made_up_for(twins: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = twins
    reader, author = await here.arrive(here.world.ghana), await there.arrive(there.world.egypt)
    monkeypatch.setattr(here.database, "read", _no_storage)
    await here.advance(WITHIN)
    author.type("meanwhile")
    await there.until(lambda: author.unsynced == 0)
    monkeypatch.undo()
    await here.advance(WITHIN)
    await here.until(lambda: reader.text == ["meanwhile"])


async def _no_storage(work: object) -> None:
    raise Unavailable("storage")
