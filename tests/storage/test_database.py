"""The unit of work: one transaction a write, numbers without holes, readers that see only what is committed."""

import asyncio
import threading
from collections.abc import Sequence

import pytest
from sqlalchemy import insert, select, text

from server.domain.errors import Conflict, Unavailable, Unusable
from server.storage.database import Database, Event, Reading, Writing, events_since
from server.storage.engine import open_readers
from server.storage.tables import clauses, server_facts
from tests.postgres import running_server

pytestmark = pytest.mark.anyio


def put_fact(name: str, value: int) -> "dict[str, object]":
    return {"name": name, "value": value}


def read_fact(reading: Reading, name: str) -> object:
    return reading.connection.execute(
        select(server_facts.c.value).where(server_facts.c.name == name)
    ).scalar_one_or_none()


async def test_a_refusal_rolls_back_and_reaches_the_caller(database: Database) -> None:
    def refuse(writing: Writing) -> None:
        writing.connection.execute(insert(server_facts).values(put_fact("x", 1)))
        writing.publish("server", "never")
        raise Conflict("text_moved", head=3)

    with pytest.raises(Conflict) as refusal:
        await database.write(refuse)
    assert refusal.value.detail == {"head": 3}
    assert await database.read(lambda r: read_fact(r, "x")) is None
    assert await database.read(lambda r: events_since(r, "server", 0)) == []


async def test_the_writer_thread_survives_any_exception(database: Database) -> None:
    def fail(writing: Writing) -> None:
        raise KeyError("a defect")

    names: set[str] = set()
    for _ in range(3):
        with pytest.raises(KeyError):
            await database.write(fail)
        await database.write(lambda writing: names.add(threading.current_thread().name))
    assert len(names) == 1


async def test_wrong_sql_is_a_defect_and_no_outage(database: Database) -> None:
    with pytest.raises(Exception, match="no_such_table") as caught:
        await database.write(lambda writing: writing.connection.execute(text("SELECT 1 FROM no_such_table")))
    assert not isinstance(caught.value, Unavailable)


async def test_a_stream_is_numbered_without_holes(database: Database) -> None:
    def publish_twice(writing: Writing) -> int:
        writing.publish("agenda", "first", a=1)
        writing.publish("agenda", "second")
        writing.publish("other", "third")
        return writing.number("agenda")

    def roll_back(writing: Writing) -> None:
        writing.publish("agenda", "lost")
        raise Conflict("text_moved")

    assert await database.write(publish_twice) == 1
    with pytest.raises(Conflict):
        await database.write(roll_back)
    assert await database.write(publish_twice) == 2
    told = await database.read(lambda reading: events_since(reading, "agenda", 0))
    assert [(event.number, event.ordinal, event.kind) for event in told] == [
        (1, 0, "first"),
        (1, 1, "second"),
        (2, 0, "first"),
        (2, 1, "second"),
    ]
    assert told[0].payload == {"a": 1}
    assert told[0].at_ms == 1_000_000


async def test_events_are_resumed_by_whole_numbers(database: Database) -> None:
    def publish_thrice(writing: Writing) -> None:
        for kind in "abc":
            writing.publish("agenda", kind)

    for _ in range(3):
        await database.write(publish_thrice)
    page = await database.read(lambda reading: events_since(reading, "agenda", 0, limit=2))
    assert [event.number for event in page] == [1, 1, 1, 2, 2, 2]
    rest = await database.read(lambda reading: events_since(reading, "agenda", 2))
    assert [event.kind for event in rest] == ["a", "b", "c"]


async def test_two_nodes_number_one_stream_in_one_order(database: Database, other_node: Database) -> None:
    def publish(writing: Writing) -> int:
        writing.publish("agenda", "act")
        return writing.number("agenda")

    taken = await asyncio.gather(*(node.write(publish) for node in [database, other_node] * 20))
    assert sorted(taken) == list(range(1, 41))


