"""Words that came into something deleted are struck by whoever deleted that, not by whoever wrote them."""

from dataclasses import replace
from typing import Any

from pycrdt import Doc

from server.crdt.attribution import Attribution
from server.crdt.codec import Struct
from server.crdt.ledger import Ledger
from server.domain.edits import Actor, Orphan, Span
from tests.crdt.agreement import accept, apply
from tests.crdt.assembly import Row, row_of
from tests.crdt.scene import ANA, BASE, BEN
from tests.crdt.writing import element, shared_text, string, update, values

WHOLE = {ANA: [(0, 7)]}
"""The paragraph of the scene, with all that is in it."""


def orphans_of(ledger: Ledger, doc: Doc[Any], frame: bytes) -> tuple[Orphan, ...]:
    effect = ledger.inspect(frame, "ben")
    return ledger.orphans(effect, ledger.commit(effect, apply(doc, frame)))


def test_late_words_are_orphans_of_the_text_that_was_deleted_around_them(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(deleted=WHOLE), "cleo")
    found = orphans_of(ledger, doc, update(string((BEN, 0), "late", origin=(ANA, 6))))
    assert found == (Orphan(Span(BEN, 0, 4), Span(ANA, 1, 2)),)


def test_a_page_that_learned_of_the_deletion_first_says_itself_that_they_are_gone(
    ledger: Ledger, doc: Doc[Any]
) -> None:
    accept(ledger, doc, update(deleted=WHOLE), "cleo")
    frame = update(string((BEN, 0), "late", origin=(ANA, 6)), deleted={BEN: [(0, 4)]})
    assert orphans_of(ledger, doc, frame) == (Orphan(Span(BEN, 0, 4), Span(ANA, 1, 2)),)


def test_whatever_comes_in_one_update_has_a_parent_that_was_there_before(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(element((ANA, 11), "bullet_list", origin=(ANA, 0)), deleted=WHOLE), "ana")
    accept(ledger, doc, update(deleted={ANA: [(11, 1)]}), "cleo")
    nested: tuple[Struct, ...] = (
        element((BEN, 0), "list_item", parent=(ANA, 11)),
        element((BEN, 1), "paragraph", parent=(BEN, 0)),
        shared_text((BEN, 2), parent=(BEN, 1)),
        string((BEN, 3), "late", parent=(BEN, 2)),
    )
    found = orphans_of(ledger, doc, update(*nested))
    assert {orphan.parent for orphan in found} == {Span(ANA, 11, 12)}
    assert [(o.span.client, o.span.start, o.span.end) for o in found] == [(BEN, n, n + 1) for n in range(3)] + [
        (BEN, 3, 7)
    ]


def test_what_was_struck_by_its_writer_or_lost_to_another_value_is_no_orphan(ledger: Ledger, doc: Doc[Any]) -> None:
    assert orphans_of(ledger, doc, update(string((BEN, 0), "slip", origin=(ANA, 2)), deleted={BEN: [(0, 4)]})) == ()
    assert orphans_of(ledger, doc, update(values((BEN, 4), 5, origin=(ANA, 8)))) == ()


def rows() -> list[Row]:
    """Ana's text; Cleo deletes the paragraph, then Ben's words arrive in it."""
    late = row_of(3, "ben", update(string((BEN, 0), "late", origin=(ANA, 6))))
    orphan = Orphan(Span(BEN, 0, 4), Span(ANA, 1, 2))
    return [
        row_of(1, "ana", BASE),
        row_of(2, "cleo", update(deleted=WHOLE)),
        replace(late, implied=(orphan.span,), orphans=(orphan,)),
    ]


def test_an_orphan_was_written_by_its_writer_and_struck_by_whoever_deleted_the_parent() -> None:
    record = Attribution(rows())
    for clock in range(4):
        assert record.inserted_by(BEN, clock) == "ben||"
        assert record.deleted_by(BEN, clock) == "cleo||"


def test_a_row_from_before_orphans_were_kept_counts_as_its_own_deletion() -> None:
    before = [replace(row, orphans=()) for row in rows()]
    assert Attribution(before).deleted_by(BEN, 0) == "ben||"


def test_an_orphan_of_a_parent_that_nobody_is_known_to_have_deleted_stays_with_its_row() -> None:
    actor = Actor("dora", None, None)
    known = [row if row.seq != 2 else replace(row, actor=actor, deleted=()) for row in rows()]
    assert Attribution(known).deleted_by(BEN, 0) == "ben||"
