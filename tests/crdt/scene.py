"""A small document, struct by struct, for tests of the ledger: a paragraph of Ana's, a list, an empty footnote."""

from typing import Any

import pytest

from server.crdt.codec import Struct
from server.crdt.ledger import Ledger, Rejection
from server.crdt.rejection import Code
from tests.crdt.writing import element, shared_text, string, update, values

ROOT = "prosemirror"
ANA = 1
BEN = 2
BRACKET = {"id": "01900000-0000-7000-8000-000000000001"}

PARAGRAPH = (element((ANA, 0), "paragraph", parent=ROOT), shared_text((ANA, 1), parent=(ANA, 0)))
TEXT = (ANA, 1)
WORDS = string((ANA, 2), "ab😀c", parent=TEXT)
"""Clocks 2 to 6; the emoji is 4 and 5."""
LIST = element((ANA, 7), "ordered_list", origin=(ANA, 0))
START = values((ANA, 8), 3, parent=(ANA, 7), key="start")
FOOTNOTE = element((ANA, 9), "footnote", origin=(ANA, 1))
NOTE = shared_text((ANA, 10), parent=(ANA, 9))
BASE = update(*PARAGRAPH, WORDS, LIST, START, FOOTNOTE, NOTE)
NEXT = 11


def refusal(ledger: Ledger, *structs: Struct, person: str = "ben", **deleted: Any) -> Code:
    before = ledger.dump()
    with pytest.raises(Rejection) as refused:
        ledger.inspect(update(*structs, **deleted), person)
    assert ledger.dump() == before
    return refused.value.code
