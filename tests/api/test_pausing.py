"""Pens down, and one gavel for many clauses, on open sockets. Rules D-1, D-2, L-3, L-7 and L-8."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from server.actions.locking import lock_clause, lock_clauses, reopen_clauses
from server.actions.motions import Choice
from server.actions.pausing import pause_clauses, resume_clauses
from server.actions.reading import show_clause
from server.actions.striking import Seen
from server.domain.errors import Conflict, Refusal
from server.domain.identity import TextName
from server.rooms.room import State
from server.storage.database import events_since
from server.storage.tables import decision_items, decisions, locks, placements, versions
from tests.api.scene import Scene, place, set_scene
from tests.storage.world import add_clause

pytestmark = pytest.mark.anyio

ALL = Choice()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with set_scene(tmp_path) as scene:
        yield scene


async def add_clauses(scene: Scene, count: int, parent: str | None = None) -> list[str]:
    """Put further clauses into the text, empty and never opened."""

    def work(writing: Any) -> list[str]:
        keys = [add_clause(writing, scene.world.agenda, scene.world.draft, ("en", "fr"))[0] for _ in range(count)]
        for number, key in enumerate(keys):
            place(writing, scene.world, key, f"n{number:03}", parent)
        return keys

    return await scene.database.write(work)


async def pause(scene: Scene, choice: Choice = ALL) -> dict[str, Any]:
    done = await pause_clauses(scene.house, scene.call(scene.world.chair), scene.world.agenda, choice)
    await scene.calm()
    return done


async def resume(scene: Scene, choice: Choice = ALL) -> dict[str, Any]:
    done = await resume_clauses(scene.house, scene.call(scene.world.chair), scene.world.agenda, choice)
    await scene.calm()
    return done


async def lock(scene: Scene, choice: Choice, seen: dict[str, dict[str, Seen]] | None = None) -> dict[str, Any]:
    done = await lock_clauses(scene.house, scene.call(scene.world.chair), scene.world.agenda, choice, seen or {})
    await scene.calm()
    return done


def statuses(done: dict[str, Any]) -> dict[str, set[str]]:
    return {clause["id"]: {text["status"] for text in clause["texts"].values()} for clause in done["clauses"]}


def seen_in(done: dict[str, Any]) -> dict[str, dict[str, Seen]]:
    """Return what a chair has before the eyes, as a client sends it."""
    return {
        clause["id"]: {language: Seen(text["seq"], text["hash"]) for language, text in clause["texts"].items()}
        for clause in done["clauses"]
    }


async def rows_of(scene: Scene, query: Any) -> list[Any]:
    return list(await scene.database.read(lambda reading: reading.connection.execute(query).all()))


async def test_d1_a_pause_stops_every_pen_and_agrees_nothing(scene: Scene) -> None:
    egypt, chair = await scene.arrive(scene.world.egypt), await scene.arrive(scene.world.chair)
    egypt.type("so far")
    done = await pause(scene, Choice((scene.world.clause,)))
    [clause] = done["clauses"]
    assert (clause["status"], clause["lock"], statuses(done)[clause["id"]]) == ("open", None, {"paused"})
    assert b"so far" in bytes(clause["texts"]["en"]["json"])
    for peer in (egypt, chair):
        assert peer.said("standing")[-1] == {
            "type": "standing", "status": "paused", "may_write": False, "reason": "paused"
        }  # fmt: skip
    egypt.type("after")
    await scene.until(lambda: egypt.closed)
    assert egypt.said("refused")[0]["code"] == "paused"
    assert chair.text == ["so far"]


async def test_d1_a_pause_is_one_decision_that_names_each_text_and_one_event_a_clause(scene: Scene) -> None:
    others = await add_clauses(scene, 2)
    egypt = await scene.arrive(scene.world.egypt)
    egypt.type("so far")
    done = await pause(scene)
    acts = await rows_of(scene, select(decisions.c.act, decisions.c.seat).where(decisions.c.id == done["decision"]))
    assert acts == [("pause", scene.world.chair.seat)]
    items = await rows_of(scene, select(decision_items).where(decision_items.c.decision == done["decision"]))
    assert len(items) == 6
    named = {(item.language_version, item.seq) for item in items}
    assert (scene.world.english, 1) in named
    events = await scene.database.read(lambda reading: events_since(reading, scene.world.agenda, 0))
    told = [event.payload["clause"] for event in events if event.kind == "clause_status"]
    assert sorted(told) == sorted([scene.world.clause, *others])


async def test_d2_resuming_gives_each_text_its_former_status_and_touches_nothing_agreed(scene: Scene) -> None:
    agreed, half, free = await add_clauses(scene, 3)
    call = scene.call(scene.world.chair)
    await lock_clause(scene.house, call, agreed, None, {})
    await lock_clause(scene.house, call, half, ["en"], {})
    translator = await scene.arrive(scene.world.translator, TextName(half, "fr"))
    paused = await pause(scene)
    assert agreed not in statuses(paused)
    assert statuses(paused)[half] == {"locked", "paused"}
    assert statuses(paused)[free] == {"paused"}
    assert not translator.said("standing")[-1]["may_write"]
    resumed = await resume(scene)
    assert statuses(resumed)[half] == {"locked", "translating"}
    assert statuses(resumed)[free] == {"open"}
    assert translator.said("standing")[-1] == {
        "type": "standing", "status": "translating", "may_write": True, "reason": ""
    }  # fmt: skip
    translator.type("suite")
    await scene.until(lambda: translator.unsynced == 0)
    assert (await show_clause(scene.house, call, agreed))["status"] == "agreed"


async def test_d1_a_subtree_is_paused_alone_and_what_was_withdrawn_stays_out(scene: Scene) -> None:
    [part] = await add_clauses(scene, 1)
    first, gone = await add_clauses(scene, 2, part)
    [deep] = await add_clauses(scene, 1, first)
    withdrawal = update(placements).where(placements.c.clause == gone).values(withdrawn_at=1)
    await scene.database.write(lambda writing: writing.connection.execute(withdrawal))
    done = await pause(scene, Choice(subtree=part))
    assert set(statuses(done)) == {part, first, deep}
    with pytest.raises(Conflict) as refused:
        await pause(scene, Choice((gone,)))
    assert (refused.value.code, refused.value.detail["clauses"]) == ("clause_withdrawn", [gone])


async def test_d1_nothing_is_paused_twice_and_d2_nothing_resumed_that_is_not(scene: Scene) -> None:
    with pytest.raises(Conflict, match="not_paused"):
        await resume(scene)
    await pause(scene)
    with pytest.raises(Conflict, match="nothing_to_pause"):
        await pause(scene)
    await resume(scene)


async def test_l8_a_text_under_endless_typing_is_paused_read_and_agreed_as_it_was_seen(scene: Scene) -> None:
    egypt = await scene.arrive(scene.world.egypt)
    stop = asyncio.Event()

    async def type_on() -> None:
        while not stop.is_set() and not egypt.closed:
            egypt.type("word")
            await scene.calm()

    typing = asyncio.create_task(type_on())
    await scene.until(lambda: len(egypt.text) > 5)
    paused = await pause_clauses(scene.house, scene.call(scene.world.chair), scene.world.agenda, ALL)
    done = await lock(scene, Choice((scene.world.clause,)), seen_in(paused))
    stop.set()
    await typing
    after = done["clauses"][0]
    assert (after["status"], statuses(done)[scene.world.clause]) == ("agreed", {"locked"})
    assert after["texts"]["en"]["hash"] == paused["clauses"][0]["texts"]["en"]["hash"]
    standing = await rows_of(scene, select(locks.c.reason).where(locks.c.released_at.is_(None)))
    assert {row.reason for row in standing} == {"agreed"}


async def test_l8_reopening_ends_a_pause(scene: Scene) -> None:
    egypt = await scene.arrive(scene.world.egypt)
    await pause(scene)
    call = scene.call(scene.world.chair)
    done = await reopen_clauses(scene.house, call, scene.world.agenda, Choice((scene.world.clause,)), "go on")
    await scene.calm()
    assert statuses(done)[scene.world.clause] == {"open"}
    assert egypt.said("standing")[-1]["may_write"]
    assert not await rows_of(scene, select(locks).where(locks.c.released_at.is_(None)))


async def test_l8_agreeing_a_paused_original_leaves_the_others_to_their_translators(scene: Scene) -> None:
    await pause(scene)
    call = scene.call(scene.world.chair)
    done = await lock_clause(scene.house, call, scene.world.clause, ["en"], {})
    texts = done["clause"]["texts"]
    assert (texts["en"]["status"], texts["fr"]["status"]) == ("locked", "translating")
    with pytest.raises(Conflict, match="not_paused"):
        await resume(scene)


async def test_l7_one_gavel_falls_on_all_clauses_in_one_decision(scene: Scene) -> None:
    others = await add_clauses(scene, 3)
    egypt = await scene.arrive(scene.world.egypt)
    egypt.type("live")
    await scene.until(lambda: egypt.unsynced == 0)
    done = await lock(scene, ALL)
    assert {clause["status"] for clause in done["clauses"]} == {"agreed"}
    assert [clause["id"] for clause in done["clauses"]] == [scene.world.clause, *others]
    items = await rows_of(scene, select(decision_items).where(decision_items.c.decision == done["decision"]))
    assert len(items) == 8 and all(item.version and item.hash for item in items)
    stored = await rows_of(scene, select(versions).where(versions.c.decision == done["decision"]))
    live = next(row for row in stored if row.language_version == scene.world.english)
    assert (live.cause, live.seq) == ("agreed", 1) and "live" in live.json
    assert egypt.said("standing")[-1]["status"] == "locked"
    again = await reopen_clauses(
        scene.house, scene.call(scene.world.chair), scene.world.agenda, Choice(tuple(others)), "why"
    )
    assert statuses(again) == {other: {"open"} for other in others}
    assert {clause["reopened"]["reason"] for clause in again["clauses"]} == {"why"}


async def test_l3_l7_all_or_nothing_and_every_clause_that_moved_is_named(scene: Scene) -> None:
    second, third = await add_clauses(scene, 2)
    call = scene.call(scene.world.chair)
    shown = {"clauses": [await show_clause(scene.house, call, key) for key in (scene.world.clause, second, third)]}
    egypt, ghana = await scene.arrive(scene.world.egypt), await scene.arrive(scene.world.ghana, TextName(third, "en"))
    egypt.type("moved")
    ghana.type("too")
    await scene.until(lambda: egypt.unsynced == ghana.unsynced == 0)
    with pytest.raises(Conflict) as refused:
        await lock(scene, Choice((scene.world.clause, second, third)), seen_in(shown))
    moved = refused.value.detail["clauses"]
    assert {clause: texts["en"]["text"].strip() for clause, texts in moved.items()} == {
        scene.world.clause: "moved", third: "too"
    }  # fmt: skip
    assert not await rows_of(scene, select(decisions).where(decisions.c.act == "lock"))
    egypt.type("on")
    await scene.until(lambda: egypt.unsynced == 0)


async def test_l7_a_clause_that_was_named_and_is_agreed_already_stops_the_gavel(scene: Scene) -> None:
    [other] = await add_clauses(scene, 1)
    await lock(scene, Choice((other,)))
    with pytest.raises(Conflict) as refused:
        await lock(scene, Choice((other, scene.world.clause)))
    assert (refused.value.code, refused.value.detail["clauses"]) == ("already_locked", [other])
    done = await lock(scene, ALL)
    assert set(statuses(done)) == {scene.world.clause}
    with pytest.raises(Conflict, match="already_locked"):
        await lock(scene, ALL)
    with pytest.raises(Conflict) as refused:
        await reopen_clauses(scene.house, scene.call(scene.world.chair), scene.world.agenda, Choice((other,)), "a")
        await reopen_clauses(
            scene.house, scene.call(scene.world.chair), scene.world.agenda, Choice((other, scene.world.clause)), "b"
        )
    assert (refused.value.code, refused.value.detail["clauses"]) == ("not_locked", [other])


async def test_l7_rooms_that_nobody_has_open_stay_closed(scene: Scene) -> None:
    await add_clauses(scene, 5)
    await pause(scene)
    await lock(scene, ALL)
    assert scene.rooms.rooms == []


async def test_l7_whoever_opens_a_text_while_the_gavel_falls_finds_it_closed(scene: Scene) -> None:
    name = TextName(scene.world.clause, "en")
    locking = asyncio.create_task(lock(scene, ALL))
    egypt = await scene.arrive(scene.world.egypt, name)
    await locking
    await scene.until(lambda: scene.rooms.living([name]))
    [room] = scene.rooms.rooms
    assert (room.state, room.status) == (State.OPEN, "locked")
    assert not [*egypt.said("hello"), *egypt.said("standing")][-1]["may_write"]


async def test_l1_others_than_a_chair_pause_and_resume_nothing(scene: Scene) -> None:
    for member in (scene.world.egypt, scene.world.ngo, scene.world.translator):
        for verb in (pause_clauses, resume_clauses):
            with pytest.raises(Refusal, match="not_chair"):
                await verb(scene.house, scene.call(member), scene.world.agenda, ALL)
