"""The mirror of current rights: what it answers, and how changes and the clock reach it."""

from collections.abc import Callable

import pytest
from sqlalchemy import Table, insert, update

from server.domain.edits import Stored
from server.domain.errors import Unavailable
from server.domain.standing import Identity, Standing
from server.storage.authority import Authority
from server.storage.database import READERS, Database, Writing, events_since
from server.storage.log import UpdateLog
from server.storage.migration import upgrade
from server.storage.tables import drafts, persons, seat_choices, seats, sessions
from tests.postgres import running_server
from tests.storage.conftest import HandClock
from tests.storage.world import FAR_MS, Member, World, add_draft, add_member, add_seat, add_text, make_world

pytestmark = pytest.mark.anyio

Judge = Callable[[Member], Standing]


@pytest.fixture
async def english(log: UpdateLog, world: World) -> Stored:
    stored = await log.load(world.name)
    assert stored is not None
    return stored


@pytest.fixture
def judge(authority: Authority, english: Stored) -> Judge:
    return lambda member: authority.standing(member.session, english, "open")


def changing(table: Table, key: str, stream: str, kind: str, name: str, **values: object) -> Callable[[Writing], None]:
    """Return a write that changes a row and tells of it."""

    def work(writing: Writing) -> None:
        writing.connection.execute(update(table).where(table.c.id == key).values(values))
        writing.publish(stream, kind, **{name: key})

    return work


async def test_a_delegate_reads_and_types_under_both_names(authority: Authority, judge: Judge, world: World) -> None:
    standing = judge(world.egypt)
    assert (standing.may_read, standing.may_write, standing.reason) == (True, True, "")
    assert standing.actor == world.egypt.actor
    assert standing.identity == Identity("Person of Egypt", "Egypt", "delegate", {"en": "Egypt"})
    assert authority.signed_in(world.egypt.session)


async def test_an_observer_reads_only(judge: Judge, world: World) -> None:
    standing = judge(world.ngo)
    assert (standing.may_read, standing.may_write, standing.reason) == (True, False, "observer")


async def test_the_status_of_the_moment_decides(authority: Authority, english: Stored, world: World) -> None:
    for status, reason in (("paused", "paused"), ("locked", "locked"), ("translating", "locked")):
        standing = authority.standing(world.egypt.session, english, status)
        assert (standing.may_read, standing.may_write, standing.reason) == (True, False, reason)


async def test_nobody_is_told_anything_without_a_sign_in(authority: Authority, english: Stored) -> None:
    standing = authority.standing("unknown", english, "open")
    assert (standing.may_read, standing.may_write, standing.reason) == (False, False, "signed_out")
    assert standing.identity == Identity("", "", "")


async def test_nobody_is_told_anything_without_a_seat_in_the_process(
    database: Database, authority: Authority, world: World, english: Stored
) -> None:
    def sit_elsewhere(writing: Writing) -> Member:
        stranger = add_member(writing, world.process, "delegate")
        writing.connection.execute(seats.delete().where(seats.c.id == stranger.seat))
        return stranger

    stranger = await database.write(sit_elsewhere)
    await authority.load()
    standing = authority.standing(stranger.session, english, "open")
    assert (standing.may_read, standing.reason) == (False, "no_seat")
    assert authority.signed_in(stranger.session)


@pytest.mark.parametrize(
    ("table", "part", "kind", "name", "values", "reason"),
    [
        (sessions, "session", "session_ended", "session", {"ended_at": 1}, "signed_out"),
        (persons, "person", "person_changed", "person", {"suspended_at": 1}, "suspended"),
        (seats, "seat", "seat_changed", "seat", {"until_at": 1}, "seat_ended"),
        (seats, "seat", "seat_changed", "seat", {"role": "observer"}, "observer"),
    ],
)
async def test_changes_reach_open_sockets_through_events(
    database: Database,
    authority: Authority,
    judge: Judge,
    world: World,
    table: Table,
    part: str,
    kind: str,
    name: str,
    values: dict[str, object],
    reason: str,
) -> None:
    database.listen(authority.hear)
    key = getattr(world.egypt, part)
    await database.write(changing(table, key, "server", kind, name, **values))
    await authority.settled()
    standing = judge(world.egypt)
    assert (standing.may_write, standing.reason) == (False, reason)
    assert judge(world.ghana).may_write
    assert authority.signed_in(world.egypt.session) is (table is seats)


async def test_the_clock_needs_no_event(
    database: Database, authority: Authority, judge: Judge, world: World, clock: HandClock
) -> None:
    ending = changing(seats, world.egypt.seat, "s", "seat_changed", "seat", until_at=2_000_000)
    closing = changing(drafts, world.draft, "s", "draft_changed", "draft", closes_at=3_000_000)
    database.listen(authority.hear)
    await database.write(ending)
    await database.write(closing)
    await authority.settled()
    assert judge(world.egypt).may_write
    clock.now_ms = 2_000_000
    assert (judge(world.egypt).may_read, judge(world.egypt).reason) == (False, "seat_ended")
    assert judge(world.ghana).may_write
    clock.now_ms = 3_000_000
    assert (judge(world.ghana).may_read, judge(world.ghana).reason) == (True, "closed")
    clock.now_ms = FAR_MS
    assert judge(world.ghana).reason == "signed_out"
    assert not authority.signed_in(world.ghana.session)


