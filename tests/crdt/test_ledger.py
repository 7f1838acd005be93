"""Whose structs are taken and what is new in them; what is kept, and what comes back from storage."""

from typing import Any

import pytest
from pycrdt import Doc

from server.crdt.codec import ANY, DELETED, GC, SKIP, STRING, Struct
from server.crdt.ledger import Ledger, Rejection
from server.crdt.reader import Malformed
from server.domain.edits import Claim, Span
from tests.crdt.agreement import accept, assert_agreement
from tests.crdt.scene import ANA, BASE, BEN, NEXT, PARAGRAPH, ROOT, TEXT, refusal
from tests.crdt.writing import element, format_, shared_text, string, struct, uint, update, values


def test_new_structs_claim_an_id_that_nobody_has(ledger: Ledger, doc: Doc[Any]) -> None:
    effect = accept(ledger, doc, update(string((BEN, 0), "x", origin=(ANA, 2))), "ben")
    assert effect.inserted == (Span(BEN, 0, 1),)
    assert effect.claims == (Claim(BEN, "ben", expected=0, next_clock=1),)
    assert ledger.owners == {ANA: "ana", BEN: "ben"}
    again = accept(ledger, doc, update(string((BEN, 1), "yz", origin=(BEN, 0))), "ben")
    assert again.claims == (Claim(BEN, "ben", expected=1, next_clock=3),)
    assert ledger.next_clock(BEN) == 3


def test_new_structs_under_the_id_of_another_are_foreign(ledger: Ledger) -> None:
    assert refusal(ledger, string((ANA, NEXT), "x", origin=(ANA, 2)), person="ben") == "foreign"


def test_known_structs_and_deletions_are_nothing_new_whoever_sends_them(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(deleted={ANA: [(2, 1)]}), "ben")
    assert ledger.inspect(BASE, "mallory").empty
    assert ledger.inspect(update(deleted={ANA: [(2, 1)]}), "mallory").empty
    assert ledger.inspect(update(struct((ANA, 0), SKIP, length=5)), "mallory").empty


def test_deletions_are_net_of_what_was_deleted(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(deleted={ANA: [(3, 1)]}), "ben")
    effect = accept(ledger, doc, update(deleted={ANA: [(2, 2), (4, 3)]}), "cem")
    assert effect.deleted == (Span(ANA, 2, 3), Span(ANA, 4, 7))
    assert ledger.deleted == (Span(ANA, 2, 7),)


@pytest.mark.parametrize(
    "structs",
    [
        (string((BEN, 1), "x", origin=(ANA, 2)),),
        (string((BEN, 0), "x", origin=(ANA, NEXT)),),
        (string((BEN, 0), "x", right=(99, 0)),),
        (string((BEN, 0), "x", origin=(BEN, 0)),),
        (element((BEN, 0), "paragraph", parent=(ANA, NEXT)),),
        (struct((BEN, 0), SKIP, length=2), string((BEN, 2), "x", origin=(ANA, 2))),
        (string((3, 0), "x", origin=(BEN, 0)), string((BEN, 0), "y", origin=(3, 0))),
    ],
    ids=["clock", "origin", "right origin", "itself", "parent", "skipped", "circle"],
)
def test_what_builds_on_the_unknown_is_a_gap(ledger: Ledger, structs: tuple[Struct, ...]) -> None:
    assert refusal(ledger, *structs) == "gap"


@pytest.mark.parametrize("deleted", [{ANA: [(2, NEXT)]}, {99: [(0, 1)]}])
def test_deleting_the_unknown_is_a_gap(ledger: Ledger, deleted: dict[int, list[tuple[int, int]]]) -> None:
    assert refusal(ledger, deleted=deleted) == "gap"


def test_structs_may_come_before_those_they_refer_to(ledger: Ledger, doc: Doc[Any]) -> None:
    tangled = update(
        string((3, 0), "x", origin=(BEN, 0)),
        string((3, 1), "y", origin=(4, 0)),
        string((BEN, 0), "z", origin=(ANA, 2)),
        string((4, 0), "!", origin=(BEN, 0)),
    )
    accept(ledger, doc, tangled, "ben")
    assert_agreement(ledger, doc)


def test_deleting_formats_alone_is_tidying(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(format_((BEN, 0), "strong", {}, origin=(ANA, 2))), "ben")
    assert ledger.inspect(update(deleted={BEN: [(0, 1)]}), "cem").tidying
    assert not ledger.inspect(update(deleted={BEN: [(0, 1)], ANA: [(2, 1)]}), "cem").tidying
    assert not ledger.inspect(update(string((3, 0), "x", origin=(ANA, 2))), "cem").tidying
    assert not ledger.inspect(BASE, "cem").tidying


def test_an_effect_is_committed_before_the_next(ledger: Ledger, doc: Doc[Any]) -> None:
    frame = update(string((BEN, 0), "x", origin=(ANA, 2)))
    stale = ledger.inspect(frame, "ben")
    accept(ledger, doc, update(string((3, 0), "y", origin=(ANA, 2))), "cem")
    with pytest.raises(RuntimeError):
        ledger.commit(stale, frame)


def test_an_engine_that_took_something_else_is_found_out(ledger: Ledger) -> None:
    effect = ledger.inspect(update(string((BEN, 0), "x", origin=(ANA, 2))), "ben")
    before = ledger.dump()
    with pytest.raises(RuntimeError):
        ledger.commit(effect, update(string((BEN, 0), "xy", origin=(ANA, 2))))
    assert ledger.dump() == before


