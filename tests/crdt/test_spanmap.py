"""Values by spans of clocks, against a plain dictionary."""

from hypothesis import given
from hypothesis import strategies as st

from server.crdt.spanmap import SpanMap

PUTS = st.lists(st.tuples(st.integers(1, 2), st.integers(0, 40), st.integers(1, 12), st.integers(0, 5)), max_size=25)


@given(PUTS, st.integers(0, 40), st.integers(1, 20))
def test_what_was_put_last_is_found(puts: list[tuple[int, int, int, int]], start: int, size: int) -> None:
    spans: SpanMap[int] = SpanMap()
    plain: dict[tuple[int, int], int] = {}
    for client, at, units, value in puts:
        spans.put(client, at, at + units, value)
        plain |= dict.fromkeys(((client, clock) for clock in range(at, at + units)), value)
    for client in (1, 2, 3):
        assert [spans.get(client, clock) for clock in range(60)] == [plain.get((client, clock)) for clock in range(60)]
        stretches = list(spans.cut(client, start, start + size))
        spelt = [(clock, value) for low, high, value in stretches for clock in range(low, high)]
        assert spelt == [(clock, plain.get((client, clock))) for clock in range(start, start + size)]
