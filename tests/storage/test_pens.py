"""Many texts at once: statuses and locks, states from the log, settings, and the seats that people chose."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from server.crdt.tree import build_update, read_state
from server.domain.canonical import canonical_json, text_hash
from server.domain.edits import Actor, Batch, Checkpoint, Claim, Edit, Span, Text
from server.domain.facts import Choice
from server.domain.identity import fresh_id
from server.domain.terms import LockReason, TextStatus
from server.storage.authority import Authority
from server.storage.choices import choices_of, choose
from server.storage.database import Database, Writing
from server.storage.decisions import insert_decision, insert_locks
from server.storage.drafts import update_draft
from server.storage.log import UpdateLog
from server.storage.pens import former_statuses, lift_locks, list_heads, lock_heads, set_statuses
from server.storage.states import read_states
from server.storage.tables import drafts, locks
from tests.storage.conftest import HandClock
from tests.storage.world import World

pytestmark = pytest.mark.anyio


def decide(writing: Writing, world: World) -> str:
    key = fresh_id()
    row = {"id": key, "agenda": world.agenda, "draft": world.draft, "act": "test", "person": world.chair.person}
    insert_decision(writing, row)
    return key


def lock(writing: Writing, world: World, text: str, reason: LockReason, status: TextStatus) -> str:
    decision = decide(writing, world)
    row = {"id": fresh_id(), "language_version": text, "reason": reason, "status": status, "decision": decision}
    insert_locks(writing, [row])
    return decision


async def test_statuses_are_set_together_and_lock_epochs_rise(database: Database, world: World) -> None:
    texts = [world.english, world.french]
    done = await database.write(lambda writing: set_statuses(writing, texts, TextStatus.PAUSED))
    assert done == dict.fromkeys(texts, ("paused", 1))
    again = await database.write(lambda writing: set_statuses(writing, texts[:1], TextStatus.OPEN))
    assert again == {world.english: ("open", 2)}
    assert await database.write(lambda writing: set_statuses(writing, [], TextStatus.OPEN)) == {}
    rows = await database.write(lambda writing: lock_heads(writing, world.draft, [world.clause]))
    assert {row["id"]: row["status"] for row in rows} == {world.english: "open", world.french: "paused"}
    assert rows == await database.read(lambda reading: list_heads(reading, world.draft, [world.clause]))
    assert await database.read(lambda reading: list_heads(reading, world.draft, [])) == []


async def test_d2_the_former_status_is_that_of_the_newest_lock_but_for_pauses(
    database: Database, world: World, clock: HandClock
) -> None:
    texts = [world.english, world.french]

    def work(writing: Writing) -> None:
        lock(writing, world, world.french, LockReason.AGREED, TextStatus.TRANSLATING)
        for text in texts:
            lock(writing, world, text, LockReason.PAUSE, TextStatus.PAUSED)

    await database.write(work)
    former = {world.english: TextStatus.OPEN, world.french: TextStatus.TRANSLATING}
    assert await database.read(lambda reading: former_statuses(reading, texts)) == former
    clock.now_ms += 1
    await database.write(lambda w: lock(w, world, world.french, LockReason.AGREED, TextStatus.LOCKED))
    assert (await database.read(lambda r: former_statuses(r, texts)))[world.french] is TextStatus.LOCKED
    await database.write(lambda w: lift_locks(w, texts, decide(w, world), reason=LockReason.PAUSE))
    standing = select(locks.c.reason).where(locks.c.released_at.is_(None))
    assert await database.read(lambda r: set(r.connection.execute(standing).scalars())) == {"agreed"}
    await database.write(lambda writing: lift_locks(writing, texts, decide(writing, world)))
    assert await database.read(lambda r: former_statuses(r, texts)) == dict.fromkeys(texts, TextStatus.OPEN)


def write_words(words: str, actor: Actor) -> tuple[bytes, Batch]:
    content = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": words}]}]}
    update = build_update(content, 7)
    length = len(words) + 2
    edit = Edit(update, actor, (Span(7, 0, length),), ())
    return update, Batch("", 0, 1, 0, (edit,), (Claim(7, actor.person, 0, length),))


async def test_states_are_read_from_the_log_with_or_without_checkpoint_and_text(
    database: Database, log: UpdateLog, world: World
) -> None:
    update, batch = write_words("Words", world.egypt.actor)
    written = Batch(world.english, batch.head, 1, 0, batch.edits, batch.claims)
    await log.commit([written])
    content = read_state(update)
    text = Text(canonical_json(content), text_hash(content))

    async def read() -> dict[str, Any]:
        states = await database.read(lambda reading: read_states(reading, [world.english, world.french]))
        return {state.language_version: (state.seq, state.json, state.hash) for state in states}

    empty = (0, canonical_json(read_state()), text_hash(read_state()))
    whole = {world.english: (1, text.json, text.hash), world.french: empty}
    assert await read() == whole
    await log.keep_text(world.english, 1, 1, text)
    assert await read() == whole
    await log.checkpoint(world.english, 1, Checkpoint(1, update, b""), text)
    assert await read() == whole
    states = await database.read(lambda reading: read_states(reading, [world.english]))
    assert read_state(states[0].state) == content


async def test_d5_settings_reach_the_mirror_with_the_next_moment_at_which_they_change(
    database: Database, authority: Authority, world: World
) -> None:
    row = await database.read(lambda r: dict(r.connection.execute(select(drafts)).mappings().one()))
    assert authority.next_boundary(0) is not None
    await database.write(lambda writing: update_draft(writing, row, {"mode": "closed", "closes_at": 2_000_000}))
    await authority.load()
    found = authority.draft(world.draft)
    assert found is not None
    assert (found.facts.mode, found.facts.closes_ms) == ("closed", 2_000_000)
    assert authority.next_boundary(1_999_999) == 2_000_000
    assert authority.next_boundary(2_000_000) != 2_000_000


async def test_a22_a_choice_is_kept_by_sign_in_and_process_and_the_last_one_counts(
    database: Database, authority: Authority, world: World
) -> None:
    database.listen(authority.hear)
    session, seat = world.egypt.session, world.egypt.seat
    for delegation in (world.ghana.delegation, None, world.egypt.delegation):
        choice = partial(choose, session=session, process=world.process, seat=seat, delegation=delegation)
        await database.write(choice)
        chosen = await database.read(lambda reading: choices_of(reading, session))
        assert chosen == {world.process: Choice(seat, delegation)}
    assert await database.read(lambda reading: choices_of(reading, world.ghana.session)) == {}
    await authority.settled()
    held = authority.seat_of(session, world.process)
    assert held is not None and held.id == seat
