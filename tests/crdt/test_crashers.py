"""What kills, stalls or bloats a CRDT engine is refused before it, quickly, and leaves no trace."""

import time
import tracemalloc
from typing import Any

import pytest
from pycrdt import Doc

from server.crdt.ledger import Ledger, Rejection
from tests.crdt.agreement import accept, apply
from tests.crdt.crashers import LONG, Crasher, crashers
from tests.crdt.writing import string, update

SECONDS = 1.0
"""Of processor time, which does not grow with what else the machine does. The slowest takes a sixth of it."""
OCTETS = 32 << 20


@pytest.mark.parametrize("crasher", list(crashers()), ids=lambda crasher: crasher.name)
def test_a_crasher_is_refused_at_once_and_leaves_no_trace(crasher: Crasher) -> None:
    ledger = Ledger()
    for frame in crasher.before:
        ledger.commit(ledger.inspect(frame, "mallory"), frame)
    before = ledger.dump()
    start = time.process_time()
    with pytest.raises(Rejection) as refused:
        ledger.inspect(crasher.update, "mallory")
    assert time.process_time() - start < SECONDS
    assert refused.value.code == crasher.code, refused.value.detail
    assert ledger.dump() == before


@pytest.mark.parametrize("crasher", list(crashers()), ids=lambda crasher: crasher.name)
def test_refusing_a_crasher_takes_little_memory(crasher: Crasher) -> None:
    ledger = Ledger()
    for frame in crasher.before:
        ledger.commit(ledger.inspect(frame, "mallory"), frame)
    tracemalloc.start()
    with pytest.raises(Rejection):
        ledger.inspect(crasher.update, "mallory")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < OCTETS


def test_what_is_known_costs_little_however_much_it_is() -> None:
    """100,000 deletions that joined others long ago come again with each sync, from anyone."""
    ledger = Ledger()
    for frame in (*LONG, update(deleted={7: [(2, 300_000)]})):
        ledger.commit(ledger.inspect(frame, "ana"), frame)
    again = update(deleted={7: [(2 + 2 * number, 1) for number in range(100_000)]})
    start = time.process_time()
    assert ledger.inspect(again, "mallory").empty
    assert time.process_time() - start < SECONDS


def test_a_text_in_many_pieces_may_still_be_deleted_as_a_whole() -> None:
    ledger, doc = Ledger(), Doc[Any]()
    for frame in LONG:
        accept(ledger, doc, frame, "ana")
    for first in range(2, 16_000, 8_000):
        accept(ledger, doc, update(deleted={7: [(first + 2 * number, 1) for number in range(4_000)]}), "ana")
    everything = update(deleted={7: [(2, 900_000)]})
    accept(ledger, doc, everything, "ana")
    accept(ledger, doc, update(deleted={7: [(0, 2)]}), "ana")
    assert [(span.start, span.end) for span in ledger.deleted] == [(0, 900_002)]


def test_typing_on_in_the_middle_is_one_piece_and_a_new_place_another() -> None:
    """Whoever types a page with the caret now here, now there stays far below what is refused."""
    ledger, doc = Ledger(), Doc[Any]()
    accept(ledger, doc, LONG[0], "ana")
    pieces = []
    for clock, origin, right in ((0, (7, 9), (7, 10)), (1, (1, 0), (7, 10)), (2, (1, 1), (7, 10)), (3, (7, 2), (7, 3))):
        frame = update(string((1, clock), "y", origin=origin, right=right))
        effect = ledger.inspect(frame, "ben")
        ledger.commit(effect, apply(doc, frame))
        pieces.append(effect.stage.fresh[1].pieces)
    assert pieces == [1, 0, 0, 1]
