"""A document and its ledger, as `scene` describes them."""

from typing import Any

import pytest
from pycrdt import Doc

from server.crdt.ledger import Ledger
from tests.crdt.agreement import accept
from tests.crdt.scene import BASE


@pytest.fixture
def doc() -> Doc[Any]:
    return Doc()


@pytest.fixture
def ledger(doc: Doc[Any]) -> Ledger:
    ledger = Ledger()
    accept(ledger, doc, BASE, "ana")
    return ledger
