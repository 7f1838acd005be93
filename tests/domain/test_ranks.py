"""Order keys sort as the clauses stand, and there is room between any two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.ranks import rank_between, spread_ranks


@given(st.integers(1, 2000))
def test_spread_ranks_ascend_and_leave_room(count: int) -> None:
    ranks = spread_ranks(count)
    assert len(set(ranks)) == count
    assert ranks == sorted(ranks)
    for before, after in zip(ranks, ranks[1:], strict=False):
        assert before < rank_between(before, after) < after


@given(st.lists(st.integers(0, 50), max_size=60))
def test_there_is_room_wherever_something_is_put(places: list[int]) -> None:
    ranks: list[str] = []
    for place in places:
        at = min(place, len(ranks))
        before = ranks[at - 1] if at else None
        after = ranks[at] if at < len(ranks) else None
        ranks.insert(at, rank_between(before, after))
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_there_is_nothing_between_keys_in_the_wrong_order() -> None:
    with pytest.raises(ValueError, match="no rank between"):
        rank_between("b", "a")
