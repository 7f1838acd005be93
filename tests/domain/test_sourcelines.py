"""Which files are taken (server/domain/IMPORT.md 1, 2, 25)."""

import pytest

from server.domain.cutting import cut, read_source
from server.domain.errors import TooLarge, Unusable


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty", 1),
        (b"\xef\xbb\xbf \r\n\t", "empty", 1),
        ("Été".encode("latin-1"), "not_utf8", 1),
        (b"one\r\ntwo\nthr\xe9e", "not_utf8", 3),
        ("Words".encode("utf-16"), "not_utf8", 1),
        ("Words".encode("utf-16-le"), "binary", 1),
        (b"%PDF-1.7\n\x00\x01\xff", "binary", 2),
        (b"\xed\xa0\x80", "not_utf8", 1),
    ],
)
def test_what_is_no_utf8_text_is_refused_whole_with_its_line(data: bytes, code: str, line: int) -> None:
    """IMPORT 1."""
    with pytest.raises(Unusable) as refused:
        read_source(data)
    assert (refused.value.code, refused.value.detail["line"]) == (code, line)


def test_fifty_megabytes_are_refused() -> None:
    """IMPORT 1."""
    with pytest.raises(TooLarge) as refused:
        read_source(b"words " * 8_400_000)
    assert refused.value.code == "file_too_large"


def test_a_byte_order_mark_is_dropped_and_nothing_else_is_changed() -> None:
    """IMPORT 2."""
    decomposed = "e\u0301t\u00e9 \u201cword\u201d\u00a0\u2028\r\n"
    assert read_source(b"\xef\xbb\xbf" + decomposed.encode()) == decomposed


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("x\n\n" * 20_001, "too_many_clauses"),
        ("x" * 1_000_001, "clause_too_long"),
        ("[^1]\n\n" * 6_000 + "[^1]: " + "x" * 1_000, "file_too_large"),
    ],
)
def test_a_text_beyond_all_measure_is_refused(source: str, code: str) -> None:
    """IMPORT 25."""
    with pytest.raises(TooLarge) as refused:
        cut(source, markdown=True)
    assert refused.value.code == code


def test_markup_without_words_is_empty() -> None:
    with pytest.raises(Unusable) as refused:
        cut("---\n\n***\n", markdown=True)
    assert refused.value.code == "empty"