async def test_new_people_and_drafts_are_known_once_told(
    database: Database, authority: Authority, world: World, log: UpdateLog
) -> None:
    def join(writing: Writing) -> tuple[Member, str]:
        member = add_member(writing, world.process, "delegate", body="Chile")
        draft = add_draft(writing, world, kind="private", readers=[f"delegation:{member.delegation}"])
        writing.publish("server", "person_changed", person=member.person)
        writing.publish("server", "session_started", session=member.session)
        writing.publish(world.process, "seat_changed", seat=member.seat)
        writing.publish(world.process, "draft_changed", draft=draft)
        return member, add_text(writing, world.clause, draft, "en")

    database.listen(authority.hear)
    chile, text = await database.write(join)
    await authority.settled()
    stored = await database.read(lambda reading: log.stored(reading, text))
    assert stored is not None
    standing = authority.standing(chile.session, stored, "open")
    assert (standing.may_read, standing.identity.delegation) == (True, "Chile")
    assert not authority.standing(world.chair.session, stored, "open").may_read


async def test_the_chosen_seat_acts_as_long_as_it_holds(database: Database, authority: Authority, world: World) -> None:
    def choose(writing: Writing) -> str:
        seat = add_seat(writing, world.process, world.egypt.person, "translator", from_at=9)
        row = {"session": world.egypt.session, "process": world.process, "seat": seat}
        writing.connection.execute(insert(seat_choices).values(row))
        writing.publish(world.process, "seat_changed", seat=seat)
        writing.publish("server", "seat_chosen", session=world.egypt.session)
        return seat

    def acting() -> str | None:
        seat = authority.seat_of(world.egypt.session, world.process)
        return seat.id if seat else None

    assert acting() == world.egypt.seat
    database.listen(authority.hear)
    chosen = await database.write(choose)
    await authority.settled()
    assert acting() == chosen
    await database.write(changing(seats, chosen, "s", "seat_changed", "seat", until_at=1))
    await authority.settled()
    assert acting() == world.egypt.seat
    assert authority.seat_of(world.egypt.session, "another process") is None


@pytest.mark.parametrize(
    ("policy", "shown"),
    [
        ("delegation", Identity("Person of Egypt", "Egypt", "delegate", {"en": "Egypt"})),
        ("delegation_only", Identity("Egypt", "Egypt", "delegate", {"en": "Egypt"})),
        ("role", Identity("", "", "delegate")),
    ],
)
async def test_names_follow_the_policy_of_the_draft(
    database: Database, authority: Authority, judge: Judge, world: World, policy: str, shown: Identity
) -> None:
    database.listen(authority.hear)
    await database.write(changing(drafts, world.draft, "s", "draft_changed", "draft", name_policy=policy))
    await authority.settled()
    assert judge(world.egypt).identity == shown


async def test_a_change_made_by_another_node_arrives_with_its_events(
    database: Database, authority: Authority, judge: Judge, world: World, other_node: Database
) -> None:
    work = changing(seats, world.egypt.seat, "s", "seat_changed", "seat", role="observer")
    await other_node.write(work)
    await authority.refresh([])
    assert judge(world.egypt).may_write
    await authority.refresh(await database.read(lambda reading: events_since(reading, "s", 0)))
    assert judge(world.egypt).reason == "observer"


@pytest.mark.postgres
async def test_a_change_stays_due_while_storage_is_away() -> None:
    server = running_server()
    if server is None:
        pytest.skip("PostgreSQL 15 is not installed here")
    name = server.make_database()
    upgrade(server.url(name))
    database = Database(server.url(name))
    world = await database.write(make_world)
    authority = Authority(database)
    await authority.load()
    for member in (world.egypt, world.ghana):
        ending = changing(sessions, member.session, member.session, "session_ended", "session", ended_at=1)
        await database.write(ending)
    first = await database.read(lambda reading: events_since(reading, world.egypt.session, 0))
    second = await database.read(lambda reading: events_since(reading, world.ghana.session, 0))
    server.cut_off(name)
    with pytest.raises(Unavailable):
        await authority.refresh(first)
    server.take_back(name)
    await authority.refresh([])
    assert not authority.signed_in(world.egypt.session)
    assert authority.signed_in(world.ghana.session)
    server.cut_off(name)
    authority.hear(second)
    for _ in range(3 * READERS):
        with pytest.raises(Unavailable):
            await database.read(lambda reading: None)
    server.take_back(name)
    await authority.settled()
    assert not authority.signed_in(world.ghana.session)
    await database.close()
