"""Who changed what between two states: what real editors did, and what random crowds did."""

import json
from base64 import b64decode
from itertools import combinations, product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.crdt.codec import decode_update
from server.crdt.replay import overlay
from server.domain.comparison import Change, compare
from tests.crdt.crowd import Crowd, words_of

STEPS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("history.json").read_text("utf-8"))
CHANGES = {
    "type before a word": [("insert", "urgently", "france")],
    "split": [("insert", "", "india")],
    "join": [("delete", "", "india")],
    "split in a list": [("insert", "", "india")],
    "join in a list": [("delete", "", "india")],
    "replace a word": [("delete", "continue", "india"), ("insert", "proceed", "india")],
    "cut and paste": [("delete", "every year", "france"), ("insert", "every year", "france")],
    "write in other scripts": [("insert", "يُقَرِّرُ مؤتمر الأطراف 👩‍👩‍👧 设立基金", "secretariat")],
    "split in other scripts": [("insert", "", "france")],
    "split at the start": [("insert", "", "india")],
    "delete a paragraph": [("delete", "", "france")],
    "two in one gap: france": [("delete", "fund", "france"), ("insert", "facility", "france")],
    "two in one gap: india": [("delete", "for the", "india"), ("insert", "serving", "india")],
    "split after typing": [("insert", "", "india")],
}


class Record:
    """Who inserted and who deleted each clock, from the recorded updates."""

    def __init__(self, steps: list[dict[str, Any]]) -> None:
        self.inserted: dict[tuple[int, int], str] = {}
        self.deleted: dict[tuple[int, int], str] = {}
        for step in steps:
            for update in step["updates"]:
                structs, spans = decode_update(b64decode(update))
                for struct in structs:
                    clocks = range(struct.clock, struct.clock + struct.length)
                    self.inserted.update({(struct.client, clock): step["by"] for clock in clocks})
                for span in spans:
                    for clock in range(span.start, span.end):
                        self.deleted.setdefault((span.client, clock), step["by"])

    def compare(self, a: str, b: str) -> list[Change]:
        return compare(
            overlay(b64decode(a), b64decode(b)),
            lambda client, clock: self.inserted.get((client, clock)),
            lambda client, clock: self.deleted.get((client, clock)),
        )


RECORD = Record(STEPS)


def changed(changes: list[Change]) -> list[tuple[str, str, str | None]]:
    """Return what is not equal, without the spaces and line breaks round it."""
    return [(change.op, change.text.strip(), change.author) for change in changes if change.op != "equal"]


def sides(changes: list[Change]) -> tuple[str, str]:
    return (
        "".join(change.text for change in changes if change.op != "insert"),
        "".join(change.text for change in changes if change.op != "delete"),
    )


@pytest.mark.parametrize("step", STEPS[1:], ids=lambda step: step["what"])
def test_what_an_editor_did_is_told_in_words_and_by_whom(step: dict[str, Any]) -> None:
    assert changed(RECORD.compare(step["before"], step["after"])) == CHANGES[step["what"]]


@pytest.mark.parametrize("what", [what for what in CHANGES if "split" in what or "join" in what])
def test_whoever_presses_enter_is_blamed_for_the_line_break_alone(what: str) -> None:
    step = next(step for step in STEPS if step["what"] == what)
    assert {change.text for change in RECORD.compare(step["before"], step["after"]) if change.author} == {"\n"}


def test_a_split_undone_by_a_join_leaves_no_trace() -> None:
    before, after = (next(step for step in STEPS if step["what"] == what) for what in ("split", "join"))
    assert changed(RECORD.compare(before["before"], after["after"])) == []


def test_the_writing_of_an_empty_text_is_one_insertion() -> None:
    first = STEPS[0]
    (change,) = RECORD.compare(first["before"], first["after"])
    assert (change.op, change.author, change.text) == ("insert", "secretariat", words_of(b64decode(first["after"])))


@pytest.mark.parametrize("a", STEPS, ids=lambda step: step["what"])
def test_any_two_moments_of_the_session_compare_exactly(a: dict[str, Any]) -> None:
    for b in STEPS:
        changes = RECORD.compare(a["after"], b["after"])
        assert sides(changes) == (words_of(b64decode(a["after"])), words_of(b64decode(b["after"])))


def live(seed: int) -> tuple[Crowd, list[list[bytes]]]:
    """Return a crowd and what two of its people had, moment by moment."""
    crowd = Crowd(Random(seed))
    moments = []
    for _ in range(3):
        for _ in range(12):
            crowd.edit()
        moments.append(crowd.states()[:2])
    return crowd, moments


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_states_of_a_crowd_compare_exactly_though_each_lacks_what_the_other_has(seed: int) -> None:
    crowd, moments = live(seed)
    for a, b in product([state for moment in moments for state in moment], repeat=2):
        changes = compare(overlay(a, b), crowd.inserted_by, crowd.deleted_by)
        assert sides(changes) == (words_of(a), words_of(b))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_whatever_changed_since_has_an_author(seed: int) -> None:
    crowd, moments = live(seed)
    for past, present in combinations(moments, 2):
        for a, b in zip(past, present, strict=True):
            changes = compare(overlay(a, b), crowd.inserted_by, crowd.deleted_by)
            assert all((change.author is None) == (change.op == "equal") for change in changes)
