"""What real editors send passes: a recorded session of ProseMirror with y-prosemirror and Yjs (`record_trace.mjs`)."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc

from server.crdt.codec import DELETED, FORMAT, GC, decode_update
from server.crdt.ledger import Ledger
from server.crdt.tree import check_content, merge_state, read_document, read_state
from server.domain.canonical import normalise
from tests.crdt.agreement import apply, assert_agreement

TRACE = json.loads(Path(__file__).with_name("trace.json").read_text("utf-8"))
FRAMES = [(person, b64decode(frame)) for person, frame in TRACE["frames"]]


@pytest.fixture(scope="module")
def played() -> tuple[Ledger, Doc[Any], list[bytes]]:
    ledger, doc, events = Ledger(), Doc[Any](), []
    for person, frame in FRAMES:
        effect = ledger.inspect(frame, person)
        if not effect.empty:
            event = apply(doc, frame)
            ledger.commit(effect, event)
            events.append(event)
    return ledger, doc, events


def test_the_ledger_ends_where_the_document_ends(played: tuple[Ledger, Doc[Any], list[bytes]]) -> None:
    assert_agreement(played[0], played[1])


def test_the_text_is_what_the_editors_show(played: tuple[Ledger, Doc[Any], list[bytes]]) -> None:
    text = read_document(played[1])
    assert text == normalise(TRACE["text"])
    check_content(text)
    assert read_state(*played[2]) == text == read_state(merge_state(*played[2]))


def test_a_replay_of_the_log_makes_the_same_ledger(played: tuple[Ledger, Doc[Any], list[bytes]]) -> None:
    ledger = Ledger()
    for event in played[2]:
        ledger.replay(event)
    assert ledger.state_vector == played[0].state_vector
    assert ledger.deleted == played[0].deleted
    assert all(ledger.inspect(frame, "anyone").empty for _, frame in FRAMES)


def test_the_owners_are_those_who_wrote(played: tuple[Ledger, Doc[Any], list[bytes]]) -> None:
    assert played[0].owners == {0x1234567: "ana", 0x9ABCDEF0: "ben", 0x1FFFFF00000001: "ana"}


def test_the_session_holds_what_it_is_kept_for() -> None:
    """A trace that lost its hard cases would prove nothing."""
    structs = [each for _, frame in FRAMES for each in decode_update(frame)[0]]
    keys = {each.content[0].partition("--")[0] for each in structs if each.ref == FORMAT}
    tags = {each.content[1] for each in structs if each.ref == 7}
    assert {GC, DELETED} <= {each.ref for each in structs}
    assert keys == {"strong", "emphasis", "link", "lang", "bracket"}
    assert {"ordered_list", "list_item", "footnote", "blank", "reference", "citation", "hard_break"} <= tags
    assert any(each.length > len(each.content) for each in structs if each.ref == 4)
