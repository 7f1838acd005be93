"""Proposals as rows: apart from the text and its rights, counted while open, made from any moment of the log."""

from typing import Any

import pytest

from server.crdt.tree import build_update, merge_state, read_state, rewrite_update
from server.domain.canonical import plain_text
from server.domain.edits import Batch, Checkpoint, Claim, Edit, Text, Verdict
from server.domain.identity import TextName, fresh_id
from server.domain.proposal import ProposalState
from server.storage.authority import Authority
from server.storage.database import Database, Writing
from server.storage.decisions import find_language_version, insert_decision, insert_items
from server.storage.log import UpdateLog
from server.storage.news import NewsReader
from server.storage.proposals import (
    close_proposal,
    count_open,
    fetch_proposal,
    insert_proposal,
    is_draft,
    list_proposals,
    read_moment,
)
from server.storage.restoring import _raise_epochs
from server.storage.texts import put_text
from tests.storage.world import World

pytestmark = pytest.mark.anyio


def document(words: str) -> dict[str, Any]:
    return {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": words}]}]}


def decide(writing: Writing, world: World, proposal: str, act: str, reason: str = "") -> None:
    """Write what was decided about a proposal on the clause of the world."""
    decision = fresh_id()
    row = {"id": decision, "agenda": world.agenda, "draft": proposal, "act": act, "person": world.egypt.person}
    insert_decision(writing, {**row, "seat": world.egypt.seat, "delegation": None, "reason": reason})
    item = {"id": fresh_id(), "decision": decision, "clause": world.clause, "detail": {"proposal": proposal}}
    insert_items(writing, [item])


def make(writing: Writing, world: World, language: str = "en") -> str:
    """Insert a proposal, and a decision that made it."""
    key, text = fresh_id(), fresh_id()
    draft = {"id": key, "agenda": world.agenda, "languages": [language], "original_language": "en"}
    lists = {"readers": ["seat:1"], "typists": ["seat:1"], "name_policy": "delegation"}
    row = {"id": text, "clause": world.clause, "draft": key, "language": language, "original": language == "en"}
    insert_proposal(writing, {**draft, **lists}, row)
    decide(writing, world, key, "propose", "a note")
    put_text(writing, text, epoch=1, seq=1, json="{}", hash="00" * 32)
    writing.publish(world.agenda, "proposal_changed", clause=world.clause, draft=world.draft, proposal=key)
    return key


async def test_o6_proposals_are_listed_with_their_state_and_counted_while_open(
    database: Database, world: World
) -> None:
    languages = ("en", "en", "fr")
    first, second, french = await database.write(lambda writing: [make(writing, world, each) for each in languages])
    assert await database.read(lambda reading: count_open(reading, world.agenda)) == {world.clause: 3}

    def answer(writing: Writing) -> None:
        for key, act in ((first, "decline_proposal"), (french, "take_proposal")):
            decide(writing, world, key, act, "because")
            close_proposal(writing, key)

    await database.write(answer)
    rows = await database.read(lambda reading: list_proposals(reading, world.clause))
    assert [(row["id"], row["language"], row["state"]) for row in rows] == [
        (first, "en", ProposalState.DECLINED),
        (second, "en", ProposalState.OPEN),
        (french, "fr", ProposalState.TAKEN),
    ]
    assert [row["made"]["reason"] for row in rows] == ["a note"] * 3
    assert [row["answer"]["reason"] if row["answer"] else None for row in rows] == ["because", None, "because"]
    assert await database.read(lambda reading: count_open(reading, world.agenda, world.clause)) == {world.clause: 1}
    assert await database.read(lambda reading: count_open(reading, fresh_id())) == {}
    assert await database.read(lambda reading: fetch_proposal(reading, second)) == rows[1]
    others = (world.draft, world.clause, fresh_id())
    assert await database.read(lambda reading: [fetch_proposal(reading, key) for key in others]) == [None] * 3
    assert await database.read(lambda reading: [is_draft(reading, key) for key in (second, world.clause)]) == [
        True, False
    ]  # fmt: skip


async def test_o5_a_proposal_is_neither_live_nor_among_the_rights_nor_told_as_text(
    database: Database, log: UpdateLog, world: World
) -> None:
    key = await database.write(lambda writing: make(writing, world))
    rights = Authority(database)
    await rights.load()
    assert await log.load(TextName(world.clause, "en", key)) is None
    assert await log.load(world.name) is not None
    assert (rights.draft(key), rights.draft(world.draft) is None) == (None, False)
    await rights.refresh([])
    head, told = await NewsReader(database).since(world.agenda, world.draft, {0})
    assert [(type(news).__name__, news.commit) for news in told[0]] == [("ClauseNews", head)]


async def test_o3_a_text_is_read_as_it_was_at_any_number(database: Database, log: UpdateLog, world: World) -> None:
    state, says = build_update(document("One."), 7), ["One.", "One two.", "Three."]
    updates = [state]
    for client, words in enumerate(says[1:], 8):
        updates.append(rewrite_update(state, document(words), client))
        state = merge_state(*updates)
    actor = world.egypt.actor
    for seq, update in enumerate(updates):
        batch = Batch(world.english, seq, 1, 0, (Edit(update, actor, (), ()),), (Claim(7 + seq, actor.person, 0, 1),))
        assert (await log.commit([batch]))[0].verdict is Verdict.COMMITTED

    async def read(seq: int) -> str:
        def at(reading: Any) -> bytes:
            text = find_language_version(reading, world.clause, world.draft, "en")
            assert text is not None
            return read_moment(reading, text, seq)

        return plain_text(read_state(await database.read(at)))

    assert [await read(seq) for seq in range(4)] == ["", *says]
    early = Checkpoint(2, merge_state(*updates[:2]), b"")
    await log.checkpoint(world.english, 1, early, Text("{}", "00" * 32))
    assert [await read(seq) for seq in range(4)] == ["", *says]
    await database.write(lambda writing: _raise_epochs(writing.connection, {}))
    assert [await read(seq) for seq in range(4)] == ["", *says]
