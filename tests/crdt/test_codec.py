"""The decoder reads what Yjs and yrs write, to the last byte, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from server.crdt.codec import (
    ANY,
    DELETED,
    ELEMENT,
    FORMAT,
    GC,
    SKIP,
    STRING,
    TEXT,
    TYPE,
    Limits,
    Malformed,
    decode_state_vector,
    decode_update,
    utf16_length,
)
from server.crdt.reader import BigInt, Reader
from server.domain.edits import Span
from tests.crdt.writing import element, format_, scalar, shared_text, string, struct, uint, update, values

EVERYTHING = (
    element((9, 0), "ordered_list", parent="prosemirror"),
    values((9, 1), 3, "x", parent=(9, 0), key="start"),
    shared_text((9, 3), parent=(9, 0)),
    string((9, 4), "a😀", parent=(9, 3)),
    format_((9, 7), "strong", {}, origin=(9, 6), right=(9, 4)),
    struct((9, 8), DELETED, length=70, origin=(1 << 52, 2)),
    struct((9, 78), GC, length=300),
    struct((9, 378), SKIP, length=2),
)


def test_every_kind_of_struct_is_read_as_it_was_written() -> None:
    structs, deleted = decode_update(update(*EVERYTHING, deleted={3: [(4, 5), (200, 1)]}))
    assert tuple(structs) == EVERYTHING
    assert deleted == [Span(3, 4, 9), Span(3, 200, 201)]


def test_what_pycrdt_writes_is_read() -> None:
    doc: Doc[XmlFragment] = Doc(client_id=5)
    root = doc.get("prosemirror", type=XmlFragment)
    paragraph = root.children.append(XmlElement("ordered_list"))
    paragraph.attributes["start"] = 3
    text = paragraph.children.append(XmlText())
    text.insert(0, "a😀b", {"strong": {}})
    text.insert(len("a😀b".encode()), "!", {"strong": None})
    del text[0:1]
    structs, deleted = decode_update(doc.get_update())
    assert [each.ref for each in structs] == [TYPE, ANY, TYPE, FORMAT, DELETED, STRING, FORMAT, STRING]
    assert structs[0].content == (ELEMENT, "ordered_list")
    assert (structs[1].content, structs[1].key) == ([3.0], "start")
    assert structs[2].content == (TEXT, "")
    assert (structs[5].length, structs[5].content) == (3, "😀b")
    assert deleted == [Span(5, 4, 5)]


@pytest.mark.parametrize("size", range(len(update(*EVERYTHING))))
def test_a_truncated_update_is_malformed(size: int) -> None:
    with pytest.raises(Malformed):
        decode_update(update(*EVERYTHING)[:size])


def test_trailing_bytes_are_malformed() -> None:
    with pytest.raises(Malformed, match="trailing"):
        decode_update(update(*EVERYTHING) + b"\0")


@pytest.mark.parametrize(
    "limits",
    [
        Limits(size=10),
        Limits(structs=len(EVERYTHING) - 1),
        Limits(length=299),
        Limits(ranges=0),
    ],
)
def test_each_limit_is_a_limit(limits: Limits) -> None:
    data = update(*EVERYTHING, deleted={3: [(4, 5)]})
    decode_update(data, Limits(len(data), len(EVERYTHING), 300, 1))
    with pytest.raises(Malformed) as refused:
        decode_update(data, limits)
    assert refused.value.code == "too_large"


@given(st.text(st.characters(codec="utf-8")))
def test_lengths_are_counted_in_utf16_units(text: str) -> None:
    assert utf16_length(text) == sum(2 if char > "\uffff" else 1 for char in text)


@pytest.mark.parametrize("value", [None, True, False, 0, 1, 63, 64, 100_000, "", "é😀"])
def test_scalars_are_read(value: object) -> None:
    reader = Reader(scalar(value))
    assert reader.scalar() == value
    reader.finish()


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"\x7d\x45", -5),
        (b"\x7c\x40\x40\x00\x00", 3.0),
        (b"\x7b\x3f\xb9\x99\x99\x99\x99\x99\x9a", 0.1),
        (b"\x7a\xff\xff\xff\xff\xff\xff\xff\xff", BigInt(-1)),
        (b"\x7f", None),
    ],
)
def test_scalars_as_lib0_writes_them_are_read(data: bytes, value: object) -> None:
    read = Reader(data).scalar()
    assert (read, type(read)) == (value, type(value))


def test_a_state_vector_is_read() -> None:
    assert decode_state_vector(uint(2) + uint(1 << 40) + uint(300) + uint(2) + uint(0)) == {1 << 40: 300, 2: 0}


@pytest.mark.parametrize("data", [b"", b"\1", b"\1\1", b"\0\0", uint(1 << 33)])
def test_a_broken_state_vector_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        decode_state_vector(data)


@given(st.binary(max_size=200))
def test_noise_raises_nothing_but_malformed(data: bytes) -> None:
    try:
        decode_update(data)
    except Malformed as error:
        assert error.code in ("malformed", "too_large")


def test_what_one_hostile_update_may_hold() -> None:
    assert Limits() == Limits(size=524_288, structs=4_000, length=1_000_000, ranges=100_000)
    assert SKIP == 10
    long = '"' + "x" * 16_382 + '"'
    for json, code in ((long, None), (long[:-1] + 'x"', "too_large")):
        mark = uint(1) + uint(1) + uint(7) + b"\0\x06" + b"\1\1p" + b"\4lang" + uint(len(json)) + json.encode() + b"\0"
        try:
            decode_update(mark)
        except Malformed as error:
            assert error.code == code
        else:
            assert code is None