async def test_a_reader_sees_only_what_is_committed_and_one_state(database: Database) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def write_slowly(writing: Writing) -> None:
        writing.connection.execute(insert(server_facts).values(put_fact("x", 1)))
        inside.set()
        assert go_on.wait(20)

    def read_twice(reading: Reading) -> tuple[object, object]:
        before = read_fact(reading, "x")
        go_on.set()
        writing.result(20)
        return before, read_fact(reading, "x")

    writing = asyncio.run_coroutine_threadsafe(database.write(write_slowly), asyncio.get_running_loop())
    await asyncio.to_thread(inside.wait, 20)
    assert await database.read(read_twice) == (None, None)
    assert await database.read(lambda reading: read_fact(reading, "x")) == 1


async def test_readers_cannot_write(database: Database, url: str) -> None:
    readers = open_readers(url, 1)
    with readers.connect() as connection, pytest.raises(Exception, match=r"readonly|read-only"):
        connection.execute(insert(server_facts).values(put_fact("x", 1)))
    readers.dispose()


async def test_foreign_keys_are_followed(database: Database) -> None:
    row = {"id": "c", "agenda": "nowhere", "kind": "operative", "created_at": 1}
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await database.write(lambda writing: writing.connection.execute(insert(clauses).values(row)))


async def test_listeners_hear_of_a_commit_before_its_caller_goes_on(database: Database) -> None:
    heard: list[Event] = []

    def hear(events: Sequence[Event]) -> None:
        assert asyncio.get_running_loop() is loop
        heard.extend(events)

    loop = asyncio.get_running_loop()
    database.listen(hear)
    await database.write(lambda writing: writing.publish("server", "one", a=1))
    assert [(event.stream, event.number, event.kind, event.payload) for event in heard] == [
        ("server", 1, "one", {"a": 1})
    ]
    await database.write(lambda writing: None)
    assert len(heard) == 1


async def test_a_write_goes_on_when_its_caller_is_cancelled(database: Database) -> None:
    inside, go_on, told = threading.Event(), threading.Event(), asyncio.Event()

    def write_slowly(writing: Writing) -> None:
        inside.set()
        assert go_on.wait(20)
        writing.publish("server", "done")

    database.listen(lambda events: told.set())
    caller = asyncio.create_task(database.write(write_slowly))
    await asyncio.to_thread(inside.wait, 20)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()
    await asyncio.wait_for(told.wait(), 20)
    assert len(await database.read(lambda reading: events_since(reading, "server", 0))) == 1


async def test_a_closed_database_is_unavailable(database: Database) -> None:
    assert await database.probe()
    await database.close()
    assert not await database.probe()
    with pytest.raises(Unavailable):
        await database.read(lambda reading: None)


def test_the_command_line_needs_no_event_loop(closing: Database) -> None:
    closing.write_here(lambda writing: writing.publish("server", "done"))
    assert len(closing.read_here(lambda reading: events_since(reading, "server", 0))) == 1


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("sqlite://", "not_a_file"),
        ("sqlite:///:memory:", "not_a_file"),
        ("mysql://there/db", "unknown_database"),
        ("nonsense", "malformed"),
    ],
)
def test_addresses_that_cannot_be_used_are_refused(address: str, reason: str) -> None:
    with pytest.raises(Unusable) as refusal:
        Database(address)
    assert refusal.value.detail == {"reason": reason}


@pytest.mark.postgres
def test_a_postgresql_that_may_lose_commits_is_refused() -> None:
    server = running_server()
    if server is None:
        pytest.skip("PostgreSQL 15 is not installed here")
    loose = server.make_database(settings=["synchronous_commit = off"])
    with pytest.raises(Unusable) as refusal:
        Database(server.url(loose))
    assert refusal.value.code == "storage_not_durable"
    assert refusal.value.detail == {"settings": ["synchronous_commit"]}


@pytest.mark.postgres
async def test_a_lost_connection_is_an_outage_and_the_next_write_finds_a_new_one() -> None:
    server = running_server()
    if server is None:
        pytest.skip("PostgreSQL 15 is not installed here")
    database = Database(server.url(server.make_database()))
    suicide = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(Unavailable):
        await database.write(lambda writing: writing.connection.execute(suicide))
    assert await database.write(lambda w: w.connection.execute(text("SELECT 1")).scalar_one()) == 1
    await database.close()
