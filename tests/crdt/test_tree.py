"""ProseMirror JSON goes into a shared document and comes out as it was."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from server.crdt.ledger import Ledger
from server.crdt.marks import read_key, write_key
from server.crdt.tree import build_update, check_content, merge_state, read_document, read_state
from server.domain.canonical import normalise
from server.domain.errors import Unusable

IDS = [f"01900000-0000-7000-8000-00000000000{n}" for n in range(4)]
Node = dict[str, Any]


def doc_of(*blocks: Node) -> Node:
    return {"type": "doc", "content": list(blocks)}


def paragraph(*content: Node) -> Node:
    return {"type": "paragraph", "content": list(content)}


def text(words: str, *marks: Node) -> Node:
    return {"type": "text", "text": words, "marks": list(marks)}


def identity(mark: Node) -> str:
    return str(mark["type"] if mark["type"] != "bracket" else mark["attrs"])


BRACKETS: st.SearchStrategy[Node] = st.sampled_from(IDS).map(lambda id: {"type": "bracket", "attrs": {"id": id}})
MARKS = st.lists(
    st.one_of(
        st.sampled_from([*map(dict[str, Any], ({"type": "strong"}, {"type": "emphasis"}))]),
        BRACKETS,
        st.sampled_from(["en", "zh-Hans"]).map(lambda code: {"type": "lang", "attrs": {"code": code}}),
    ),
    unique_by=identity,
    max_size=4,
)
TEXTS = st.builds(lambda words, marks: text(words, *marks), st.text(st.characters(codec="utf-8"), max_size=6), MARKS)
ATOMS = st.one_of(
    st.just({"type": "hard_break"}),
    st.builds(lambda t: {"type": "blank", "attrs": {"text": t}}, st.sampled_from(["x", "number"])),
    st.builds(lambda id: {"type": "reference", "attrs": {"clause": id}}, st.sampled_from([None, *IDS])),
    st.builds(
        lambda n: {"type": "citation", "attrs": {"instrument": n, "locator": None}}, st.sampled_from(["", "A/1"])
    ),
    st.builds(lambda content: {"type": "footnote", "content": content}, st.lists(TEXTS, max_size=2)),
)
PARAGRAPHS = st.lists(st.one_of(TEXTS, ATOMS), max_size=5).map(lambda content: paragraph(*content))
BLOCKS = st.recursive(
    PARAGRAPHS,
    lambda blocks: st.builds(
        lambda attrs, items: {"type": "ordered_list", "attrs": attrs, "content": items},
        st.sampled_from([{}, {"start": 3}, {"start": 1.0, "style": "lower-roman"}]),
        st.lists(
            st.builds(
                lambda label, content: {"type": "list_item", "attrs": {"label": label}, "content": content},
                st.sampled_from([None, "(a)"]),
                st.lists(blocks, max_size=2),
            ),
            max_size=2,
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(BLOCKS, max_size=4), st.integers(1, (1 << 53) - 1))
def test_any_text_of_the_schema_survives_and_passes_the_ledger(blocks: list[Node], client: int) -> None:
    document = doc_of(*blocks)
    update = build_update(document, client)
    assert read_state(update) == normalise(document)
    ledger = Ledger()
    effect = ledger.inspect(update, "secretariat")
    assert ledger.commit(effect, update) == ()
    assert list(ledger.state_vector) == ([client] if blocks else [])


def test_attributes_are_stored_with_their_defaults_as_the_editor_does() -> None:
    doc: Doc[Any] = Doc()
    doc.apply_update(build_update(doc_of({"type": "ordered_list", "attrs": {"start": 2}}), 7))
    (element,) = doc.get("prosemirror", type=XmlFragment).children
    assert isinstance(element, XmlElement)
    assert dict(element.attributes.__iter__()) == {"start": 2, "style": "decimal"}


def test_neighbouring_shared_texts_read_as_one() -> None:
    doc: Doc[Any] = Doc()
    root = doc.get("prosemirror", type=XmlFragment)
    element = root.children.append(XmlElement("paragraph"))
    element.children.append(XmlText("one "))
    element.children.append(XmlText("text"))
    assert read_document(doc) == doc_of({"type": "paragraph", "content": [{"type": "text", "text": "one text"}]})


def test_merging_keeps_the_text_and_forgets_what_is_deleted() -> None:
    doc: Doc[Any] = Doc(client_id=9)
    start = build_update(doc_of(paragraph(text("a secret"))), 7)
    doc.apply_update(start)
    before = doc.get_state()
    del doc.get("prosemirror", type=XmlFragment).children[0]
    merged = merge_state(start, doc.get_update(before))
    assert read_state(merged) == doc_of()
    assert b"secret" not in merged


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        ([], "root"),
        ({"type": "paragraph"}, "root"),
        ({"type": "doc", "content": {}}, "shape"),
        ({"type": "doc", "content": "text"}, "shape"),
        (doc_of({"type": "paragraph", "text": "x"}), "shape"),
        (doc_of({"type": "list_item"}), "node"),
        (doc_of({"type": "table"}), "node"),
        (doc_of({}), "node"),
        ({"type": "doc", "content": ["x"]}, "node"),
        (doc_of({"type": ["paragraph"]}), "node"),
        (doc_of(text("loose")), "node"),
        (doc_of(paragraph(paragraph())), "node"),
        (doc_of({"type": "paragraph", "attrs": {"class": "x"}}), "attributes"),
        (doc_of({"type": "ordered_list", "attrs": {"start": -1}}), "attributes"),
        (doc_of({"type": "ordered_list", "attrs": {"start": True}}), "attributes"),
        (doc_of({"type": "ordered_list", "attrs": {"start": 1.5}}), "attributes"),
        (doc_of({"type": "ordered_list", "attrs": {"start": float("inf")}}), "attributes"),
        (doc_of({"type": "ordered_list", "attrs": {"start": float("nan")}}), "attributes"),
        (doc_of({"type": "ordered_list", "attrs": {"start": "1"}}), "attributes"),
        (doc_of({"type": "ordered_list", "attrs": {"style": None}}), "attributes"),
        (doc_of({"type": "ordered_list", "attrs": {"style": 1}}), "attributes"),
        (doc_of({"type": "ordered_list", "attrs": {"style": "decimal\n"}}), "attributes"),
        (doc_of({"type": "ordered_list", "attrs": [1]}), "attributes"),
        (doc_of({"type": "paragraph", "marks": [{"type": "blink"}]}), "marks"),
        (doc_of(paragraph(text("x", {"type": "blink"}))), "marks"),
        (doc_of(paragraph(text("x", {"type": "link"}))), "marks"),
        (doc_of(paragraph(text("x", {"type": ["link"]}))), "marks"),
        (doc_of(paragraph(text("x", {"type": "link", "attrs": {"href": "javascript:x"}}))), "marks"),
        (doc_of(paragraph(text("x", {"type": "strong", "size": 1}))), "marks"),
        (doc_of(paragraph({"type": "text", "text": "x", "marks": "strong"})), "marks"),
        (doc_of(paragraph({"type": "text", "text": "\ud83d"})), "text"),
        (doc_of(paragraph({"type": "text", "text": 7})), "text"),
        (doc_of(paragraph({"type": "text"})), "text"),
        (doc_of(paragraph({"type": "text", "text": "x", "attrs": {}})), "text"),
        (doc_of(paragraph(text("x" * 600_000)), paragraph(text("x" * 400_001))), "length"),
    ],
)
def test_what_is_not_in_the_schema_is_unusable(document: Any, wrong: str) -> None:
    with pytest.raises(Unusable) as refused:
        check_content(document)
    assert (refused.value.code, refused.value.detail["wrong"]) == ("not_in_schema", wrong)


def nest(depth: int) -> Node:
    block: Node = {"type": "paragraph"}
    for level in range(depth - 1):
        block = {"type": ("list_item", "bullet_list")[level % 2], "content": [block]}
    return doc_of(block)


def test_nesting_ends_where_the_ledger_ends_it() -> None:
    update = build_update(nest(31), 7)
    Ledger().inspect(update, "secretariat")
    with pytest.raises(Unusable) as refused:
        build_update(nest(33), 7)
    assert refused.value.detail["wrong"] == "depth"
    with pytest.raises(Unusable):
        check_content(nest(20_001))


@pytest.mark.parametrize(
    ("id", "key"),
    [
        ("01900000-0000-7000-8000-000000000001", "bracket--qQLGUx1i"),
        ("é😀" * 40, "bracket--DBYIOGxY"),
        (None, "bracket--/IQzb+rF"),
    ],
)
def test_overlapping_marks_are_hashed_as_y_prosemirror_hashes_them(id: str | None, key: str) -> None:
    assert write_key("bracket", {"id": id}) == key
    assert read_key(key) == "bracket"


def test_only_strings_and_null_are_hashed() -> None:
    with pytest.raises(TypeError):
        write_key("bracket", {"id": 7})