def test_an_engine_that_deleted_something_else_is_found_out(ledger: Ledger) -> None:
    effect = ledger.inspect(update(deleted={ANA: [(2, 2), (6, 1)]}), "ben")
    before = ledger.dump()
    for too_little in ({ANA: [(2, 2)]}, {ANA: [(2, 1), (6, 1)]}, {}):
        with pytest.raises(RuntimeError):
            ledger.commit(effect, update(deleted=too_little))
    assert ledger.dump() == before
    assert ledger.commit(effect, update(deleted={ANA: [(2, 2), (6, 1)], 9: []})) == ()


def test_more_client_ids_than_a_person_needs_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.crdt.ledger.IDS_PER_PERSON", 2)
    ledger = Ledger()
    doc: Doc[Any] = Doc()
    for client in (1, 2):
        accept(ledger, doc, update(element((client, 0), "paragraph", parent=ROOT)), "ana")
    assert refusal(ledger, element((3, 0), "paragraph", parent=ROOT), person="ana") == "too_large"
    accept(ledger, doc, update(element((3, 0), "paragraph", parent=ROOT)), "ben")
    accept(ledger, doc, update(element((2, 1), "paragraph", origin=(2, 0))), "ana")


def test_a_document_stays_below_its_length() -> None:
    ledger, doc = Ledger(), Doc[Any]()
    accept(ledger, doc, update(*PARAGRAPH, string((ANA, 2), "x" * 450_000, parent=TEXT)), "ana")
    accept(ledger, doc, update(string((ANA, 450_002), "x" * 450_000, origin=(ANA, 2))), "ana")
    more = string((ANA, 900_002), "x" * 100_000, origin=(ANA, 2))
    assert refusal(ledger, more, person="ana") == "too_large"
    accept(ledger, doc, update(deleted={ANA: [(2, 10)]}), "ana")
    accept(Ledger.load(ledger.dump()), doc, update(string((ANA, 900_002), "x" * 100_000, origin=(ANA, 2))), "ana")


def test_a_state_vector_beyond_ours_is_noticed(ledger: Ledger) -> None:
    assert not ledger.beyond(uint(1) + uint(ANA) + uint(NEXT))
    assert ledger.beyond(uint(1) + uint(ANA) + uint(NEXT + 1))
    assert ledger.beyond(uint(1) + uint(BEN) + uint(1))
    with pytest.raises(Rejection) as refused:
        ledger.beyond(b"\xff")
    assert refused.value.code == "malformed"


def test_a_replay_records_what_a_later_schema_would_refuse() -> None:
    ledger = Ledger()
    ledger.replay(update(element((ANA, 0), "table", parent=ROOT), values((ANA, 1), 7, parent=(ANA, 0), key="rows")))
    assert ledger.state_vector == {ANA: 2}
    assert refusal(ledger, values((BEN, 0), 7, origin=(ANA, 1))) == "forged"
    assert refusal(ledger, element((BEN, 0), "paragraph", parent=(ANA, 0))) == "forged"
    ledger.replay(update(shared_text((ANA, 2), parent=(ANA, 0))))
    assert refusal(ledger, format_((BEN, 0), "strong", {}, parent=(ANA, 2))) == "forged"


def test_a_replay_without_what_went_before_is_refused() -> None:
    with pytest.raises(Rejection):
        Ledger().replay(update(string((BEN, 0), "x", origin=(ANA, 2))))
    with pytest.raises(Malformed):
        Ledger().replay(b"\xff")


@pytest.mark.parametrize(
    "data",
    [b"", b"\x93\x01\x80\x90", b"\x94\x63\x80\x90\x80", b"\x94\x01\x80\x90\x81\x01\x90", b"\x94\xa1\xff\x80\x90\x80"],
)
def test_what_is_no_dump_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="ledger"):
        Ledger.load(data)


def test_a_loaded_ledger_judges_as_the_one_that_was_dumped(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(format_((BEN, 0), "strong", {}, origin=(ANA, 2))), "ben")
    loaded = Ledger.load(ledger.dump())
    assert loaded.owners == ledger.owners
    assert refusal(loaded, string((BEN, 1), "x", origin=(ANA, 4)), person="ben") == "split"
    assert refusal(loaded, string((BEN, 1), "x", origin=(ANA, 2)), person="cem") == "foreign"
    assert loaded.inspect(update(deleted={BEN: [(0, 1)]}), "cem").tidying
    accept(loaded, doc, update(values((BEN, 1), 4, origin=(ANA, 8))), "ben")
    assert_agreement(loaded, doc)


def test_a_dump_that_another_release_wrote_is_worked_out_anew(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(deleted={ANA: [(2, 2)]}), "ben")
    state = doc.get_update()
    assert Ledger.restore(ledger.dump(), b"").owners == {ANA: "ana"}
    restored = Ledger.restore(b"of another release", state)
    assert (restored.state_vector, restored.deleted) == (ledger.state_vector, ledger.deleted)


def test_pieces_are_known_after_a_reload(ledger: Ledger, doc: Doc[Any]) -> None:
    """Otherwise each reload would give whoever cuts a text to pieces another go."""
    accept(ledger, doc, update(string((BEN, 0), "x", right=(ANA, 2))), "ben")
    accept(ledger, doc, update(string((BEN, 1), "y", right=(BEN, 0))), "ben")
    dumped = ledger.dump()
    assert [track.pieces for track in ledger._tracks.values()] == [7, 2]
    assert Ledger.load(dumped).dump() == dumped
    assert [track.pieces for track in Ledger.load(dumped)._tracks.values()] == [7, 2]


def test_kinds_have_the_numbers_of_the_format() -> None:
    assert (GC, DELETED, STRING, ANY, SKIP) == (0, 1, 4, 8, 10)
