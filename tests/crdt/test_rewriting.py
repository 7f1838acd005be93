"""A text is turned into another one by the smallest update: what stays keeps its ids, and the ledger takes it."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.crdt.codec import decode_update
from server.crdt.ledger import Ledger
from server.crdt.replay import visible
from server.crdt.tree import build_update, merge_state, read_state, rewrite_update
from server.domain.canonical import normalise, plain_text
from server.domain.errors import Unusable
from tests.crdt.crowd import Crowd
from tests.crdt.test_tree import BLOCKS, IDS, doc_of, paragraph, text

AUTHOR, PROPOSER = 7, 9
STRONG = {"type": "strong"}


def rewrite(state: bytes, document: dict[str, Any]) -> bytes:
    """Return the state after it, having made sure that the rooms' ledger takes the update and counts all of it."""
    update = rewrite_update(state, document, PROPOSER)
    if not update:
        assert read_state(state) == normalise(document)
        return state
    ledger = Ledger()
    ledger.replay(state)
    effect = ledger.inspect(update, "proposer")
    after = merge_state(state, update)
    assert ledger.commit(effect, update) == ()
    assert read_state(after) == normalise(document)
    return after


def written_by(state: bytes, client: int) -> list[str]:
    """Return what a state shows of one client, run by run."""
    return [run.text for run in visible(state) if run.client == client and not run.block]


def changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return what stays of the author's words, and what the proposer's are."""
    lines = ([paragraph(text(line)) for line in words.split("|")] for words in (before, after))
    first, second = (doc_of(*blocks) for blocks in lines)
    state = rewrite(build_update(first, AUTHOR), second)
    return written_by(state, AUTHOR), written_by(state, PROPOSER)


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, max_size=4), st.lists(BLOCKS, max_size=4))
def test_any_text_becomes_any_other(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    rewrite(build_update(doc_of(*old), AUTHOR), doc_of(*new))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_a_text_of_many_hands_becomes_one_of_its_other_states(seed: int) -> None:
    crowd = Crowd(Random(seed))
    for _ in range(30):
        crowd.edit()
    for person in range(3):
        crowd.catch_up(person)
    early = read_state(*crowd.sent[: len(crowd.sent) // 2])
    rewrite(crowd.docs[0].get_update(), early)


@pytest.mark.parametrize(
    ("before", "after", "brought"),
    [
        ("States share data.", "States shall share all data.", "shall all "),
        ("一切国家分享数据。", "一切国家都分享数据。", "都"),
        ("تتقاسم الدول البيانات.", "تتقاسم جميع الدول البيانات.", "جميع "),
    ],
)
def test_words_that_stay_keep_their_ids(before: str, after: str, brought: str) -> None:
    kept, new = changed(before, after)
    assert "".join(kept) == before
    assert sorted("".join(new)) == sorted(brought)


def test_paragraphs_that_stay_keep_their_ids_round_new_ones() -> None:
    assert changed("One here.|Two here.|Three here.", "One here.|A new one.|Two is here.|Three here.") == (
        ["One here.", "Two ", "here.", "Three here."], ["A new one.", "is "]
    )  # fmt: skip
    assert changed("One.|Two.|Three.", "One.|Three.") == (["One.", "Three."], [])


def test_marks_change_without_the_words() -> None:
    bracket = {"type": "bracket", "attrs": {"id": IDS[0]}}
    first = doc_of(paragraph(text("States "), text("shall", STRONG), text(" share")))
    second = doc_of(paragraph(text("States ", bracket), text("shall share", bracket, STRONG)))
    state = rewrite(build_update(first, AUTHOR), second)
    assert "".join(written_by(state, AUTHOR)) == "States shall share"
    assert written_by(state, PROPOSER) == []
    assert rewrite(state, first) != state


def test_attributes_change_in_place() -> None:
    item = {"type": "list_item", "attrs": {"label": "(a)"}, "content": [paragraph(text("first"))]}
    other = {**item, "attrs": {"label": None}}
    first = doc_of({"type": "ordered_list", "attrs": {"start": 3}, "content": [item]})
    second = doc_of({"type": "ordered_list", "content": [other]})
    state = rewrite(build_update(first, AUTHOR), second)
    assert written_by(state, AUTHOR) == ["first"]


def test_many_paragraphs_are_rewritten_in_their_order() -> None:
    first = doc_of(*(paragraph(text(f"{n} old")) for n in range(30)))
    second = doc_of(*(paragraph(text(f"{n} new")) for n in range(25)), {"type": "bullet_list"})
    state = rewrite(build_update(first, AUTHOR), second)
    assert plain_text(read_state(state)).splitlines()[:2] == ["0 new", "1 new"]


def test_a_text_written_anew_is_a_few_changes_not_thousands() -> None:
    random = Random(2)
    words = ["the", "of", "and", "to", *(f"word{number}" for number in range(500))]
    first, second = (
        doc_of(*(paragraph(text(" ".join(random.choices(words, k=300)))) for _ in range(20))) for _ in range(2)
    )
    state = build_update(first, AUTHOR)
    assert len(decode_update(rewrite_update(state, second, PROPOSER))[0]) < 100
    rewrite(state, second)


def test_the_same_text_needs_no_update_and_another_must_fit() -> None:
    state = build_update(doc_of(paragraph(text("x"))), AUTHOR)
    assert rewrite_update(state, doc_of(paragraph(text("x"))), PROPOSER) == b""
    with pytest.raises(Unusable, match="not_in_schema"):
        rewrite_update(state, doc_of({"type": "table"}), PROPOSER)
