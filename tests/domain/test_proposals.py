"""Three texts become one where nobody's words met. Rule O-8 of domain/SPEC.md."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.canonical import normalise, plain_text
from server.domain.merging import Clash, find_hunks, gather, lay_out, merge_texts
from server.domain.proposal import each_block, is_key, says_the_same

Node = dict[str, Any]


def document(words: str, *marks: Node) -> Node:
    """Return a text of a paragraph for each line."""
    lines = [{"type": "text", "text": line, "marks": list(marks)} for line in words.split("|")]
    return normalise({"type": "doc", "content": [{"type": "paragraph", "content": [line]} for line in lines]})


def merge(base: str, mine: str, theirs: str) -> str | list[Clash]:
    merged = merge_texts(document(base), document(mine), document(theirs))
    return merged if isinstance(merged, list) else plain_text(merged).replace("\n", "|")


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("States share data.", "States shall share data.", "States share all data.", "States shall share all data."),
        ("One.|Two.|Three.", "One.|Two.|Four.", "Zero.|Two.|Three.", "Zero.|Two.|Four."),
        ("One.|Two.|Three.", "One.|Three.", "One now.|Two.|Three.", "One now.|Three."),
        ("One two three four", "One three four", "One two three four five", "One three four five"),
        ("a b c d", "a x c d", "a x c d", "a x c d"),
        ("a b c d e f", "a x c d e f", "a x c d e y", "a x c d e y"),
        ("国家分享数据", "国家都分享数据", "国家分享数据。", "国家都分享数据。"),
        ("الدول تتعاون دائما", "الدول كلها تتعاون دائما", "الدول تتعاون", "الدول كلها تتعاون"),
        ("same", "same", "other", "other"),
        ("same", "other", "same", "other"),
    ],
)
def test_o8_changes_that_do_not_meet_are_both_made(base: str, mine: str, theirs: str, merged: str) -> None:
    assert merge(base, mine, theirs) == merged
    assert merge(base, theirs, mine) == merged


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "clash"),
    [
        ("States share data.", "States give data.", "States withhold data.", Clash("share", "withhold")),
        ("States share data.", "States give data.", "States data.", Clash("share", "")),
        ("One here.|Two here.", "One here.", "One here.|Two there.", Clash("here", "there")),
        ("a b", "a b c", "a b d", Clash("", "d")),
    ],
)
def test_o8_changes_that_meet_are_told(base: str, mine: str, theirs: str, clash: Clash) -> None:
    assert merge(base, mine, theirs) == [clash]


def test_o8_a_bracket_meets_a_change_of_its_words() -> None:
    bracket = {"type": "bracket", "attrs": {"id": "01900000-0000-7000-8000-000000000001"}}
    base = document("States share data.")
    bracketed = document("States share data.", bracket)
    assert merge_texts(base, bracketed, document("States share facts.")) == [Clash("data", "facts")]
    assert merge_texts(base, bracketed, base) == bracketed


def test_o8_a_clash_tells_nodes_by_their_words() -> None:
    def with_(*nodes: Node) -> Node:
        start = {"type": "text", "text": "within "}
        return {"type": "doc", "content": [{"type": "paragraph", "content": [start, *nodes]}]}

    blank = {"type": "blank", "attrs": {"text": "number"}}
    citation = {"type": "citation", "attrs": {"instrument": "A/1", "locator": "2"}}
    days = {"type": "text", "text": "ten"}
    assert merge_texts(with_(blank), with_(days), with_(citation)) == [Clash("[number]", "A/1, 2")]


def test_o8_what_makes_no_text_together_counts_as_met() -> None:
    item: Node = {"type": "list_item", "content": document("One here.")["content"]}
    base = document("One here.|Two here.|Three here.")
    listed = {"type": "doc", "content": [{"type": "bullet_list", "content": [item]}, *base["content"][1:]]}
    quoted: Node = {"type": "ordered_list", "content": [{"type": "list_item", "content": base["content"]}]}
    merged = merge_texts(base, listed, {"type": "doc", "content": [quoted]})
    assert isinstance(merged, list) and merged


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "|"]), max_size=8).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS, WORDS)
def test_o8_what_is_merged_is_one_text_and_nobody_alone_is_refused(base: str, mine: str, theirs: str) -> None:
    first, second, third = map(document, (base, mine, theirs))
    assert merge_texts(first, second, first) == second
    assert merge_texts(first, first, third) == third
    merged = merge_texts(first, second, third)
    assert merged if isinstance(merged, list) else gather(lay_out(merged)) == merged
    hunks = find_hunks(lay_out(first), lay_out(second))
    assert all(one.end < other.start for one, other in zip(hunks, hunks[1:], strict=False))


def test_o8_tokens_that_do_not_nest_make_no_text() -> None:
    tokens = lay_out(document("one"))
    assert gather(tokens) == document("one")
    assert gather(tokens[:-1]) is None
    assert gather([*tokens, tokens[-1]]) is None
    assert gather(tokens[1:2]) is None
    assert gather([tokens[0], *tokens]) is None


def test_o1_a_key_is_a_uuid_that_tells_its_time() -> None:
    assert is_key("01900000-0000-7000-8000-000000000001")
    for other in ("", "01900000-0000-4000-8000-000000000001", "01900000-0000-7000-8000-00000000000A", "../x"):
        assert not is_key(other)


def test_o3_nothing_is_as_good_as_one_empty_paragraph() -> None:
    nothing: Node = {"type": "doc", "content": []}
    assert says_the_same(nothing, document(""))
    assert says_the_same(document("one"), document("one"))
    assert not says_the_same(document("one"), document("One"))
    assert list(each_block(document("one|two"))) == [document("one"), document("two")]
    assert list(each_block("no text")) == list(each_block({"content": "none"})) == []
