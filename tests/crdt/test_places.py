"""What may stand where: nodes, marks, attributes, surrogate pairs, and structs whose places were deleted."""

from typing import Any

import pytest
from pycrdt import Doc

from server.crdt.codec import DELETED, GC, Struct
from server.crdt.ledger import Ledger, Rejection
from server.crdt.marks import write_key
from server.crdt.tree import read_document
from server.domain.edits import Span
from tests.crdt.agreement import accept, apply, assert_agreement
from tests.crdt.scene import ANA, BASE, BEN, BRACKET, NEXT, ROOT, TEXT, refusal
from tests.crdt.writing import element, format_, shared_text, string, struct, update, values


@pytest.mark.parametrize(
    "structs",
    [
        (element((BEN, 0), "paragraph", parent="meta"),),
        (string((BEN, 0), "x", parent=ROOT),),
        (shared_text((BEN, 0), parent=ROOT),),
        (values((BEN, 0), 1, parent=ROOT, key="start"),),
        (element((BEN, 0), "list_item", parent=ROOT),),
        (element((BEN, 0), "script", parent=ROOT),),
        (element((BEN, 0), "text", parent=(ANA, 0)),),
        (element((BEN, 0), "paragraph", origin=(ANA, 1)),),
        (element((BEN, 0), "hard_break", origin=(ANA, 2)),),
        (element((BEN, 0), "hard_break", parent=(ANA, 2)),),
        (shared_text((BEN, 0), parent=(ANA, 7)),),
        (values((BEN, 0), 1, origin=(ANA, 2)),),
        (values((BEN, 0), 1, origin=(ANA, 0)),),
    ],
)
def test_what_the_schema_has_no_room_for_is_forged(ledger: Ledger, structs: tuple[Struct, ...]) -> None:
    assert refusal(ledger, *structs) == "forged"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("strong", True),
        ("strong", {"size": 7}),
        ("strong--abcdefgh", {}),
        ("blink", {}),
        ("blink", None),
        ("link", {}),
        ("link", {"href": "javascript:alert(1)"}),
        ("link", "https://example.org"),
        ("bracket", BRACKET),
        ("bracket", None),
        ("bracket--abcdefgh", BRACKET),
        (write_key("bracket", BRACKET), {"id": "7"}),
        (write_key("bracket", BRACKET), {}),
    ],
)
def test_a_mark_that_the_editor_does_not_write_is_forged(ledger: Ledger, key: str, value: object) -> None:
    assert refusal(ledger, format_((BEN, 0), key, value, origin=(ANA, 2))) == "forged"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("strong", {}),
        ("strong", None),
        ("link", {"href": "https://example.org"}),
        (write_key("bracket", BRACKET), BRACKET),
        ("bracket--abcdefgh", None),
    ],
)
def test_a_mark_that_the_editor_writes_is_taken(ledger: Ledger, doc: Doc[Any], key: str, value: object) -> None:
    accept(ledger, doc, update(format_((BEN, 0), key, value, origin=(ANA, 2))), "ben")
    assert_agreement(ledger, doc)


@pytest.mark.parametrize(
    "value",
    [
        values((BEN, 0), "x", origin=(ANA, 8)),
        values((BEN, 0), 100_001, origin=(ANA, 8)),
        values((BEN, 0), True, origin=(ANA, 8)),
        values((BEN, 0), None, origin=(ANA, 8)),
        values((BEN, 0), 2, "x", origin=(ANA, 8)),
        values((BEN, 0), 2, right=(ANA, 8)),
        string((BEN, 0), "x", origin=(ANA, 8)),
        element((BEN, 0), "list_item", origin=(ANA, 8)),
        values((BEN, 0), "x", parent=(ANA, 7), key="onclick"),
        values((BEN, 0), "x", parent=(ANA, 1), key="start"),
        struct((BEN, 0), DELETED, parent=(ANA, 7), key="onclick"),
    ],
)
def test_an_attribute_or_value_that_is_not_in_the_schema_is_forged(ledger: Ledger, value: Struct) -> None:
    assert refusal(ledger, value) == "forged"


