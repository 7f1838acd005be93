"""What becomes of proposals. Rules O-6 to O-9, A-27 and A-28 of domain/SPEC.md."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select, update

from server.actions.drafting import set_draft
from server.actions.locking import lock_clause, reopen_clause
from server.actions.motions import Choice
from server.actions.pausing import pause_clauses, resume_clauses
from server.actions.reading import show_clause
from server.actions.recounting import show_decisions
from server.actions.versions import compare_versions, show_versions
from server.actions.weighing import weigh_text
from server.domain.errors import Refusal
from server.storage.agendas import list_texts
from server.storage.news import NewsReader
from server.storage.tables import decision_items, seats, updates
from server.wire import ClauseNews
from tests.api.proposing import Desk, Record, document
from tests.storage.world import Member, add_member

pytestmark = pytest.mark.anyio

TEXT = "States share data with each other and with the public."


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def refused(doing: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(Refusal) as refusal:
        await doing
    return refusal.value.code, dict(refusal.value.detail)


async def test_o9_what_is_taken_comes_in_under_the_proposers_name_before_all_eyes(desk: Desk) -> None:
    world = desk.world
    ghana = await desk.write(world.ghana, TEXT)
    made = await desk.propose(world.egypt, TEXT.replace("share", "shall share"))
    done = await desk.take(world.chair, made)
    await desk.scene.until(lambda: ghana.text == [TEXT.replace("share", "shall share")])
    assert (done["proposal"]["state"], done["proposal"]["answer"]["person"]["name"]) == ("taken", "Person of chair")
    assert done["proposal"]["may"] == {"take": False, "decline": False, "withdraw": False}
    authors = await desk.authors()
    assert authors["shall"] == f"{world.egypt.delegation} proposal"
    assert set(authors.values()) == {f"{world.egypt.delegation} proposal", f"{world.ghana.delegation} typed"}
    ghana.type("They say so.")
    await desk.scene.until(lambda: ghana.unsynced == 0)
    assert (await desk.text())[1] == "They say so."


async def test_o9_the_text_before_is_stored_and_the_comparison_names_the_proposer(desk: Desk) -> None:
    world, call = desk.world, desk.call(desk.world.ghana)
    await desk.write(world.ghana, TEXT)
    made = await desk.propose(world.egypt, TEXT.replace("the public", "everybody"))
    done = await desk.take(world.chair, made)
    [version] = (await show_versions(desk.house, call, world.clause, "en"))["versions"]
    assert (version["cause"], version["hash"]) == ("proposal", made["base"]["hash"])
    compared = await compare_versions(desk.house, call, world.clause, "en", version["id"], "now")
    told = {(change["op"], change["text"], change["person"]["name"]) for change in compared["changes"] if change["at"]}
    assert told == {("delete", "the public", "Person of Egypt"), ("insert", "everybody", "Person of Egypt")}
    items = await desk.rows(decision_items)
    [taken] = [item for item in items if item.decision == done["decision"]]
    assert (taken.version, taken.hash, taken.detail["proposal"]) == (version["id"], made["hash"], made["id"])


async def test_o8_changes_stand_beside_those_that_others_made_since(desk: Desk) -> None:
    world = desk.world
    await desk.write(world.ghana, TEXT, "Second.")
    made = await desk.propose(world.egypt, TEXT.replace("share", "shall share"), "Second.")
    other = await desk.propose(world.ghana, TEXT.replace("the public", "everybody"), "Second.", "Third.")
    await desk.take(world.chair, made)
    secretariat = await desk.scene.database.write(lambda w: add_member(w, world.process, "secretariat"))
    await desk.scene.authority.load()
    done = await desk.take(secretariat, other)
    both = TEXT.replace("share", "shall share").replace("the public", "everybody")
    assert await desk.text() == [both, "Second.", "Third."]
    assert done["proposal"]["state"] == "taken"


async def test_o8_a_change_of_the_same_words_is_refused_and_told(desk: Desk) -> None:
    world = desk.world
    await desk.write(world.ghana, TEXT)
    made = await desk.propose(world.egypt, TEXT.replace("share", "shall share"))
    rival = await desk.propose(world.ghana, TEXT.replace("share", "keep"))
    twin = await desk.propose(world.chair, TEXT.replace("share", "keep"))
    await desk.take(world.chair, rival)
    code, detail = await refused(desk.take(world.chair, made))
    seq, hash_ = await desk.base()
    now = TEXT.replace("share", "keep")
    assert code == "text_moved"
    assert detail == {
        "languages": {"en": {"seq": seq, "hash": hash_, "text": now}}, "moved": [{"was": "share", "now": "keep"}]
    }  # fmt: skip
    assert (await desk.read(world.chair, made))["state"] == "open" and await desk.text() == [now]
    assert (await desk.take(world.chair, twin))["proposal"]["state"] == "taken"
    assert (await desk.base(), await desk.text()) == ((seq, hash_), [now])


async def test_o8_nothing_is_taken_into_a_text_that_is_not_open(desk: Desk) -> None:
    world, call = desk.world, desk.call(desk.world.chair)
    await desk.write(world.ghana, TEXT)
    made = await desk.propose(world.egypt, "Other.")
    await pause_clauses(desk.house, call, world.agenda, Choice())
    assert await refused(desk.take(world.chair, made)) == ("text_locked", {"status": "paused"})
    await resume_clauses(desk.house, call, world.agenda, Choice())
    await lock_clause(desk.house, call, world.clause, None, {})
    assert await refused(desk.take(world.chair, made)) == ("text_locked", {"status": "locked"})
    await reopen_clause(desk.house, call, world.clause, "To take it.")
    await desk.take(world.chair, made)
    assert await desk.text() == ["Other."]


async def test_o8_taking_while_people_type_loses_nothing(desk: Desk) -> None:
    world = desk.world
    ghana = await desk.write(world.ghana, TEXT)
    made = await desk.propose(world.egypt, TEXT.replace("share", "shall share"))
    ghana.type("Typed at once.")
    taking = asyncio.create_task(desk.take(world.chair, made))
    ghana.type("And again.")
    await taking
    await desk.scene.until(lambda: ghana.unsynced == 0)
    text = await desk.text()
    assert text == [TEXT.replace("share", "shall share"), "Typed at once.", "And again."] == ghana.text


async def test_a27_a28_who_may_answer(desk: Desk) -> None:
    world = desk.world
    secretariat = await desk.scene.database.write(lambda w: add_member(w, world.process, "secretariat"))
    await desk.scene.authority.load()
    made = await desk.propose(world.egypt, "One.")
    for member in (world.egypt, world.ghana, world.ngo, world.translator):
        assert (await refused(desk.take(member, made)))[0] == "not_office"
        assert (await refused(desk.decline(member, made)))[0] == "not_chair"
    assert (await refused(desk.decline(secretariat, made)))[0] == "not_chair"
    assert (await desk.read(secretariat, made))["may"] == {"take": True, "decline": False, "withdraw": False}
    assert (await desk.read(world.chair, made))["may"] == {"take": True, "decline": True, "withdraw": False}
    for settings, code in (({"mode": "closed"}, "closed"), ({"opens_at": 9_000_000_000_000}, "not_open_yet")):
        await set_draft(desk.house, desk.call(world.chair), world.agenda, {"mode": "typing", **settings})
        assert (await refused(desk.take(secretariat, made)))[0] == code
    await set_draft(desk.house, desk.call(world.chair), world.agenda, {"mode": "proposals", "opens_at": None})
    assert (await desk.take(secretariat, made))["proposal"]["state"] == "taken"


async def test_o7_the_author_or_the_delegation_withdraws_and_a_chair_declines_with_a_reason(desk: Desk) -> None:
    world = desk.world
    first, second = [await desk.propose(world.egypt, text) for text in ("One.", "Two.")]
    for member in (world.ghana, world.chair, world.ngo):
        assert (await refused(desk.withdraw(member, first)))[0] == "not_author"
    colleague = await desk.scene.database.write(lambda w: add_colleague(w, desk))
    await desk.scene.authority.load()
    assert (await desk.withdraw(colleague, first))["proposal"]["state"] == "withdrawn"
    assert (await refused(desk.decline(world.chair, second, "  ")))[0] == "reason_missing"
    assert (await refused(desk.decline(world.chair, second, "r" * 2_001)))[0] == "reason_too_long"
    declined = (await desk.decline(world.chair, second, " Not here. "))["proposal"]
    assert (declined["state"], declined["answer"]["reason"]) == ("declined", "Not here.")
    own = await desk.propose(world.chair, "Three.")
    assert (await desk.withdraw(world.chair, own))["proposal"]["state"] == "withdrawn"


def add_colleague(writing: Any, desk: Desk) -> Member:
    """Insert another person, and give that person the delegation of Egypt."""
    member = add_member(writing, desk.world.process, "delegate")
    given = update(seats).where(seats.c.id == member.seat).values(delegation=desk.world.egypt.delegation)
    writing.connection.execute(given)
    return member


async def test_o6_a_proposal_is_answered_once(desk: Desk) -> None:
    world = desk.world
    for answer, state in ((desk.take, "taken"), (desk.decline, "declined")):
        made = await desk.propose(world.egypt, f"Words to be {state}.")
        await answer(world.chair, made)
        for again in (desk.take, desk.decline):
            assert await refused(again(world.chair, made)) == ("proposal_closed", {"state": state})
        assert (await refused(desk.withdraw(world.egypt, made)))[0] == "proposal_closed"
    made = await desk.propose(world.egypt, "Words for a race.")
    racing = [desk.take(world.chair, made), desk.decline(world.chair, made), desk.withdraw(world.egypt, made)]
    ends = await asyncio.gather(*racing, return_exceptions=True)
    lost = [end for end in ends if isinstance(end, Refusal)]
    assert len(lost) == 2 and {end.code for end in lost} == {"proposal_closed"}


async def test_o6_everybody_is_told_and_the_clause_counts_the_open_ones(desk: Desk) -> None:
    world, call = desk.world, desk.call(desk.world.ngo)
    reader = NewsReader(desk.scene.database)

    async def news() -> tuple[int, list[Any], int]:
        head, told = await reader.since(world.agenda, world.draft, {number[0]})
        mine, number[0] = list(told[number[0]]), head
        return head, mine, (await show_clause(desk.house, call, world.clause))["proposals"]

    number = [0]
    for _ in range(2):
        await news()
    made = await desk.propose(world.egypt, "One.")
    head, told, count = await news()
    assert (told, count) == ([ClauseNews(commit=head, clause=world.clause)], 1)
    await desk.propose(world.egypt, "Two.")
    await desk.decline(world.chair, made)
    head, told, count = await news()
    assert (told, count) == ([ClauseNews(commit=head, clause=world.clause)], 1)
    record = (await show_decisions(desk.house, call, world.agenda, None, 10))["decisions"]
    assert [entry["act"] for entry in record] == ["decline_proposal", "propose", "propose"]


async def test_o5_nobodys_words_but_those_taken_are_in_the_text_that_is_frozen(desk: Desk) -> None:
    world = desk.world
    await desk.write(world.ghana, TEXT)
    await desk.propose(world.egypt, "Secret words.")
    await desk.take(world.chair, await desk.propose(world.egypt, TEXT, "Open words."))
    rows = await desk.scene.database.read(lambda reading: list_texts(reading, world.draft))
    assert not [row for row in rows if "Secret" in (row["json"] or "")]
    [english] = [row for row in rows if row["language"] == "en"]
    assert "Open words." in english["json"] and not weigh_text(english["json"]).is_empty
    via = await desk.scene.database.read(
        lambda r: r.connection.execute(select(updates.c.via).where(updates.c.language_version == world.english)).all()
    )
    assert [row.via for row in via] == ["typed", "proposal"]


async def test_o8_a_bracket_that_was_proposed_comes_in_round_the_same_words(desk: Desk) -> None:
    world = desk.world
    await desk.write(world.ghana, TEXT)
    bracket: Record = {"type": "bracket", "attrs": {"id": "01900000-0000-7000-8000-000000000001"}}
    content = document(TEXT)
    content["content"][0]["content"][0]["marks"] = [bracket]
    made = await desk.propose(world.egypt, content=content)
    assert [change["op"] for change in made["changes"]] == ["equal"]
    await desk.take(world.chair, made)
    shown = await show_clause(desk.house, desk.call(world.ngo), world.clause)
    assert (shown["brackets"], shown["status"]) == (1, "bracketed")
    assert set((await desk.authors()).values()) == {f"{world.ghana.delegation} typed"}
