"""Who wrote and who struck: a session of real editors, known cases, random meetings of words that tell their writer."""

import json
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.crdt.attribution import Attribution
from server.crdt.codec import utf16_length
from server.crdt.replay import overlay, visible
from server.domain.comparison import Change, compare
from tests.crdt.assembly import ARABIC, LATIN, Assembly, Row, row_of
from tests.crdt.crowd import words_of

STEPS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("history.json").read_text("utf-8"))
SENT = [(step["by"], b64decode(update)) for step in STEPS for update in step["updates"]]
SESSION = [row_of(seq, person, payload) for seq, (person, payload) in enumerate(SENT, 1)]
VERBS = [*["write"] * 4, "strike", "strike", "cut", "paste", "paste", "emphasise", "undo"]
Told = list[tuple[str, str, str | None]]


def changes(rows: list[Row], a: bytes, b: bytes) -> list[Change]:
    record = Attribution(rows)
    return compare(record.unite(overlay(a, b)), record.inserted_by, record.deleted_by)


def told(found: list[Change]) -> Told:
    """Return what is not equal, with persons for keys."""
    return [
        (change.op, change.text, change.author.split("|")[0] if change.author else None)
        for change in found
        if change.op != "equal"
    ]


def test_a_session_of_real_editors_is_told_from_first_to_last_with_the_right_authors() -> None:
    first, last = b64decode(STEPS[0]["after"]), b64decode(STEPS[-1]["after"])
    assert told(changes(SESSION, first, last)) == [
        ("insert", " urgently", "france"),
        ("delete", "fund ", "france"),
        ("delete", "for the", "india"),
        ("insert", "facility ", "france"),
        ("insert", "serving", "india"),
        ("insert", "\n", "india"),
        ("delete", "continue", "india"),
        ("insert", "proceed", "india"),
        ("delete", " every year", "france"),
        ("insert", " every year يُقَرِّرُ مؤتمر ", "secretariat"),
        ("insert", "\n", "france"),
        ("insert", "الأطراف 👩‍👩‍👧 设立基金", "secretariat"),
    ]


def test_every_character_of_the_session_has_its_writer() -> None:
    """W-1."""
    record = Attribution(SESSION)
    writers: dict[str | None, str] = {}
    for run in visible(b64decode(STEPS[-1]["after"])):
        clock = run.clock
        for sign in run.text:
            writer = record.inserted_by(run.client, clock)
            writers[writer] = writers.get(writer, "") + sign
            clock += 0 if run.block else utf16_length(sign)
    # An editor keeps a letter that fits: the t of "to" stands in "urgently", the f of "fund" in "facility".
    assert {key: "".join(text.split()) for key, text in writers.items() if key} == {
        "france||": "urgenlytacility",
        "india||": "servingproceed",
        "secretariat||": "DecidestoestablishafPartiesthattoreporttoinviteallPartiestocontributetoit"
        "toreviewiteveryyearيُقَرِّرُمؤتمرالأطراف👩‍👩‍👧设立基金",
    }


@pytest.fixture(params=["latin", "arabic"])
def names(request: pytest.FixtureRequest) -> dict[str, str]:
    return LATIN if request.param == "latin" else ARABIC


def offset(text: str, words: int) -> int:
    return sum(len(word) + 1 for word in text.split(" ")[:words])


class Meeting(Assembly):
    """An assembly before which lie nine words of Egypt's."""

    def __init__(self, stems: dict[str, str]) -> None:
        super().__init__(Random(0), stems)
        self.start = self.state()
        self.words_by_egypt = self.people["egypt"].words(0).split()

    def at(self, words: int) -> int:
        return offset(" ".join(self.words_by_egypt), words)

    def turn(self, name: str, verb: str, *details: Any) -> None:
        self.catch_up(name)
        done = self.edit(name, getattr(self.people[name], verb), *details)
        self.people[name].clipboard = done or []

    def told(self) -> Told:
        return told(changes(self.rows, self.start, self.state()))


def test_a_word_struck_after_a_split_is_blamed_on_who_struck_it(names: dict[str, str]) -> None:
    meeting = Meeting(names)
    meeting.turn("chair", "split", 0, meeting.at(4))
    meeting.turn("peru", "take", 1, 0, meeting.at(1))
    word = meeting.words_by_egypt[4]
    assert sorted(meeting.told()) == [("delete", f"{word} ", "peru"), ("insert", "\n", "chair")]


def test_a_word_typed_before_a_split_is_its_writers(names: dict[str, str]) -> None:
    meeting = Meeting(names)
    meeting.turn("peru", "put", 0, meeting.at(6), [(f"{names['peru']} ", None)])
    meeting.turn("chair", "split", 0, meeting.at(4))
    assert meeting.told() == [("insert", "\n", "chair"), ("insert", f"{names['peru']} ", "peru")]


def test_joining_what_was_split_changes_nothing_and_nobody(names: dict[str, str]) -> None:
    meeting = Meeting(names)
    meeting.turn("chair", "split", 0, meeting.at(4))
    meeting.turn("chair", "join", 1)
    assert meeting.told() == []
    meeting.turn("peru", "take", 0, 0, meeting.at(1))
    assert meeting.told() == [("delete", f"{meeting.words_by_egypt[0]} ", "peru")]


