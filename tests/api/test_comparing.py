"""Comparisons are work: they take turns, and none is done twice."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from server.actions.comparing import AT_ONCE, KEPT, Comparisons, Dated, turn_back
from server.actions.versions import compare_versions, label_version
from server.domain.comparison import Change, Op
from server.storage.log import UpdateLog
from server.storage.tables import persons
from tests.api.proposing import Desk

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Queue:
    """People who compare until they are told to stop."""

    def __init__(self) -> None:
        self.comparisons = Comparisons()
        self.busy: list[str] = []
        self.enough = asyncio.Event()

    async def compare(self, person: str) -> None:
        async with self.comparisons.turn(person):
            self.busy.append(person)
            await self.enough.wait()


async def turns(*people: str) -> list[str]:
    """Return who of these compares while nobody has done."""
    queue = Queue()
    tasks = [asyncio.create_task(queue.compare(person)) for person in people]
    for _ in range(5):
        await asyncio.sleep(0)
    busy = [*queue.busy]
    queue.enough.set()
    await asyncio.gather(*tasks)
    assert sorted(queue.busy) == sorted(people)
    return busy


async def test_a_person_compares_one_thing_at_a_time_and_keeps_nobody_else_waiting() -> None:
    assert await turns("egypt", "egypt", "egypt", "peru") == ["egypt", "peru"]


async def test_a_few_people_compare_at_once() -> None:
    people = [f"person {number}" for number in range(AT_ONCE + 2)]
    assert await turns(*people) == people[:AT_ONCE]


async def test_who_gave_up_waiting_is_not_waited_for() -> None:
    queue = Queue()
    tasks = [asyncio.create_task(queue.compare("egypt")) for _ in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    queue.enough.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert queue.busy == ["egypt", "egypt"]


def test_the_latest_results_are_kept() -> None:
    comparisons = Comparisons()
    asked: list[int] = []

    def compare(key: int) -> list[Dated]:
        asked.append(key)
        return [Dated(Change("equal", str(key)), None)]

    def find(key: int) -> list[Dated]:
        return comparisons.find(key, lambda: compare(key))

    for key in [*range(KEPT), 0, KEPT, 0, 1]:
        assert find(key)[0].change.text == str(key)
    assert asked == [*range(KEPT + 1), 1]


async def test_a_comparison_is_made_once_and_names_people_as_they_are_called_now(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, call = desk.world, desk.call(desk.world.ghana)
    read: list[int] = []
    history_rows = UpdateLog.history_rows

    def note(log: UpdateLog, reading: Any, text: str, upto_seq: int, **rest: Any) -> Any:
        read.append(upto_seq)
        return history_rows(log, reading, text, upto_seq, **rest)

    peer = await desk.write(world.ghana, "States share data.")
    chair = desk.call(world.chair)
    first = (await label_version(desk.house, chair, world.clause, "en", "first"))["version"]["id"]
    peer.type("They say so.")
    await desk.scene.until(lambda: peer.unsynced == 0)
    monkeypatch.setattr(UpdateLog, "history_rows", note)

    async def writers(to: str) -> set[str]:
        compared = await compare_versions(desk.house, call, world.clause, "en", first, to)
        assert (compared["from"], compared["to"]) == (first, to)
        return {change["person"]["name"] for change in compared["changes"] if change["op"] == "insert"}

    assert await writers("now") == {"Person of Ghana"}
    second = (await label_version(desk.house, chair, world.clause, "en", "second"))["version"]["id"]
    await desk.scene.database.write(
        lambda writing: writing.connection.execute(
            update(persons).where(persons.c.id == world.ghana.person).values(name="Ama Owusu")
        )
    )
    assert await writers(second) == await writers("now") == {"Ama Owusu"}
    assert len(read) == 1
    peer.type("And more.")
    await desk.scene.until(lambda: peer.unsynced == 0)
    await writers("now")
    assert len(read) == 2


def test_c4_one_who_goes_back_meets_what_goes_before_what_returns() -> None:
    there: list[tuple[Op, str]] = [
        ("equal", "a"), ("delete", "b"), ("delete", "c"), ("insert", "d"), ("equal", "e"), ("insert", "f"),
    ]  # fmt: skip
    back = turn_back([Dated(Change(op, text, "who"), 7) for op, text in there])
    assert [(each.change.op, each.change.text) for each in back] == [
        ("equal", "a"), ("delete", "d"), ("insert", "b"), ("insert", "c"), ("equal", "e"), ("delete", "f"),
    ]  # fmt: skip
    assert {(each.change.author, each.at_ms) for each in back} == {("who", 7)}
