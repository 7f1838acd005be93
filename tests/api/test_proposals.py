"""Words that could not be typed are proposed. Rules O-1 to O-6 and O-10 of domain/SPEC.md."""

from typing import Any

import pytest
from sqlalchemy import update

from server.actions.drafting import set_draft
from server.actions.locking import lock_clause
from server.actions.reading import show_clause
from server.actions.recounting import show_decisions
from server.actions.structuring import withdraw_clause
from server.actions.versions import show_versions
from server.domain.errors import Refusal
from server.domain.identity import TextName, fresh_id
from server.domain.proposal import OPEN_MOST
from server.storage.proposals import fetch_proposal
from server.storage.tables import decision_items, drafts, processes
from tests.api.proposing import Desk, Record, document, words
from tests.rooms.peer import Peer, Socket
from tests.storage.world import Member, make_world

pytestmark = pytest.mark.anyio

TEXT = "States share data."


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def refused(doing: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(Refusal) as refusal:
        await doing
    return refusal.value.code, dict(refusal.value.detail)


async def test_o4_a_late_text_is_a_proposal_that_names_who_changed_which_word(desk: Desk) -> None:
    world = desk.world
    await desk.write(world.ghana, TEXT)
    seen = await desk.base()
    await lock_clause(desk.house, desk.call(world.chair), world.clause, None, {})
    made = await desk.propose(world.egypt, "States shall share all data.", note=" Late. ")
    assert (made["state"], made["note"], made["base"]) == ("open", "Late.", {"seq": seen[0], "hash": seen[1]})
    assert made["person"]["name"] == "Person of Egypt" and made["delegation"]["names"] == {"en": "Egypt"}
    brought = [change for change in made["changes"] if change["op"] == "insert"]
    assert "".join(change["text"] for change in made["changes"] if change["op"] != "insert") == TEXT
    assert {change["person"]["name"] for change in brought} == {"Person of Egypt"}
    assert made["may"] == {"take": False, "decline": False, "withdraw": True}
    assert await desk.text() == [TEXT]


async def test_o4_the_log_of_a_proposal_has_every_word_under_its_author(desk: Desk) -> None:
    world = desk.world
    await desk.write(world.ghana, TEXT)
    await desk.write(world.egypt, "And so on.")
    made = await desk.propose(world.chair, TEXT, "And so forth.")
    [row] = [row for row in await desk.rows(drafts) if row.id == made["id"]]
    assert (row.kind, row.mode, row.languages) == ("proposal", "proposals", ["en"])
    known = await desk.scene.database.read(lambda reading: fetch_proposal(reading, made["id"]))
    assert known is not None
    rows = await desk.scene.database.read(
        lambda reading: desk.house.log.history_rows(reading, known["language_version"], 99)
    )
    assert [(row.actor.delegation, row.actor.via) for row in rows] == [
        (world.ghana.delegation, "merge"),
        (world.egypt.delegation, "merge"),
        (None, "proposal"),
    ]


async def test_o3_a_proposal_may_be_made_from_an_older_text(desk: Desk) -> None:
    world = desk.world
    await desk.write(world.ghana, TEXT)
    seen = await desk.base()
    await desk.write(world.ghana, "More.")
    made = await desk.propose(world.egypt, "States give data.", seq=seen[0], hash=seen[1])
    assert (words(made, "delete"), words(made, "insert")) == (["share"], ["give"])
    without = await desk.propose(world.egypt, "States give data.", seq=seen[0], hash=None)
    assert without["base"] == made["base"]
    first = await desk.propose(world.egypt, "From nothing.", seq=0, hash=None)
    assert words(first, "insert") == ["From nothing."]


async def test_o3_what_nobody_saw_or_says_nothing_new_is_refused(desk: Desk) -> None:
    egypt = desk.world.egypt
    assert await refused(desk.propose(egypt, "")) == ("nothing_proposed", {})
    await desk.write(desk.world.ghana, TEXT)
    assert (await refused(desk.propose(egypt, TEXT)))[0] == "nothing_proposed"
    for changes in ({"seq": 99}, {"seq": -1}, {"hash": "00" * 32}, {"seq": 0}):
        assert (await refused(desk.propose(egypt, "Other.", **changes)))[0] == "base_unknown"
    assert (await refused(desk.propose(egypt, "Other.", language="zh")))[0] == "no_such_language"
    assert (await refused(desk.propose(egypt, "Other.", clause=fresh_id())))[0] == "no_such_clause"
    await withdraw_clause(desk.house, desk.call(desk.world.chair), desk.world.clause, "")
    assert (await refused(desk.propose(egypt, "Other.")))[0] == "clause_withdrawn"
    assert await desk.all(egypt) == []


async def test_o1_the_same_offer_twice_is_one_proposal(desk: Desk) -> None:
    world = desk.world
    offer = await desk.offer("One.")
    first = await desk.propose(world.egypt, "One.", key=offer.key)
    await set_draft(desk.house, desk.call(world.chair), world.agenda, {"mode": "closed"})
    again = await desk.propose(world.egypt, "Changed meanwhile.", key=offer.key)
    assert again["id"] == offer.key and again["hash"] == first["hash"]
    assert len(await desk.all(world.egypt)) == 1
    for other in (
        desk.propose(world.ghana, "One.", key=offer.key),
        desk.propose(world.egypt, "One.", key=offer.key, language="fr"),
        desk.propose(world.egypt, "One.", key=world.draft),
    ):
        assert (await refused(other))[0] == "proposal_exists"
    assert (await refused(desk.propose(world.egypt, "One.", key="mine")))[0] == "key_unusable"


DEEP: Record = {"type": "paragraph", "content": []}
for _ in range(20):
    DEEP = {"type": "bullet_list", "content": [{"type": "list_item", "content": [DEEP]}]}


UNUSABLE: list[tuple[Any, Record]] = [
        ({"type": "page"}, {"wrong": "root"}),
        ([], {"wrong": "root"}),
        ({"type": "doc", "content": [DEEP]}, {"wrong": "depth", "block": 0}),
        ({"type": "doc", "content": [*document("x")["content"], {"type": "table"}]}, {"wrong": "node", "block": 1}),
        ({"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": 5}]}]},
         {"wrong": "text", "block": 0}),
        ({"type": "doc", "content": [{"type": "paragraph",
          "content": [{"type": "text", "text": "x", "marks": [{"type": "blink"}]}]}]}, {"wrong": "marks", "block": 0}),
        ({"type": "doc", "content": document(*["x" * 600_000] * 2)["content"]}, {"wrong": "length"}),
        ({"type": "doc", "content": document(*["x"] * 3_000)["content"]}, {"wrong": "too_large"}),
]  # fmt: skip