def test_words_cut_and_pasted_are_moved_by_one_and_written_by_another(names: dict[str, str]) -> None:
    meeting = Meeting(names)
    meeting.turn("peru", "take", 0, 0, meeting.at(2))
    meeting.turn("peru", "put", 0, meeting.at(5) - meeting.at(2), meeting.people["peru"].clipboard)
    words = "".join(f"{word} " for word in meeting.words_by_egypt[:2])
    assert sorted(meeting.told()) == [("delete", words, "peru"), ("insert", words, "egypt")]


def test_pasted_words_that_another_strikes_are_blamed_on_that_one(names: dict[str, str]) -> None:
    meeting = Meeting(names)
    meeting.turn("peru", "take", 0, 0, meeting.at(2))
    meeting.turn("peru", "put", 0, meeting.at(5) - meeting.at(2), meeting.people["peru"].clipboard)
    meeting.turn("nepal", "take", 0, meeting.at(5) - meeting.at(2), meeting.at(5))
    words = "".join(f"{word} " for word in meeting.words_by_egypt[:2])
    assert meeting.told() == [("delete", words, "nepal")]


def test_a_deletion_undone_leaves_no_trace_and_no_other_writer(names: dict[str, str]) -> None:
    meeting = Meeting(names)
    meeting.turn("peru", "strike", 0, meeting.at(2), meeting.at(4))
    meeting.turn("peru", "undo")
    assert words_of(meeting.state()) == words_of(meeting.start)
    assert meeting.told() == []
    record = Attribution(meeting.rows)
    assert {record.inserted_by(run.client, run.clock) for run in visible(meeting.state())} == {"egypt||"}


def test_a_change_is_dated_by_its_newest_character_wherever_that_stands() -> None:
    meeting = Meeting(LATIN)
    for at in range(meeting.at(1) - 2, -1, -1):
        meeting.turn("peru", "take", 0, at, at + 1)
    record = Attribution(meeting.rows)
    (gone,) = [change for change in changes(meeting.rows, meeting.start, meeting.state()) if change.op == "delete"]
    assert record.newest(gone) == meeting.rows[-1].at_ms
    assert record.newest(Change("equal", "word")) is None


def test_carried_words_are_dated_by_when_they_were_written() -> None:
    meeting = Meeting(LATIN)
    meeting.turn("peru", "put", 0, meeting.at(6), [("peruvian ", None)])
    written = meeting.rows[-1].at_ms
    meeting.turn("chair", "split", 0, meeting.at(4))
    found = changes(meeting.rows, meeting.start, meeting.state())
    (come,) = [change for change in found if change.text == "peruvian "]
    assert Attribution(meeting.rows).newest(come) == written


def test_rows_without_their_update_still_say_who_wrote_what() -> None:
    rows = [replace(row, payload=None) for row in SESSION]
    record = Attribution(rows)
    assert record.inserted_by(202, 0) == "france||"
    assert record.inserted_by(303, 4) == "india||"
    assert record.inserted_by(999, 0) is None


def meet(seed: int) -> tuple[Assembly, list[tuple[int, bytes, dict[str, str]]]]:
    """Let people meet who see each other's edits at once, and of whom the chair only splits and joins."""
    random = Random(seed)
    assembly = Assembly(random, ARABIC if seed % 2 else LATIN)
    moments = []
    for _ in range(3):
        for _ in range(12):
            name = random.choice(list(assembly.people))
            assembly.catch_up(name)
            assembly.do(name, random.choice(["split", "split", "join"] if name == "chair" else VERBS))
        moments.append((len(assembly.rows), assembly.state(), dict(assembly.strikers)))
    return assembly, moments


SEEDS = st.integers(0, 2**32)


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_every_character_has_a_writer_who_is_never_who_splits_and_joins(seed: int) -> None:
    assembly, moments = meet(seed)
    record = Attribution(assembly.rows)
    for run in visible(moments[-1][1]):
        assert run.block == "paragraph" or all(
            record.inserted_by(run.client, run.clock + at) not in (None, "chair||")
            for at in range(utf16_length(run.text))
        )


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_every_word_that_came_is_put_down_to_its_writer(seed: int) -> None:
    assembly, moments = meet(seed)
    for (_, a, _), (seq, b, _) in zip(moments, moments[1:], strict=False):
        for op, text, author in told(changes(assembly.rows[:seq], a, b)):
            assert author is not None
            assert op == "delete" or {assembly.writer(word) for word in assembly.words_in(text)} <= {author}


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_no_word_is_blamed_on_who_only_splits_and_joins(seed: int) -> None:
    assembly, moments = meet(seed)
    seq, last, _ = moments[-1]
    for _, past, _ in moments[:-1]:
        for _, text, author in told(changes(assembly.rows[:seq], past, last)):
            assert author != "chair" or not assembly.words_in(text)


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_both_texts_can_be_read_back_from_united_states(seed: int) -> None:
    assembly, moments = meet(seed)
    record = Attribution(assembly.rows)
    for _, a, _ in moments:
        for _, b, _ in moments:
            united = record.unite(overlay(a, b))
            assert "".join(piece.text for piece in united if piece.in_a) == words_of(a)
            assert "".join(piece.text for piece in united if piece.in_b) == words_of(b)
