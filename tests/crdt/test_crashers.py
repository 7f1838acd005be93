"""What kills a CRDT engine is refused before it, quickly, and leaves no trace."""

import time

import pytest

from server.crdt.ledger import Ledger, Rejection
from server.crdt.rejection import Code
from tests.crdt.crashers import crashers

CORPUS = list(crashers())


@pytest.mark.parametrize(("update", "code"), [each[1:] for each in CORPUS], ids=[each[0] for each in CORPUS])
def test_a_crasher_is_refused_at_once_and_leaves_no_trace(update: bytes, code: Code) -> None:
    ledger = Ledger()
    before = ledger.dump()
    start = time.process_time()
    with pytest.raises(Rejection) as refused:
        ledger.inspect(update, "mallory")
    assert refused.value.code == code, refused.value.detail
    assert time.process_time() - start < 1
    assert ledger.dump() == before
