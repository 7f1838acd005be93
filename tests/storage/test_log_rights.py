"""Whoever typed is judged once more by the rows, in the transaction that writes."""

from dataclasses import replace

import pytest
from sqlalchemy import Table, update

from server.domain.edits import Actor, Verdict
from server.storage.database import Database
from server.storage.log import UpdateLog
from server.storage.tables import drafts, language_versions, persons, seats, sessions
from tests.storage.conftest import HandClock
from tests.storage.world import FAR_MS, World, typed

pytestmark = pytest.mark.anyio


async def change(database: Database, table: Table, key: str, **values: object) -> None:
    statement = update(table).where(table.c.id == key).values(values)
    await database.write(lambda writing: writing.connection.execute(statement))


async def attempt(log: UpdateLog, text: str, actor: Actor) -> tuple[Verdict, str]:
    outcome = (await log.commit([typed(text, actor)]))[0]
    return outcome.verdict, outcome.reason


@pytest.mark.parametrize(
    ("table", "part", "values", "reason"),
    [
        (sessions, "session", {"ended_at": 5}, "signed_out"),
        (sessions, "session", {"expires_at": 1_000_000}, "signed_out"),
        (persons, "person", {"suspended_at": 5}, "suspended"),
        (seats, "seat", {"until_at": 1_000_000}, "seat_ended"),
        (seats, "seat", {"from_at": 1_000_001}, "seat_not_begun"),
        (seats, "seat", {"role": "observer"}, "observer"),
        (seats, "seat", {"languages": ["fr"]}, "not_your_language"),
        (seats, "seat", {"scope": {"clauses": ["another"]}}, "out_of_scope"),
    ],
)
async def test_what_the_rows_no_longer_allow_is_denied(
    log: UpdateLog, database: Database, world: World, table: Table, part: str, values: dict[str, object], reason: str
) -> None:
    await change(database, table, getattr(world.egypt, part), **values)
    assert await attempt(log, world.english, world.egypt.actor) == (Verdict.DENIED, reason)
    assert await attempt(log, world.english, world.ghana.actor) == (Verdict.COMMITTED, "")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"mode": "closed"}, "closed"),
        ({"mode": "proposals"}, "proposals_only"),
        ({"closes_at": 1_000_000}, "closed"),
        ({"opens_at": 1_000_001}, "not_open_yet"),
        ({"readers": ["chair"], "typists": ["chair"]}, "not_reader"),
    ],
)
async def test_a_draft_that_takes_no_typing_denies_it(
    log: UpdateLog, database: Database, world: World, values: dict[str, object], reason: str
) -> None:
    await change(database, drafts, world.draft, **values)
    assert await attempt(log, world.english, world.egypt.actor) == (Verdict.DENIED, reason)


async def test_an_observer_is_denied_and_a_delegate_in_the_same_batch_with_it(log: UpdateLog, world: World) -> None:
    assert await attempt(log, world.english, world.ngo.actor) == (Verdict.DENIED, "observer")
    own = typed(world.english, world.egypt.actor)
    mixed = replace(own, edits=(*own.edits, *typed(world.english, world.ngo.actor, clock=1).edits))
    assert (await log.commit([mixed]))[0].verdict is Verdict.DENIED
    assert await log.since(world.english, 0) == ()


async def test_translators_go_on_where_the_original_is_agreed(log: UpdateLog, database: Database, world: World) -> None:
    await change(database, language_versions, world.french, status="translating")
    assert await attempt(log, world.french, world.egypt.actor) == (Verdict.DENIED, "locked")
    assert await attempt(log, world.english, world.translator.actor) == (Verdict.DENIED, "original")
    assert await attempt(log, world.french, world.translator.actor) == (Verdict.COMMITTED, "")


async def test_nobody_acts_through_another_person_or_seat(log: UpdateLog, world: World) -> None:
    mine = world.egypt.actor
    for forged, reason in (
        (replace(mine, session=world.ghana.session), "signed_out"),
        (replace(mine, session=None), "signed_out"),
        (replace(mine, seat=world.ghana.seat), "no_seat"),
        (replace(mine, seat=None), "no_seat"),
        (replace(mine, delegation=world.ghana.delegation), "not_your_delegation"),
    ):
        assert await attempt(log, world.english, forged) == (Verdict.DENIED, reason)


async def test_a_scribe_types_for_the_delegation_that_the_seat_names(
    log: UpdateLog, database: Database, world: World
) -> None:
    await change(database, seats, world.chair.seat, speaks_for=[world.egypt.delegation])
    spoken = replace(world.chair.actor, delegation=world.egypt.delegation)
    assert await attempt(log, world.english, spoken) == (Verdict.COMMITTED, "")


async def test_the_clock_ends_a_sign_in_between_two_commits(log: UpdateLog, world: World, clock: HandClock) -> None:
    assert await attempt(log, world.english, world.egypt.actor) == (Verdict.COMMITTED, "")
    clock.now_ms = FAR_MS
    later = typed(world.english, world.egypt.actor, head=1, clock=1)
    assert (await log.commit([later]))[0].reason == "signed_out"
