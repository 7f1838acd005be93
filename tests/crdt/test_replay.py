"""What a state shows and under which ids: held against pycrdt, and against a history that forgets nothing."""

from itertools import pairwise, product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from server.crdt.codec import STRING, TRUSTED, Malformed, decode_update, utf16_length
from server.crdt.order import Item, State, Tree, lay_over
from server.crdt.replay import Run, overlay, visible
from server.crdt.tree import build_update, merge_state
from server.domain.canonical import Node
from tests.crdt.crowd import Crowd, words_of

CLAUSE = "018f2f6e-0000-7000-8000-000000000001"


def paragraph(*content: object) -> Node:
    return {"type": "paragraph", "content": [_node(part) for part in content]}


def _node(part: object) -> object:
    return {"type": "text", "text": part} if isinstance(part, str) else part


def write(*blocks: Node) -> bytes:
    return build_update({"type": "doc", "content": list(blocks)}, client=7)


def text_of(runs: list[Run], side: str = "in_a") -> str:
    return "".join(run.text for run in runs if getattr(run, side))


def ids_of(runs: list[Run]) -> list[tuple[int, int]]:
    """Return the ids of the characters of text."""
    texts = [run for run in runs if not run.block]
    return [(run.client, run.clock + offset) for run in texts for offset in range(utf16_length(run.text))]


def all_ids(state: bytes) -> list[tuple[int, int]]:
    """Return the ids of every character ever typed, deleted ones too, in document order."""
    full = State(*decode_update(state, TRUSTED))
    return list(_walk(Tree(lay_over(full, full)).root))


def _walk(node: Item) -> list[tuple[int, int]]:
    ids: list[tuple[int, int]] = []
    item = node.first
    while item is not None:
        ids += [(item.client, clock) for clock in range(item.clock, item.end)] if item.ref == STRING else _walk(item)
        item = item.right
    return ids


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_a_state_reads_as_pycrdt_reads_it(seed: int) -> None:
    crowd = Crowd(Random(seed))
    for _ in range(60):
        crowd.edit()
    for state in [*crowd.states(), merge_state(*crowd.sent), crowd.memory.get_update()]:
        assert text_of(visible(state)) == words_of(state)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_two_collected_states_lie_over_each_other_as_in_a_history_that_forgets_nothing(seed: int) -> None:
    crowd = Crowd(Random(seed))
    states = []
    for _ in range(4):
        for _ in range(15):
            crowd.edit()
        states += crowd.states()[:2]
    order = {id_: place for place, id_ in enumerate(all_ids(crowd.memory.get_update()))}
    for a, b in product(states, repeat=2):
        runs = overlay(a, b)
        places = [order[id_] for id_ in ids_of(runs)]
        assert places == sorted(set(places))
        assert (text_of(runs, "in_a"), text_of(runs, "in_b")) == (words_of(a), words_of(b))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32))
def test_a_run_is_text_of_one_client_with_clocks_in_a_row(seed: int) -> None:
    crowd = Crowd(Random(seed))
    for _ in range(40):
        crowd.edit()
    runs = visible(crowd.states()[0])
    assert len(ids_of(runs)) == len(set(ids_of(runs)))
    for run, following in pairwise(runs):
        end = (run.client, run.clock + utf16_length(run.text))
        assert run.block or following.block or end != (following.client, following.clock)


def test_nodes_in_text_read_as_in_plain_text() -> None:
    state = write(
        paragraph(
            "By ",
            {"type": "blank", "attrs": {"text": "date"}},
            {"type": "hard_break"},
            {"type": "reference", "attrs": {"clause": CLAUSE}},
            {"type": "citation", "attrs": {"instrument": "Charter", "locator": "Art. 2"}},
            {"type": "footnote", "content": [_node("As amended.")]},
        )
    )
    assert text_of(visible(state)) == words_of(state) == "By [date]\nCharter, Art. 2 As amended."
    assert [run.block for run in visible(state)] == ["", "blank", "hard_break", "citation", "footnote", ""]


def test_a_reference_reads_as_the_label_that_the_caller_knows() -> None:
    state = write(paragraph("See ", {"type": "reference", "attrs": {"clause": CLAUSE}}))
    labels = {CLAUSE: "12 bis"}
    assert [run.text for run in visible(state, labels.__getitem__)] == ["See ", "12 bis"]


def test_a_break_stands_between_paragraphs_wherever_they_are() -> None:
    items = [{"type": "list_item", "content": [paragraph(text), paragraph("more")]} for text in ("one", "two")]
    state = write(paragraph("Decides:"), {"type": "ordered_list", "content": items}, paragraph())
    assert text_of(visible(state)) == words_of(state) == "Decides:\none\nmore\ntwo\nmore\n"


def test_a_changed_attribute_reads_as_each_state_has_it_under_the_attributes_ids() -> None:
    doc, root = open_text(write(paragraph("By ", {"type": "blank", "attrs": {"text": "date"}})))
    before = doc.get_update()
    root.children[0].children[1].attributes["text"] = "place"
    text, old, new = overlay(before, doc.get_update())
    assert (text.text, text.in_a, text.in_b) == ("By ", True, True)
    assert (old.text, old.in_a, old.in_b, old.client) == ("[date]", True, False, 7)
    assert (new.text, new.in_a, new.in_b, new.client) == ("[place]", False, True, 8)


def test_a_paragraph_put_first_brings_the_break_behind_it() -> None:
    doc, root = open_text(write(paragraph("second")))
    before = doc.get_update()
    root.children.insert(0, XmlElement("paragraph", None, [XmlText("first")]))
    runs = overlay(before, doc.get_update())
    assert [(run.text, run.client, run.in_a) for run in runs] == [
        ("first", 8, False),
        ("\n", 8, False),
        ("second", 7, True),
    ]


def test_clocks_count_utf16_units() -> None:
    doc, root = open_text(write(paragraph("a😀b")))
    root.children[0].children[0].insert(len("a😀".encode()), "X")
    first, typed, rest = visible(doc.get_update())
    assert (first.text, typed.text, rest.text) == ("a😀", "X", "b")
    assert rest.clock - first.clock == 3


def test_a_state_that_refers_to_what_it_lacks_is_refused() -> None:
    doc, root = open_text(write(paragraph("text")))
    known = doc.get_state()
    root.children[0].children[0].insert(2, "X")
    with pytest.raises(Malformed):
        visible(doc.get_update(known))


def test_no_state_is_refused() -> None:
    with pytest.raises(Malformed):
        visible(b"no state")


def test_an_empty_state_shows_nothing() -> None:
    assert overlay(b"\0\0", b"\0\0") == []


def open_text(state: bytes) -> tuple[Doc[Any], Any]:
    """Return a document with the state, which client 8 edits, and its root."""
    doc: Doc[Any] = Doc(client_id=8)
    doc.apply_update(state)
    return doc, doc.get("prosemirror", type=XmlFragment)
