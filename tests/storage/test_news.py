"""What an agenda's channel tells is read from the record: nothing of other drafts, each subject once, not too much."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import insert, update

from server.storage import news
from server.storage.authority import Authority
from server.storage.database import Database, Writing
from server.storage.news import NewsReader, read_mark
from server.storage.tables import drafts, language_versions, placements, seats
from server.storage.texts import hold_agenda, put_text
from server.wire import AgendaMessage, ClauseNews, Refetch, TextNews
from tests.storage.world import World, add_clause, add_draft, add_text

pytestmark = pytest.mark.anyio


@pytest.fixture
async def placed(database: Database, world: World) -> World:
    """The world with its clause placed in the main draft."""
    await database.write(lambda writing: place(writing, world.draft, world.clause))
    return world


def place(writing: Writing, draft: str, clause: str) -> None:
    row: dict[str, Any] = {"draft": draft, "clause": clause, "parent": None, "rank": clause, "label": "1", "titles": {}}
    writing.connection.execute(insert(placements).values(row))


async def store(database: Database, text: str, seq: int, words: str = "words") -> None:
    """Store a text, as the upkeep of rooms does."""

    def work(writing: Writing) -> None:
        hold_agenda(writing, text)
        json = f'{{"content":["{words}"],"type":"doc"}}'
        put_text(writing, text, epoch=1, seq=seq, json=json, hash="00" * 32)

    await database.write(work)


async def publish(database: Database, world: World, kind: str, **payload: object) -> None:
    await database.write(lambda writing: writing.publish(world.agenda, kind, **payload))


async def since(database: Database, world: World, number: int) -> tuple[int, Sequence[AgendaMessage]]:
    head, told = await NewsReader(database).since(world.agenda, world.draft, {number})
    return head, told[number]


async def test_a_text_is_told_once_as_it_is_stored_now(database: Database, placed: World) -> None:
    for seq in range(1, 6):
        await store(database, placed.english, seq, f"state {seq}")
    await store(database, placed.french, 1)
    await store(database, placed.english, 3, "older")
    head, told = await since(database, placed, 0)
    assert [(news.commit, news.language, news.seq) for news in told if isinstance(news, TextNews)] == [
        (5, "en", 5),
        (6, "fr", 1),
    ]
    assert head == 6 and isinstance(told[0], TextNews) and b"state 5" in bytes(told[0].json)
    assert [news.commit for news in (await since(database, placed, 5))[1]] == [6]
    assert (await since(database, placed, 6))[1] == ()


async def test_each_kind_of_event_has_its_message_in_order(database: Database, placed: World) -> None:
    events: dict[str, dict[str, Any]] = {
        "clause_status": {"clause": "a"},
        "bracket": {"clause": "b"},
        "structure": {"act": "import", "clauses": 600},
        "published": {},
        "draft_changed": {"draft": placed.draft},
        "paused": {"clauses": ["c", "d"]},
        "something_new": {},
        "something_about": {"clause": "e"},
    }
    for kind, payload in events.items():
        await publish(database, placed, kind, **payload)
    await publish(database, placed, "text", clause="x", language="en", draft=placed.draft)
    head, told = await since(database, placed, 0)
    kinds = [type(news).__name__ for news in told]
    assert kinds == [
        "ClauseNews", "ClauseNews", "PublicationNews", "DraftNews", "ClauseNews", "ClauseNews", "StructureNews",
        "ClauseNews",
    ]  # fmt: skip
    assert [news.commit for news in told] == [1, 2, 4, 5, 6, 6, 7, 8] and head == 9
    assert [news.clause for news in told if isinstance(news, ClauseNews)] == ["a", "b", "c", "d", "e"]


async def test_nothing_of_another_draft_is_told(database: Database, placed: World) -> None:
    private = await database.write(lambda writing: add_draft(writing, placed, kind="private"))

    def add(writing: Writing) -> str:
        place(writing, private, placed.clause)
        return add_text(writing, placed.clause, private, "en")

    text = await database.write(add)
    await store(database, text, 1, "secret")
    await publish(database, placed, "clause_status", clause=placed.clause, draft=private)
    await publish(database, placed, "structure", draft=private)
    assert (await since(database, placed, 0)) == (3, [])


async def test_a_clause_that_stands_nowhere_yet_is_not_told(database: Database, placed: World) -> None:
    _, (text,) = await database.write(lambda writing: add_clause(writing, placed.agenda, placed.draft, ("en",)))
    await store(database, text, 1)
    assert (await since(database, placed, 0))[1] == []


@pytest.mark.parametrize("limit", ["NUMBERS", "EVENTS", "TELLINGS", "OCTETS"])
async def test_too_much_is_fetched_anew(
    database: Database, placed: World, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        await publish(database, placed, "clause_status", clause=f"{number}")
    await store(database, placed.english, 1, "x" * 100)
    assert len((await since(database, placed, 0))[1]) == 4
    monkeypatch.setattr(news, limit, 3)
    assert (await since(database, placed, 0))[1] == (Refetch(commit=4),)


@pytest.mark.parametrize("number", [5, 1 << 53])
async def test_a_number_that_the_record_never_reached_is_of_another(
    database: Database, placed: World, number: int
) -> None:
    await publish(database, placed, "clause_status", clause="a")
    assert (await since(database, placed, number))[1] == (Refetch(commit=1),)


async def test_the_mark_changes_with_what_is_told_and_not_with_each_edit(database: Database, placed: World) -> None:
    async def mark() -> object:
        return await database.read(lambda r: read_mark(r, placed.agenda, placed.process, placed.draft))

    marks = [await mark()]
    await publish(database, placed, "text", clause=placed.clause, language="en")
    assert await mark() == marks[0]
    await store(database, placed.english, 1)
    marks.append(await mark())
    await database.write(lambda writing: writing.publish(placed.process, "process_changed", process=placed.process))
    marks.append(await mark())
    raised = update(language_versions).where(language_versions.c.id == placed.english).values(epoch=2)
    await database.write(lambda writing: writing.connection.execute(raised))
    marks.append(await mark())
    assert len(set(marks)) == 4


async def test_access_is_to_the_main_draft_and_its_code_changes_with_the_rights(
    database: Database, authority: Authority, world: World
) -> None:
    egypt, chair = (authority.access(member.session, world.agenda) for member in (world.egypt, world.chair))
    assert (egypt.may_read, egypt.draft, egypt.process, egypt.person) == (
        True, world.draft, world.process, world.egypt.person,
    )  # fmt: skip
    assert egypt.identity.delegation == "Egypt" and egypt.rights != chair.rights
    assert authority.access(world.egypt.session, world.agenda) == egypt
    closed = update(drafts).where(drafts.c.id == world.draft).values(mode="closed")
    await database.write(lambda writing: writing.connection.execute(closed))
    await authority.load()
    assert authority.access(world.egypt.session, world.agenda).rights != egypt.rights


async def test_there_is_no_access_without_a_seat_a_sign_in_or_an_agenda(
    database: Database, authority: Authority, world: World
) -> None:
    assert not authority.access(world.egypt.session, world.process).may_read
    assert not authority.access("nobody", world.agenda).may_read
    ended = update(seats).where(seats.c.id == world.egypt.seat).values(until_at=1)
    await database.write(lambda writing: writing.connection.execute(ended))
    await authority.load()
    assert not authority.access(world.egypt.session, world.agenda).may_read


async def test_the_sign_ins_of_persons_are_found(authority: Authority, world: World) -> None:
    assert authority.sign_ins_of({world.egypt.person, "nobody"}) == {world.egypt.session}
