"""The contract of the log: what `commit` may write, in which order, and what it answers."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, text, update

from server.domain.edits import Actor, Orphan, Outcome, Span, Verdict
from server.domain.identity import TextName, fresh_id
from server.storage.database import Database, Writing, events_since
from server.storage.log import UpdateLog
from server.storage.tables import client_ids, language_versions, updates
from tests.storage.conftest import HandClock
from tests.storage.world import World, add_clause, add_draft, add_text, typed

pytestmark = pytest.mark.anyio


async def set_row(database: Database, key: str, **values: object) -> None:
    statement = update(language_versions).where(language_versions.c.id == key).values(values)
    await database.write(lambda writing: writing.connection.execute(statement))


async def test_a_committed_batch_is_loaded_again_in_order(log: UpdateLog, world: World) -> None:
    outcome = (await log.commit([typed(world.english, world.egypt.actor, edits=3)]))[0]
    assert outcome == Outcome(Verdict.COMMITTED, head=3, commit=1, at_ms=1_000_000)
    stored = await log.load(world.name)
    assert stored is not None
    assert (stored.head, stored.epoch, stored.status, stored.original) == (3, 1, "open", True)
    assert (stored.agenda, stored.process, stored.draft) == (world.agenda, world.process, world.draft)
    assert [(row.seq, row.payload) for row in stored.tail] == [(1, b"7:0"), (2, b"7:1"), (3, b"7:2")]
    assert stored.owners == {7: (world.egypt.person, 3)}
    assert [row.seq for row in await log.since(world.english, 1)] == [2, 3]


async def test_a_text_is_found_by_its_one_name(log: UpdateLog, database: Database, world: World) -> None:
    draft = await database.write(lambda writing: add_draft(writing, world))
    there = await database.write(lambda writing: add_text(writing, world.clause, draft, "en"))
    found = await log.load(TextName(world.clause, "en", draft))
    assert found is not None
    assert found.language_version == there
    assert await log.load(TextName(world.clause, "en", world.draft)) is None
    assert await log.load(TextName(world.clause, "ar")) is None
    assert await log.load(TextName(fresh_id(), "en")) is None


async def test_outcomes_are_answered_in_the_order_of_the_batches(log: UpdateLog, world: World) -> None:
    late = typed(world.english, world.egypt.actor, head=9)
    fits = typed(world.french, world.ghana.actor)
    verdicts = [outcome.verdict for outcome in await log.commit([late, fits])]
    assert verdicts == [Verdict.MOVED, Verdict.COMMITTED]
    again = typed(world.french, world.ghana.actor, head=1, clock=1)
    verdicts = [outcome.verdict for outcome in await log.commit([again, late])]
    assert verdicts == [Verdict.COMMITTED, Verdict.MOVED]


async def test_a_batch_on_another_state_than_the_stored_one_is_moved(log: UpdateLog, world: World) -> None:
    batch = typed(world.english, world.egypt.actor)
    odd = [
        replace(batch, head=1),
        replace(batch, epoch=2),
        replace(batch, lock_epoch=1),
        replace(batch, language_version=fresh_id()),
    ]
    outcomes = await log.commit(odd)
    assert [(o.verdict, o.reason) for o in outcomes] == [
        (Verdict.MOVED, "head"),
        (Verdict.MOVED, "epoch"),
        (Verdict.MOVED, "lock_epoch"),
        (Verdict.MOVED, "unknown"),
    ]
    stored = await log.load(world.name)
    assert stored is not None
    assert (stored.head, stored.owners) == (0, {})


@pytest.mark.parametrize("status", ["locked", "paused"])
async def test_nothing_is_written_under_a_lock(log: UpdateLog, database: Database, world: World, status: str) -> None:
    await set_row(database, world.english, status=status, lock_epoch=1)
    carried = replace(world.egypt.actor, via="restore")
    for actor in (world.egypt.actor, world.chair.actor, carried):
        for lock_epoch in (0, 1):
            batch = replace(typed(world.english, actor), lock_epoch=lock_epoch)
            outcome = (await log.commit([batch]))[0]
            assert (outcome.verdict, outcome.reason) == (Verdict.LOCKED, status)
    assert await log.since(world.english, 0) == ()


async def test_a_client_id_belongs_to_the_person_whose_structs_came_first(log: UpdateLog, world: World) -> None:
    await log.commit([typed(world.english, world.egypt.actor, client=5)])
    outcomes = await log.commit(
        [
            typed(world.english, world.ghana.actor, head=1, client=5, clock=1),
            typed(world.english, world.egypt.actor, head=1, client=5, clock=0),
            typed(world.english, world.egypt.actor, head=1, client=5, clock=2),
            typed(world.french, world.ghana.actor, client=5),
            typed(world.english, world.egypt.actor, head=1, client=5, clock=1),
        ]
    )
    assert [(o.verdict, o.reason) for o in outcomes] == [
        (Verdict.MOVED, "foreign"),
        (Verdict.MOVED, "clock"),
        (Verdict.MOVED, "clock"),
        (Verdict.COMMITTED, ""),
        (Verdict.COMMITTED, ""),
    ]


async def test_two_nodes_on_one_text_exactly_one_wins(log: UpdateLog, other_node: Database, world: World) -> None:
    nodes = [(log, world.egypt, 1), (UpdateLog(other_node), world.ghana, 2)]
    heads, won = 0, 0
    for turn in range(10):
        batches = [typed(world.english, who.actor, head=heads, client=100 * turn + key) for _, who, key in nodes]
        outcomes = await asyncio.gather(
            *(node.commit([batch]) for (node, _, _), batch in zip(nodes, batches, strict=True))
        )
        verdicts = sorted(outcome[0].verdict.value for outcome in outcomes)
        assert verdicts == ["committed", "moved"]
        heads, won = heads + 1, won + 1
    stored = await log.load(world.name)
    assert stored is not None
    assert [row.seq for row in stored.tail] == list(range(1, won + 1))


async def test_two_nodes_with_many_texts_never_wait_in_a_ring(
    log: UpdateLog, other_node: Database, database: Database, world: World
) -> None:
    keys = [(await database.write(lambda w: add_clause(w, world.agenda, world.draft, ("en",))))[1][0] for _ in range(8)]
    ahead = [typed(key, world.egypt.actor, client=1) for key in keys]
    back = [typed(key, world.ghana.actor, client=2) for key in reversed(keys)]
    results = await asyncio.gather(log.commit(ahead), UpdateLog(other_node).commit(back))
    verdicts = sorted({outcome.verdict.value for outcome in result}.pop() for result in results)
    assert verdicts == ["committed", "moved"]


async def test_one_commit_number_for_each_agenda_and_an_event_for_each_text(
    log: UpdateLog, database: Database, world: World
) -> None:
    batches = [typed(world.english, world.egypt.actor), typed(world.french, world.ghana.actor)]
    outcomes = await log.commit(batches)
    assert {outcome.commit for outcome in outcomes} == {1}
    await log.commit([typed(world.english, world.egypt.actor, head=5)])
    assert (await log.commit([typed(world.english, world.egypt.actor, head=1, clock=1)]))[0].commit == 2
    told = await database.read(lambda reading: events_since(reading, world.agenda, 0))
    assert [(event.number, event.ordinal, event.kind) for event in told] == [
        (1, 0, "text"),
        (1, 1, "text"),
        (2, 0, "text"),
    ]
    assert told[0].payload == {
        "language_version": world.english,
        "clause": world.clause,
        "draft": world.draft,
        "language": "en",
        "seq": 1,
    }


async def test_a_row_keeps_who_acted_for_whom_and_when(log: UpdateLog, database: Database, world: World) -> None:
    batch = typed(world.english, world.egypt.actor)
    deleted, implied = (Span(9, 0, 4), Span(9, 8, 9)), (Span(3, 1, 2),)
    orphans = (Orphan(Span(3, 1, 2), Span(9, 8, 9)), Orphan(Span(3, 4, 5), Span(9, 0, 1)))
    edit = replace(batch.edits[0], deleted=deleted, implied=implied, orphans=orphans)
    await log.commit([replace(batch, edits=(edit,))])
    rows = await database.read(lambda reading: log.history_rows(reading, world.english, 1))
    assert len(rows) == 1
    row = rows[0]
    assert (row.seq, row.commit, row.at_ms, row.inserted) == (1, 1, 500, (Span(7, 0, 1),))
    assert (row.deleted, row.implied, row.orphans) == (deleted, implied, orphans)
    assert row.actor == replace(world.egypt.actor, session=None)
    assert await database.read(lambda reading: log.history_rows(reading, world.english, 0)) == []


async def test_a_batch_without_edits_changes_nothing(log: UpdateLog, world: World) -> None:
    empty = replace(typed(world.english, world.egypt.actor), edits=(), claims=())
    assert (await log.commit([empty]))[0] == Outcome(Verdict.COMMITTED, head=0, at_ms=1_000_000)
    assert (await log.commit([])) == []


async def test_a_batch_that_names_a_missing_row_harms_no_other(
    log: UpdateLog, database: Database, world: World
) -> None:
    lost = Actor(world.egypt.person, None, None, via="import", source=fresh_id())
    outcomes = await log.commit([typed(world.english, lost), typed(world.french, world.ghana.actor)])
    assert [(o.verdict, o.reason) for o in outcomes] == [
        (Verdict.DENIED, "invalid"),
        (Verdict.COMMITTED, ""),
    ]
    kept = await database.read(lambda r: r.connection.execute(select(updates.c.language_version)).all())
    assert kept == [(world.french,)]


async def test_a_verb_appends_within_its_own_transaction(
    log: UpdateLog, database: Database, world: World, clock: HandClock
) -> None:
    imported = Actor(world.egypt.person, None, None, via="import")
    clock.now_ms += 5
    outcome = await database.write(lambda writing: log.append(writing, typed(world.english, imported)))
    assert outcome == Outcome(Verdict.COMMITTED, head=1, commit=1, at_ms=clock.now_ms)
    stored = await database.read(lambda reading: log.stored(reading, world.english))
    assert stored is not None
    assert [row.seq for row in stored.tail] == [1]
    claims = await database.read(lambda r: r.connection.execute(select(client_ids.c.next_clock)).all())
    assert claims == [(1,)]


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_a_lock_that_is_being_written_elsewhere_is_waited_for(
    log: UpdateLog, other_node: Database, world: World
) -> None:
    inside = asyncio.Event()
    loop = asyncio.get_running_loop()
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")

    def lock(writing: Writing) -> None:
        closed = update(language_versions).where(language_versions.c.id == world.english)
        writing.connection.execute(closed.values(status="locked", lock_epoch=1))
        loop.call_soon_threadsafe(inside.set)
        while not writing.connection.execute(waiting).scalar_one():
            """Nobody waits for the row yet."""

    locking = asyncio.create_task(other_node.write(lock))
    await inside.wait()
    outcome = (await log.commit([typed(world.english, world.egypt.actor)]))[0]
    await locking
    assert (outcome.verdict, outcome.reason) == (Verdict.LOCKED, "locked")
