"""Ids that sort by birth, and names of texts in one spelling."""

import uuid
from concurrent.futures import ThreadPoolExecutor

from server.domain.identity import TextName, fresh_id, parse_text_name


def test_ids_of_one_millisecond_sort_by_birth() -> None:
    ids = [fresh_id() for _ in range(10_000)]
    assert ids == sorted(ids)
    assert {uuid.UUID(key).version for key in ids} == {7}


def test_ids_of_several_threads_are_each_given_once() -> None:
    with ThreadPoolExecutor(4) as threads:
        batches = list(threads.map(lambda _: [fresh_id() for _ in range(2_000)], range(4)))
    assert all(batch == sorted(batch) for batch in batches)
    assert len({key for batch in batches for key in batch}) == 8_000


def test_an_id_carries_its_moment() -> None:
    assert int(fresh_id(at_ms=1_102_000_000_000).replace("-", "")[:12], 16) == 1_102_000_000_000


def test_a_name_has_one_spelling() -> None:
    clause = fresh_id()
    assert parse_text_name(f"{clause}/fr") == TextName(clause, "fr")
    assert parse_text_name(f"{clause.upper()}/fr") is None or clause.upper() == clause
    assert parse_text_name(f"{clause}/fr/") is None
