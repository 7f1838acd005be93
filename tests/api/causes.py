"""Why somebody may not write or read any longer: each cause as it is brought about, and what an open socket learns."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from server.actions.consulting import open_for
from server.actions.drafting import set_draft
from server.actions.locking import lock_clause
from server.actions.motions import Choice
from server.actions.pausing import pause_clauses
from server.domain.identity import fresh_id
from server.neighbours import Neighbours
from server.storage.database import Writing
from server.storage.people import end_session
from server.storage.seating import end_sessions, fetch_seat, set_suspended, update_seat
from server.storage.tables import consultations, sessions
from tests.api.scene import Scene, set_scene
from tests.rooms.peer import Peer

SOON_MS = 60_000
Act = Callable[[Scene], Awaitable[object]]


def learnt(peer: Peer) -> tuple[str, str]:
    """Return what a peer learnt last: that its socket or document was closed, and why, or that it may not write."""
    if peer.socket.closed is not None:
        return "socket", peer.socket.closed[1]
    if peer.closed is not None:
        return "document", peer.closed
    told = peer.said("standing")
    return ("told", told[-1]["reason"]) if told else ("", "")


def change_seat(**values: Any) -> Act:
    async def act(scene: Scene) -> None:
        def work(writing: Writing) -> None:
            seat = fetch_seat(writing, scene.world.egypt.seat)
            assert seat is not None
            update_seat(writing, seat, values)

        await scene.database.write(work)

    return act


def change_draft(**changes: Any) -> Act:
    return lambda scene: set_draft(scene.house, scene.call(scene.world.chair), scene.world.agenda, dict(changes))


async def suspend(scene: Scene) -> None:
    def work(writing: Writing) -> None:
        set_suspended(writing, scene.world.egypt.person, writing.now_ms)
        end_sessions(writing, scene.world.egypt.person)

    await scene.database.write(work)


async def sign_out(scene: Scene) -> None:
    await scene.database.write(lambda writing: end_session(writing, scene.world.egypt.session))


async def shorten_sign_in(scene: Scene) -> None:
    def work(writing: Writing) -> None:
        mine = sessions.c.id == scene.world.egypt.session
        writing.connection.execute(update(sessions).where(mine).values(expires_at=writing.now_ms + SOON_MS))
        writing.publish("server", "session_changed", session=scene.world.egypt.session)

    await scene.database.write(work)


async def hold_consultation(scene: Scene) -> None:
    """Open the text for a meeting that ends soon."""
    key = fresh_id()
    row: dict[str, Any] = {"names": {}, "kind": "regional", "level": "regional", "slug": key, "places": []}
    row |= {"id": key, "process": scene.world.process, "closes_at": scene.clock.now_ms() + SOON_MS}
    await scene.database.write(lambda writing: writing.connection.execute(insert(consultations).values(row)))
    await open_for(scene.house, scene.call(scene.world.chair), scene.world.agenda, key, {})


async def lock(scene: Scene) -> None:
    await lock_clause(scene.house, scene.call(scene.world.chair), scene.world.clause, None, {})


async def pause(scene: Scene) -> None:
    await pause_clauses(scene.house, scene.call(scene.world.chair), scene.world.agenda, Choice())


@dataclass(frozen=True)
class Cause:
    """`act` brings it about, at once or (`by_clock`) a minute later. A delegate's open document then learns `learns`.

    A write that comes before anybody here has heard of it is refused with `refused`.
    """

    name: str
    act: Act
    learns: tuple[str, str]
    refused: str
    by_clock: bool = False


NO_STATES = {"readers": ["ngo"], "typists": ["ngo"]}
ENDED = ("document", "seat_ended")
CAUSES = (
    Cause("a seat is ended", change_seat(until_at=1), ENDED, "seat_ended"),
    Cause("a seat ends by the clock", change_seat(until_at=1_000_000 + SOON_MS), ENDED, "", by_clock=True),
    Cause("a consultation closes by the clock", hold_consultation, ("told", "closed"), "", by_clock=True),
    Cause("the draft is closed", change_draft(mode="closed"), ("told", "closed"), "closed"),
    Cause(
        "the draft takes proposals only", change_draft(mode="proposals"), ("told", "proposals_only"), "proposals_only"
    ),
    Cause("States type no longer", change_draft(typists=["chair"]), ("told", "not_typist"), "not_typist"),
    Cause(
        "States read no longer",
        change_draft(readers=["ngo"], typists=["ngo"]),
        ("document", "not_reader"),
        "not_reader",
    ),
    Cause("a delegate becomes an observer", change_seat(role="observer"), ("told", "observer"), "observer"),
    Cause("a person is suspended", suspend, ("socket", "signed_out"), "signed_out"),
    Cause("a person signs out", sign_out, ("socket", "signed_out"), "signed_out"),
    Cause("a sign-in expires by the clock", shorten_sign_in, ("socket", "signed_out"), "", by_clock=True),
    Cause("the clause is agreed", lock, ("told", "locked"), "locked"),
    Cause("pens down", pause, ("told", "paused"), "paused"),
)


@asynccontextmanager
async def set_twins(folder: Path, *, deaf: bool = False) -> AsyncIterator[tuple[Scene, Scene]]:
    """Run two servers on one database. The first follows what the second does, unless it is `deaf`."""
    async with set_scene(folder) as there, set_scene(folder, there.world) as here:
        neighbours = Neighbours(here.database, here.rooms, here.clock, here.feed.hear)
        await neighbours.start()
        if not deaf:
            here.start(neighbours.run())
        yield here, there