def test_an_integer_that_browsers_read_as_bigint_is_forged(ledger: Ledger) -> None:
    data = update(values((BEN, 0), 3, origin=(ANA, 8)))[:-3] + b"\x7a" + bytes(7) + b"\x03" + b"\0"
    with pytest.raises(Rejection, match="attribute value"):
        ledger.inspect(data, "ben")


def test_a_value_takes_the_place_of_the_former_one(ledger: Ledger, doc: Doc[Any]) -> None:
    event = apply(doc, frame := update(values((BEN, 0), 5, origin=(ANA, 8))))
    assert ledger.commit(ledger.inspect(frame, "ben"), event) == (Span(ANA, 8, 9),)
    accept(ledger, doc, update(struct((BEN, 1), DELETED, origin=(BEN, 0))), "ben")
    assert_agreement(ledger, doc)


@pytest.mark.parametrize(
    "structs",
    [
        (string((BEN, 0), "x", origin=(ANA, 4)),),
        (string((BEN, 0), "x", right=(ANA, 5)),),
        (string((BEN, 0), "😀", origin=(ANA, 6)), string((BEN, 2), "x", origin=(BEN, 0))),
    ],
)
def test_an_insertion_within_a_surrogate_pair_is_a_split(ledger: Ledger, structs: tuple[Struct, ...]) -> None:
    assert refusal(ledger, *structs) == "split"


@pytest.mark.parametrize("span", [(4, 1), (5, 1), (2, 3), (5, 2)])
def test_a_deletion_of_half_a_surrogate_pair_is_a_split(ledger: Ledger, span: tuple[int, int]) -> None:
    assert refusal(ledger, deleted={ANA: [span]}) == "split"


def test_a_known_string_that_goes_on_within_a_pair_is_a_split(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(string((BEN, 0), "ab", origin=(ANA, 6))), "ben")
    assert refusal(ledger, string((BEN, 0), "a😀", origin=(ANA, 6))) == "split"


def test_a_whole_pair_may_go(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(deleted={ANA: [(4, 2)]}), "ben")
    assert_agreement(ledger, doc)


@pytest.mark.parametrize(
    "structs",
    [
        (string((BEN, 0), "x", origin=(ANA, 2), right=(ANA, 0)),),
        (struct((BEN, 0), DELETED, origin=(ANA, 0), right=(ANA, 8)),),
        (struct((BEN, 0), GC, length=2), string((BEN, 2), "x", origin=(BEN, 0), right=(ANA, 3))),
    ],
)
def test_a_struct_between_two_places_is_forged(ledger: Ledger, structs: tuple[Struct, ...]) -> None:
    assert refusal(ledger, *structs) == "forged"


def test_a_struct_that_goes_on_elsewhere_is_forged(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(string((BEN, 0), "ab", origin=(ANA, 6))), "ben")
    assert refusal(ledger, string((BEN, 0), "abc", parent=(ANA, 10))) == "forged"
    accept(ledger, doc, update(string((BEN, 0), "abc", origin=(ANA, 6))), "ben")
    assert_agreement(ledger, doc)


def test_whoever_wrote_in_a_place_has_a_neighbour_there(ledger: Ledger) -> None:
    assert refusal(ledger, string((ANA, NEXT), "x", parent=TEXT), person="ana") == "forged"
    first = element((BEN, 0), "paragraph", parent=ROOT)
    assert refusal(ledger, first, element((BEN, 1), "paragraph", parent=ROOT)) == "forged"
    new = string((BEN, 1), "x", parent=(ANA, 10))
    assert refusal(ledger, first, new, string((BEN, 2), "y", parent=(ANA, 10))) == "forged"


def test_what_lies_between_deleted_places_waits_for_the_senders_news(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(deleted={ANA: [(0, 7)]}), "ben")
    accept(ledger, doc, update(struct((BEN, 0), GC)), "ben")
    assert refusal(ledger, string((BEN, 1), "x", origin=(BEN, 0), right=(ANA, 2))) == "gap"


