"""Ranges behave as the set of integers that they stand for, and are as few as can be."""

from hypothesis import given
from hypothesis import strategies as st

from server.crdt.ranges import Ranges

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=12)


def fill(spans: list[tuple[int, int]]) -> tuple[Ranges, set[int]]:
    ranges, model = Ranges(), set[int]()
    for start, length in spans:
        ranges.add(start, start + length)
        model.update(range(start, start + length))
    return ranges, model


@given(SPANS)
def test_ranges_hold_what_was_added_and_never_touch(spans: list[tuple[int, int]]) -> None:
    ranges, model = fill(spans)
    assert {value for value in range(60) if value in ranges} == model
    assert len(ranges) == len(model) and bool(ranges) == bool(model)
    edges = [edge for pair in zip(ranges.starts, ranges.ends, strict=True) for edge in pair]
    assert edges == sorted(set(edges))


@given(SPANS, st.integers(0, 45), st.integers(1, 15))
def test_missing_and_covers_agree_with_the_set(spans: list[tuple[int, int]], start: int, length: int) -> None:
    ranges, model = fill(spans)
    wanted = set(range(start, start + length))
    gaps = ranges.missing(start, start + length)
    assert [value for gap in gaps for value in range(*gap)] == sorted(wanted - model)
    assert all(first < last for first, last in gaps)
    assert ranges.covers(start, start + length) == (wanted <= model)


@given(SPANS, SPANS)
def test_joined_counts_the_ranges_of_a_union(spans: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    both, _ = fill(spans + others)
    assert fill(spans)[0].joined(fill(others)[0]) == len(both.starts)
