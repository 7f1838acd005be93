"""Equal texts have one form and one hash; the form is stable under itself and holds what is written, no more."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.canonical import canonical_json, count_brackets, is_empty, normalise, plain_text, text_hash, walk

Node = dict[str, Any]
ONE, TWO = (f"01900000-0000-7000-8000-00000000000{n}" for n in (1, 2))
STRONG, EMPHASIS = {"type": "strong"}, {"type": "emphasis"}


def bracket(id: str) -> Node:
    return {"type": "bracket", "attrs": {"id": id}}


def doc(*blocks: Node) -> Node:
    return {"type": "doc", "content": list(blocks)}


def paragraph(*content: Node) -> Node:
    return {"type": "paragraph", "content": list(content)}


def text(words: str, *marks: Node) -> Node:
    return {"type": "text", "text": words, **({"marks": list(marks)} if marks else {})}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (doc(), {"type": "doc"}),
        (doc({"type": "paragraph"}), doc({"type": "paragraph", "content": [], "attrs": {}, "marks": []})),
        (doc({"type": "paragraph"}), doc(paragraph(text("")))),
        (doc(paragraph(text("one text"))), doc(paragraph(text("one "), text(""), text("text")))),
        (doc(paragraph(text("ab", STRONG))), doc(paragraph(text("a", STRONG), text("b", STRONG, STRONG)))),
        (doc(paragraph(text("a", STRONG, EMPHASIS))), doc(paragraph(text("a", EMPHASIS, STRONG)))),
        (doc(paragraph(text("a", bracket(ONE), bracket(TWO)))), doc(paragraph(text("a", bracket(TWO), bracket(ONE))))),
        (doc(paragraph(text("a", STRONG))), doc(paragraph(text("a", {"type": "strong", "attrs": {}})))),
        (doc(paragraph({"type": "hard_break"})), doc(paragraph({"type": "hard_break", "marks": [STRONG]}))),
        (
            doc({"type": "ordered_list"}),
            doc({"type": "ordered_list", "attrs": {"start": 1.0, "style": "decimal"}}),
        ),
        (
            doc({"type": "ordered_list", "attrs": {"start": 4}}),
            doc({"type": "ordered_list", "attrs": {"style": "decimal", "start": 4.0}}),
        ),
        (
            doc({"type": "bullet_list", "content": [{"type": "list_item"}]}),
            doc({"type": "bullet_list", "content": [{"type": "list_item", "attrs": {"label": None}}]}),
        ),
    ],
)
def test_texts_that_are_equal_have_one_form_and_one_hash(one: Node, other: Node) -> None:
    assert normalise(one) == normalise(other)
    assert canonical_json(one) == canonical_json(other)
    assert text_hash(one) == text_hash(other)


@pytest.mark.parametrize(
    "other",
    [
        doc(paragraph(text("a b"))),
        doc(paragraph(text("a", STRONG))),
        doc(paragraph(text("a", bracket(ONE)))),
        doc(paragraph(text("a", bracket(TWO)))),
        doc(paragraph(text("a")), paragraph()),
        doc(paragraph(text("a"), {"type": "hard_break"})),
        doc(paragraph(text("A"))),
    ],
)
def test_texts_that_differ_have_different_hashes(other: Node) -> None:
    assert text_hash(doc(paragraph(text("a")))) != text_hash(other)


def test_the_form_is_the_one_that_was_published() -> None:
    """A change here breaks the proof of every text that was ever printed."""
    document = doc(paragraph(text("é ", bracket(ONE)), {"type": "blank", "attrs": {"text": "number"}}))
    form = (
        '{"content":[{"content":[{"marks":[{"attrs":{"id":"01900000-0000-7000-8000-000000000001"},"type":"bracket"}],'
        '"text":"é ","type":"text"},{"attrs":{"text":"number"},"type":"blank"}],"type":"paragraph"}],"type":"doc"}'
    )
    assert canonical_json(document) == form
    assert text_hash(document) == "731a1ce4b8e4ac08dfcfa95dd7e1b07e28c78081e0a95f83953df7c5b35219e5"


def test_marks_stand_in_the_order_of_the_schema_and_unknown_ones_last() -> None:
    link = {"type": "link", "attrs": {"href": "https://example.org"}}
    marks = [{"type": "a"}, EMPHASIS, STRONG, bracket(TWO), bracket(ONE), link]
    (block,) = normalise(doc(paragraph(text("x", *marks))))["content"]
    assert block["content"][0]["marks"] == [link, bracket(ONE), bracket(TWO), STRONG, EMPHASIS, {"type": "a"}]


@given(st.recursive(st.just(text("a")), lambda n: st.lists(n, max_size=3).map(lambda c: paragraph(*c)), max_leaves=8))
def test_the_form_of_a_form_is_itself(block: Node) -> None:
    once = normalise(doc(block))
    assert normalise(once) == once
    assert json.loads(canonical_json(once)) == once


def test_unknown_nodes_keep_what_they_hold() -> None:
    table = {"type": "table", "attrs": {"rows": 2}, "content": [text("a")]}
    assert normalise(doc(table)) == doc(table)


def test_normalising_leaves_the_original_as_it_is() -> None:
    document = doc(paragraph(text("a"), text("b")))
    before = json.dumps(document)
    normalise(document)
    assert json.dumps(document) == before


def test_plain_text_has_a_line_for_each_block_of_text() -> None:
    items = [{"type": "list_item", "content": [paragraph(text(words)), {"type": "paragraph"}]} for words in ("b", "c")]
    document = doc(paragraph(text("a")), {"type": "bullet_list", "content": items})
    assert plain_text(document) == "a\nb\n\nc\n"
    assert plain_text(doc()) == ""


def test_plain_text_names_what_is_no_text() -> None:
    document = doc(
        paragraph(
            text("fund"),
            {"type": "footnote", "content": [text("See "), text("note", STRONG)]},
            {"type": "hard_break"},
            {"type": "blank"},
            {"type": "blank", "attrs": {"text": "number"}},
            {"type": "footnote"},
            {"type": "reference", "attrs": {"clause": ONE}},
            {"type": "citation", "attrs": {"instrument": "A/RES/1", "locator": "para. 4"}},
            {"type": "citation", "attrs": {"instrument": "A/RES/2"}},
            {"type": "citation"},
        )
    )
    assert plain_text(document) == "fund See note\n[x][number] A/RES/1, para. 4A/RES/2"


def test_brackets_are_counted_by_id_and_blanks_each() -> None:
    document = doc(
        paragraph(text("a", bracket(ONE)), text("b"), text("c", bracket(ONE), bracket(TWO)), {"type": "blank"}),
        paragraph({"type": "blank"}, {"type": "footnote", "content": [text("d", bracket(TWO))]}),
    )
    assert count_brackets(document) == 4
    assert count_brackets(doc()) == 0


@pytest.mark.parametrize(
    ("block", "empty"),
    [
        ({"type": "paragraph"}, True),
        (paragraph(text(" \u00a0\n"), {"type": "hard_break"}), True),
        (paragraph({"type": "footnote"}), True),
        (paragraph(text("a")), False),
        (paragraph({"type": "footnote", "content": [text("a")]}), False),
        (paragraph({"type": "blank"}), False),
        (paragraph({"type": "reference", "attrs": {"clause": ONE}}), False),
        (paragraph({"type": "citation", "attrs": {"instrument": "A/RES/1"}}), False),
    ],
)
def test_a_text_is_empty_if_nobody_could_read_anything(block: Node, empty: bool) -> None:
    assert is_empty(doc(block)) is empty


def test_walking_goes_in_reading_order() -> None:
    document = doc(paragraph(text("a"), text("b", STRONG)), paragraph(text("c")))
    assert [node["text"] for node in walk(document) if "text" in node] == ["a", "b", "c"]
