"""How an import is written: what is heavy beside the writer thread, then little at a time (DESIGN 4)."""

import pytest

from server.actions.importing import CHUNK, CHUNK_BYTES, NewClause, begin_clauses, split_chunks
from server.domain.errors import TooLarge
from server.domain.markup import Node, document, read_plain

PERSON = "01a20031-9d20-7889-9324-fddb4c4159e9"


def new(text: Node, line: int = 1) -> NewClause:
    return NewClause("narrative", "", {}, None, {"en": text}, {"line": line})


def plain(words: str) -> Node:
    return document([read_plain(words)])


def test_a_transaction_takes_few_clauses_and_few_bytes() -> None:
    short, long = plain("Few words."), plain("word " * 15_000)
    begun = begin_clauses([new(text) for text in [*[short] * (CHUNK + 2), long, short, long, long, long]], PERSON)
    chunks = list(split_chunks(begun))
    assert [clause for chunk in chunks for clause in chunk] == begun
    assert len(chunks) > 2
    assert all(len(chunk) <= CHUNK for chunk in chunks)
    assert all(len(chunk) == 1 or sum(each.weight for each in chunk) <= CHUNK_BYTES for chunk in chunks)


def test_a_text_that_its_ledger_would_not_take_is_refused_with_its_line() -> None:
    """IMPORT 25: also one of several paragraphs, each of which could be a clause."""
    long = document([read_plain("word " * 30_000)] * 2)
    with pytest.raises(TooLarge) as refused:
        begin_clauses([new(plain("Few words.")), new(long, 7)], PERSON)
    assert (refused.value.code, refused.value.detail["line"]) == ("clause_too_long", 7)
    assert refused.value.detail["bytes"] > refused.value.detail["largest"]