def test_what_a_client_collected_is_taken_as_deleted(ledger: Ledger, doc: Doc[Any]) -> None:
    frame = update(
        struct((BEN, 0), DELETED, length=2, origin=(ANA, 2)),
        struct((BEN, 2), GC, length=3),
        string((BEN, 5), "x", origin=(BEN, 2)),
        element((BEN, 6), "paragraph", parent=(BEN, 3)),
        values((BEN, 7), "x", parent=(BEN, 3), key="onclick"),
        string((BEN, 8), "x", parent=(BEN, 6)),
        deleted={BEN: [(0, 5)]},
    )
    effect = accept(ledger, doc, frame, "ben")
    assert effect.deleted == (Span(BEN, 0, 5),)
    assert_agreement(ledger, doc)
    accept(ledger, doc, update(element((BEN, 9), "paragraph", parent=(BEN, 0))), "ben")
    assert_agreement(ledger, doc)


def test_collected_structs_may_go_on_where_live_ones_were(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(string((BEN, 0), "ab", origin=(ANA, 2))), "ben")
    accept(ledger, doc, update(struct((BEN, 0), GC, length=4), deleted={ANA: [(0, 7)], BEN: [(0, 4)]}), "ben")
    assert_agreement(ledger, doc)


def test_text_put_into_something_deleted_is_deleted_by_implication(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(deleted={ANA: [(0, 7)]}), "ben")
    frame = update(string((BEN, 0), "late", origin=(ANA, 6)))
    effect = ledger.inspect(frame, "ben")
    assert effect.deleted == ()
    assert ledger.commit(effect, apply(doc, frame)) == (Span(BEN, 0, 4),)
    assert_agreement(ledger, doc)


@pytest.mark.parametrize("where", [{"origin": (BEN, 0)}, {"right": (BEN, 1)}, {"origin": (BEN, 1), "right": (BEN, 0)}])
def test_what_goes_on_with_known_words_does_not_stand_beside_them_from_the_start(
    ledger: Ledger, doc: Doc[Any], where: dict[str, Any]
) -> None:
    """Where such words stand depends on what an engine took in before: replicas would differ for ever."""
    accept(ledger, doc, update(string((BEN, 0), "xy", origin=(ANA, 2))), "ben")
    assert refusal(ledger, string((BEN, 0), "xyz", **where)) == "forged"
    accept(ledger, doc, update(string((BEN, 0), "xyz", origin=(ANA, 2))), "ben")


INVERTED = string((BEN, 0), "x", origin=(ANA, 6), right=(ANA, 3))
"""Behind the last letter of a word, and before its second."""


def test_replicas_would_differ_for_good_over_a_struct_whose_neighbours_are_inverted() -> None:
    """One engine holds the word in one block when it comes, another has cut it for somebody else's letter."""
    other = update(string((9, 0), "y", origin=(ANA, 2), right=(ANA, 3)))
    texts = []
    for frames in ((BASE, update(INVERTED), other), (BASE, other, update(INVERTED))):
        doc: Doc[Any] = Doc()
        for frame in frames:
            doc.apply_update(frame)
        texts.append(read_document(doc))
    assert texts[0] != texts[1]


def test_a_struct_whose_neighbours_are_inverted_is_forged(ledger: Ledger, doc: Doc[Any]) -> None:
    assert refusal(ledger, INVERTED) == "forged"
    assert refusal(ledger, string((BEN, 0), "x", origin=(ANA, 3), right=(ANA, 3))) == "forged"
    accept(ledger, doc, update(string((ANA, NEXT), "d", origin=(ANA, 6))), "ana")
    accept(ledger, doc, update(string((ANA, NEXT + 1), "efg", origin=(ANA, NEXT))), "ana")
    again = string((ANA, NEXT + 1), "efgh", origin=(ANA, NEXT))
    accept(ledger, doc, update(again), "ana")
    late = string((BEN, 0), "x", origin=(ANA, NEXT + 4), right=(ANA, NEXT + 1))
    assert refusal(ledger, late) == "forged"
    assert refusal(Ledger.load(ledger.dump()), late) == "forged"


def test_what_was_typed_later_before_what_was_typed_first_is_no_inversion(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(string((ANA, NEXT), "de", right=(ANA, 2))), "ana")
    accept(ledger, doc, update(string((BEN, 0), "x", origin=(ANA, NEXT + 1), right=(ANA, 2))), "ben")
    assert_agreement(ledger, doc)
    assert "dexab" in str(read_document(doc))
    assert refusal(ledger, string((BEN, 1), "x", origin=(ANA, NEXT + 1), right=(ANA, NEXT))) == "forged"