async def test_o2_what_live_editing_would_not_take_is_not_proposed(desk: Desk) -> None:
    for content, wrong in UNUSABLE:
        code, detail = await refused(desk.propose(desk.world.egypt, content=content))
        assert code == "content_unusable"
        assert {name: detail.get(name) for name in wrong} == wrong
    assert await desk.all(desk.world.egypt) == []


async def test_o2_notes_and_open_proposals_are_bounded(desk: Desk) -> None:
    egypt = desk.world.egypt
    assert await refused(desk.propose(egypt, "x", note="n" * 2_001)) == ("note_too_long", {"most": 2_000})
    made = [await desk.propose(egypt, f"Number {number}.") for number in range(OPEN_MOST)]
    assert (await refused(desk.propose(egypt, "One more.")))[0] == "too_many_proposals"
    await desk.propose(egypt, "Un de plus.", language="fr", seq=0, hash=None)
    await desk.withdraw(egypt, made[0])
    await desk.propose(egypt, "One more.")


PLAIN: Record = {
    "mode": "typing", "typists": ["state"], "readers": ["all"], "opens_at": None, "closes_at": None
}  # fmt: skip
WHO_MAY: list[tuple[str, Record, str | None]] = [
    ("egypt", {}, None),
    ("chair", {}, None),
    ("ngo", {}, "observer"),
    ("translator", {}, "observer"),
    ("ngo", {"typists": ["state", "ngo"]}, None),
    ("egypt", {"mode": "proposals"}, None),
    ("egypt", {"typists": ["ngo"], "mode": "proposals"}, None),
    ("egypt", {"mode": "closed"}, "closed"),
    ("chair", {"closes_at": 5}, "closed"),
    ("egypt", {"opens_at": 9_000_000_000_000}, "not_open_yet"),
    ("ngo", {"readers": ["state"]}, "no_such_clause"),
]


