"""Spans are stored in few bytes and read back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.edits import Orphan, Span
from server.storage.spans import pack_orphans, pack_spans, unpack_orphans, unpack_spans

CLOCKS = st.integers(0, 2**53 - 1)
SPANS = st.builds(
    lambda client, start, length: Span(client, start, start + length),
    st.one_of(st.integers(0, 3), st.integers(0, 2**53 - 1)),
    CLOCKS,
    CLOCKS,
)


@given(st.lists(SPANS).map(tuple))
def test_spans_are_read_as_they_were_written(spans: tuple[Span, ...]) -> None:
    assert unpack_spans(pack_spans(spans)) == spans


def test_a_keystroke_and_many_deletions_take_few_bytes() -> None:
    assert len(pack_spans([Span(4_000_000_000, 1_000, 1_001)])) == 9
    holes = [Span(4_000_000_000, 4 * n, 4 * n + 2) for n in range(100)]
    assert len(pack_spans(holes)) <= 206
    assert pack_spans([]) == b""


@given(st.lists(SPANS, min_size=1).map(pack_spans), st.data())
def test_bytes_that_end_too_soon_are_refused(packed: bytes, data: st.DataObject) -> None:
    cut = packed[: data.draw(st.integers(1, len(packed) - 1))]
    try:
        assert unpack_spans(cut) == unpack_spans(packed)[: len(unpack_spans(cut))]
    except ValueError:
        return
    with pytest.raises(ValueError, match="spans end"):
        unpack_spans(cut + b"\xff")


def test_an_orphan_without_its_parent_is_no_orphan() -> None:
    orphans = (Orphan(Span(9, 0, 4), Span(7, 2, 3)), Orphan(Span(9, 4, 5), Span(9, 0, 1)))
    assert unpack_orphans(pack_orphans(orphans)) == orphans
    with pytest.raises(ValueError):
        unpack_orphans(pack_spans([Span(9, 0, 4)]))