async def test_a13_who_may_propose(desk: Desk) -> None:
    for who, settings, code in WHO_MAY:
        if settings:
            await set_draft(desk.house, desk.call(desk.world.chair), desk.world.agenda, {**PLAIN, **settings})
        member: Member = getattr(desk.world, who)
        known = len(await desk.rows(decision_items.c.id))
        if code is None:
            assert (await desk.propose(member, "Words."))["state"] == "open", settings
        else:
            assert (await refused(desk.propose(member, "Words.")))[0] == code, settings
            assert len(await desk.rows(decision_items.c.id)) == known


async def test_a13_nothing_is_proposed_in_a_process_that_is_closed(desk: Desk) -> None:
    await desk.scene.database.write(lambda w: w.connection.execute(update(processes).values(state="closed")))
    assert (await refused(desk.propose(desk.world.egypt, "Words.")))[0] == "process_closed"


async def test_o5_whoever_reads_the_clause_reads_it_and_nobody_else_does(desk: Desk) -> None:
    world = desk.world
    made = await desk.propose(world.egypt, "Words.")
    stranger = (await desk.scene.database.write(make_world)).chair
    for member in (world.egypt, world.ghana, world.chair, world.translator, world.ngo):
        assert [row["id"] for row in await desk.all(member)] == [made["id"]]
        assert (await desk.read(member, made))["hash"] == made["hash"]
    await set_draft(desk.house, desk.call(world.chair), world.agenda, {"readers": ["state"]})
    for member in (world.ngo, stranger):
        assert (await refused(desk.all(member)))[0] == "no_such_clause"
        for act in (desk.read, desk.take, desk.decline, desk.withdraw):
            assert await refused(act(member, made)) == ("no_such_proposal", {})
    assert (await refused(desk.read(world.egypt, {"id": fresh_id()})))[0] == "no_such_proposal"
    assert (await refused(desk.read(world.egypt, {"id": world.draft})))[0] == "no_such_proposal"


async def test_o5_no_socket_opens_a_proposal_not_even_its_authors(desk: Desk) -> None:
    world = desk.world
    made = await desk.propose(world.egypt, "Words.")
    for restarted in (False, True):
        if restarted:
            await desk.scene.authority.load()
        for member in (world.egypt, world.chair):
            name = TextName(world.clause, "en", made["id"])
            peer = Peer(Socket(desk.scene, member.session), name)  # type: ignore[arg-type]  # a world's part
            peer.open()
            while peer.denied is None:
                await desk.scene.calm()
            assert (peer.denied, peer.synced) == ("unknown", False)


async def test_o5_the_text_and_its_history_are_as_they_were(desk: Desk) -> None:
    world, call = desk.world, desk.call(desk.world.chair)
    await desk.write(world.ghana, TEXT)
    before = await show_clause(desk.house, call, world.clause)
    await desk.propose(world.egypt, "Other words.")
    after = await show_clause(desk.house, call, world.clause)
    assert (before.pop("proposals"), after.pop("proposals")) == (0, 1)
    assert after == before
    assert (await show_versions(desk.house, call, world.clause, "en"))["versions"] == []


async def test_o6_the_making_is_a_decision_in_the_record(desk: Desk) -> None:
    world = desk.world
    made = await desk.propose(world.egypt, "Words.", note="Why not.")
    [entry] = (await show_decisions(desk.house, desk.call(world.chair), world.agenda, None, 10))["decisions"]
    assert (entry["act"], entry["reason"], entry["undoable"]) == ("propose", "Why not.", False)
    assert [clause["id"] for clause in entry["clauses"]] == [world.clause]
    [item] = await desk.rows(decision_items)
    assert (item.hash, item.detail["proposal"], item.detail["base"]) == (made["hash"], made["id"], made["base"])


async def test_o10_names_follow_the_policy_of_the_draft(desk: Desk) -> None:
    world = desk.world
    await desk.write(world.ghana, TEXT)
    made = await desk.propose(world.egypt, "States give data.")
    await desk.decline(world.chair, made)

    async def names(policy: str) -> tuple[Any, ...]:
        await set_draft(desk.house, desk.call(world.chair), world.agenda, {"name_policy": policy})
        [shown] = await desk.all(world.ghana)
        told = [shown, shown["answer"], *(c for c in shown["changes"] if c["op"] != "equal")]
        return [row["person"] for row in told], [bool(row["delegation"]) for row in told]

    assert await names("delegation_only") == ([None] * 4, [True, False, True, True])
    assert await names("role") == ([None] * 4, [False] * 4)
    people, _ = await names("delegation")
    assert [person["name"] for person in people] == ["Person of Egypt", "Person of chair", *["Person of Egypt"] * 2]
