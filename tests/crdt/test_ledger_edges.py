"""Where the ledger's limits lie to the unit, and what it does with what its engine has done already."""

from typing import Any

import pytest
from pycrdt import Doc

from server.crdt.ledger import IDS_PER_PERSON, Effect, Ledger, Rejection
from server.domain.edits import Orphan, Span
from server.domain.grammar import GRAMMAR
from tests.crdt.agreement import accept, apply, assert_agreement
from tests.crdt.scene import ANA, BASE, BEN, PARAGRAPH, ROOT, TEXT, refusal
from tests.crdt.writing import DELETED, GC, element, string, struct, update, values

PART = 400_000
"""Letters that one update takes with ease."""


def take(ledger: Ledger, doc: Doc[Any], frame: bytes, person: str = "ben") -> tuple[Effect, tuple[Span, ...]]:
    """Take an update the whole way; return its effect and what the engine deleted by itself."""
    effect = ledger.inspect(frame, person)
    return effect, ledger.commit(effect, apply(doc, frame))


def fill() -> Ledger:
    """Return a ledger of Ana's text that is as long as texts may be."""
    ledger, reached = Ledger(), 2
    frames = [update(*PARAGRAPH, string((ANA, 2), "x" * PART, parent=TEXT))]
    for size in (PART, GRAMMAR.text_characters - 2 - 2 * PART):
        reached += PART
        frames.append(update(string((ANA, reached), "x" * size, origin=(ANA, 2))))
    for frame in frames:
        ledger.commit(ledger.inspect(frame, "ana"), frame)
    return ledger


def test_the_limit_of_a_text_is_reached_to_the_letter_and_kept_after_a_reload() -> None:
    """What lives counts, its paragraphs too; what was deleted does not, and nothing counts twice."""
    for ledger in (full := fill(), Ledger.load(full.dump())):
        assert ledger.state_vector == {ANA: GRAMMAR.text_characters}
        assert refusal(ledger, string((BEN, 0), "x", origin=(ANA, 2))) == "too_large"
        for frame in (update(deleted={ANA: [(2, 1)]}), update(string((BEN, 0), "x", origin=(ANA, 2)))):
            ledger.commit(ledger.inspect(frame, "ben"), frame)
        assert refusal(ledger, string((BEN, 1), "y", origin=(BEN, 0))) == "too_large"


def test_words_take_the_place_of_as_many_in_a_full_text() -> None:
    """An update counts by what it leaves more than it found."""
    ledger = fill()
    assert refusal(ledger, string((BEN, 0), "xy", origin=(ANA, 2)), deleted={ANA: [(2, 1)]}) == "too_large"
    assert ledger.inspect(update(string((BEN, 0), "xy", origin=(ANA, 2)), deleted={ANA: [(2, 2)]}), "ben").inserted
    assert ledger.inspect(update(deleted={ANA: [(2, 5)]}), "ben").deleted


def test_a_text_that_was_let_grow_too_long_is_edited_as_long_as_it_grows_no_more() -> None:
    """A limit may be lowered; what is in the log by then is there to stay."""
    ledger = fill()
    ledger.replay(update(string((BEN, 0), "xy", origin=(ANA, 2))))
    frame = update(string((BEN, 2), "z", origin=(BEN, 1)), deleted={BEN: [(0, 1)]})
    ledger.commit(ledger.inspect(frame, "ben"), frame)
    with pytest.raises(Rejection, match="'document'"):
        ledger.inspect(update(string((BEN, 3), "z", origin=(BEN, 2))), "ben")


def test_a_person_has_4096_client_ids_in_a_text() -> None:
    assert IDS_PER_PERSON == 4_096


def test_the_last_client_id_of_a_person_is_taken_and_one_of_an_update_too_many_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("server.crdt.ledger.IDS_PER_PERSON", 2)
    ledger = Ledger()
    three = [element((client, 0), "paragraph", parent=ROOT) for client in (1, 2, 3)]
    assert refusal(ledger, *three) == "too_large"
    assert len(ledger.inspect(update(*three[:2]), "ben").claims) == 2


def test_what_is_written_is_not_shown_where_an_effect_is() -> None:
    """Logs say who and how much, never what."""
    shown = repr(Ledger().inspect(BASE, "ana"))
    assert "ab" not in shown and "update=" not in shown and "stage=" not in shown
    assert "revision=" not in shown and "inserted=" in shown


def test_an_id_is_its_first_writers_whatever_the_engine_made_of_the_words(ledger: Ledger, doc: Doc[Any]) -> None:
    """Also where the engine's news differs from what was sent, as for words that come into something deleted."""
    accept(ledger, doc, update(deleted={ANA: [(0, 7)]}), "ana")
    _, implied = take(ledger, doc, update(string((BEN, 0), "late", origin=(ANA, 6))), "ben")
    assert implied == (Span(BEN, 0, 4),) and ledger.owners[BEN] == "ben"
    assert refusal(ledger, string((BEN, 4), "mine", origin=(BEN, 3)), person="mallory") == "foreign"


def test_nothing_is_deleted_by_implication_where_the_engine_took_just_what_was_sent(
    ledger: Ledger, doc: Doc[Any]
) -> None:
    assert take(ledger, doc, update(string((BEN, 0), "x", origin=(ANA, 2))))[1] == ()


def test_what_the_engine_did_is_recorded_whatever_is_taken_from_people(
    ledger: Ledger, doc: Doc[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is done already: a ledger that would not know of it would differ from the document for ever."""
    accept(ledger, doc, update(deleted={ANA: [(2, 5)]}), "ana")
    accept(ledger, doc, update(deleted={ANA: [(0, 2)]}), "ana")
    monkeypatch.setattr("server.crdt.staging.CUTS_PER_UPDATE", 0)
    monkeypatch.setattr("server.crdt.staging.PIECES_PER_CLIENT", 1)
    late = (
        string((BEN, 0), "late", origin=(ANA, 6)),
        element((BEN, 4), "paragraph", origin=(ANA, 7)),
        string((BEN, 5), "late", origin=(ANA, 3)),
    )
    assert take(ledger, doc, update(*late))[1] == (Span(BEN, 0, 4), Span(BEN, 5, 9))
    assert_agreement(ledger, doc)


@pytest.mark.parametrize(
    "frame", [update(string((BEN, 0), "x", origin=(ANA, 2))), update(deleted={ANA: [(2, 1)]}), BASE]
)
def test_where_nothing_new_is_deleted_there_are_no_orphans(ledger: Ledger, doc: Doc[Any], frame: bytes) -> None:
    effect = ledger.inspect(frame, "ben")
    assert ledger.orphans(effect, () if effect.empty else ledger.commit(effect, apply(doc, frame))) == ()


def test_of_what_goes_on_from_older_words_only_the_new_ones_are_orphans(ledger: Ledger, doc: Doc[Any]) -> None:
    """What Ben had written before went with the paragraph, by Cleo's hand; it is no news of this update."""
    accept(ledger, doc, update(string((BEN, 0), "ab", origin=(ANA, 6))), "ben")
    gone = {ANA: [(0, 7)], BEN: [(0, 1)]}
    accept(ledger, doc, update(deleted=gone), "cleo")
    frame = update(string((BEN, 2), "cd", origin=(BEN, 1)), deleted={BEN: [(0, 4)]})
    effect, implied = take(ledger, doc, frame)
    assert ledger.orphans(effect, implied) == (Orphan(Span(BEN, 2, 4), Span(*TEXT, TEXT[1] + 1)),)


def test_rows_of_the_log_are_replayed_with_what_they_delete(ledger: Ledger, doc: Doc[Any]) -> None:
    again = Ledger()
    for row in (BASE, update(deleted={ANA: [(2, 2)]}), update(deleted={ANA: [(2, 5)]})):
        again.replay(row)
    assert again.deleted == (Span(ANA, 2, 7),)
    assert again.inspect(update(deleted={ANA: [(2, 5)]}), "ben").empty


def test_an_update_may_begin_with_what_is_known(ledger: Ledger, doc: Doc[Any]) -> None:
    """A page that does not know what arrived sends all of it again, in one block with the news."""
    accept(ledger, doc, update(string((BEN, 0), "ab", origin=(ANA, 6)), string((BEN, 2), "c", origin=(ANA, 2))), "ben")
    known = (string((BEN, 0), "ab", origin=(ANA, 6)), string((BEN, 2), "c", origin=(ANA, 2)))
    effect, _ = take(ledger, doc, update(*known, string((BEN, 3), "d", origin=(BEN, 2))))
    assert effect.inserted == (Span(BEN, 3, 4),)
    assert_agreement(ledger, doc)


def test_values_that_two_set_at_once_lie_in_one_place(ledger: Ledger, doc: Doc[Any]) -> None:
    """Neither knows of the other's; one of them lasts, and what comes after goes on from either."""
    for client, value in ((BEN, 5), (9, 6)):
        take(ledger, doc, update(values((client, 0), value, parent=(ANA, 7), key="start")), str(client))
        assert_agreement(ledger, doc)
    assert refusal(ledger, string((3, 0), "x", origin=(9, 0))) == "forged"
    take(ledger, doc, update(values((3, 0), 7, origin=(9, 0))), "cem")
    assert_agreement(ledger, doc)


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cuts an update, four pieces a client."""
    monkeypatch.setattr("server.crdt.ledger.CUTS_PER_UPDATE", 2)
    monkeypatch.setattr("server.crdt.ledger.PIECES_PER_CLIENT", 4)


def sown(client: int, first: int, count: int) -> bytes:
    """Return an update with so many words that each stand alone, between others of Ana's."""
    return update(*(string((client, first + n), "x", origin=(ANA, 2 + n % 2)) for n in range(count)))


@pytest.mark.usefixtures("narrow")
def test_a_client_writes_as_many_pieces_as_are_taken_and_not_one_more(long: Ledger) -> None:
    """Whether they come in one update or in several."""
    assert long.inspect(sown(BEN, 0, 4), "ben").inserted
    with pytest.raises(Rejection, match="pieces of a client"):
        long.inspect(sown(BEN, 0, 5), "ben")
    long.commit(long.inspect(frame := sown(BEN, 0, 3), "ben"), frame)
    assert long.inspect(sown(BEN, 3, 1), "ben").inserted
    with pytest.raises(Rejection, match="pieces of a client"):
        long.inspect(sown(BEN, 3, 2), "ben")


def cut(ledger: Ledger, *spans: tuple[int, int]) -> bool:
    """True if deleting these letters of Ana's, each from a clock to before another, is taken; else it is too large."""
    frame = update(deleted={ANA: [(start, end - start) for start, end in spans]})
    try:
        ledger.commit(ledger.inspect(frame, "ben"), frame)
    except Rejection as refused:
        assert (refused.code, refused.detail) == ("too_large", "deleted ranges of a client")
        return False
    return True


@pytest.fixture
def long() -> Ledger:
    """Thirty letters of Ana's, clocks 2 to 31."""
    ledger = Ledger()
    accept(ledger, Doc(), update(*PARAGRAPH, string((ANA, 2), "x" * 30, parent=TEXT)), "ana")
    return ledger


@pytest.mark.usefixtures("narrow")
def test_an_update_cuts_a_text_as_often_as_is_taken_and_not_once_more(long: Ledger) -> None:
    assert not cut(long, (2, 3), (4, 5), (6, 7))
    assert cut(long, (2, 3), (4, 5))
    assert not cut(long, (6, 7), (8, 9), (10, 11))
    assert cut(long, (6, 7), (8, 9)), "four ranges are as many as are taken"
    assert not cut(long, (10, 11)), "a fifth is not"


@pytest.mark.usefixtures("narrow")
def test_cuts_that_join_others_are_welcome_however_many_there_are(long: Ledger) -> None:
    """Deleting more beside what is deleted makes no new pieces; deleting what is between makes fewer."""
    long.replay(update(deleted={ANA: [(start, 1) for start in range(2, 14, 2)]}))
    assert cut(long, (13, 14)), "six ranges stay six"
    assert not cut(long, (20, 21)) and not cut(long, (14, 15), (20, 21))
    assert cut(long, (3, 4), (5, 6), (7, 8)), "six become three"
    assert cut(long, (20, 21)) and not cut(long, (22, 23), (24, 25))


@pytest.mark.usefixtures("narrow")
def test_cuts_are_counted_for_each_client_by_itself(long: Ledger) -> None:
    """One that is new is judged like others: its words may come with what was struck of them since."""
    assert cut(long, (2, 3), (4, 5))
    words = string((BEN, 0), "abcdefgh", origin=(ANA, 20))
    with pytest.raises(Rejection, match="deleted ranges of a client"):
        long.inspect(update(words, deleted={BEN: [(0, 1), (2, 1), (4, 1)]}), "ben")
    effect = long.inspect(update(words, deleted={ANA: [(6, 1), (8, 1)], BEN: [(0, 1), (2, 1)]}), "ben")
    assert len(effect.deleted) == 4


def test_whoever_set_an_attribute_goes_on_from_that_value_also_in_a_later_update(ledger: Ledger) -> None:
    """Set beside it instead, it might win in one copy and lose in another."""
    again = values((ANA, 11), 4, parent=(ANA, 7), key="start")
    for each in (ledger, Ledger.load(ledger.dump())):
        assert refusal(each, again, person="ana") == "forged"
        assert each.inspect(update(values((ANA, 11), 4, origin=(ANA, 8))), "ana").inserted


def test_what_comes_deleted_counts_as_deleted_whatever_the_delete_set_says(ledger: Ledger, doc: Doc[Any]) -> None:
    assert accept(ledger, doc, update(struct((BEN, 0), GC, length=3)), "ben").deleted == (Span(BEN, 0, 3),)
    frame = update(struct((BEN, 3), DELETED, length=2, origin=(ANA, 2)))
    assert accept(ledger, doc, frame, "ben").deleted == (Span(BEN, 3, 5),)
    assert_agreement(ledger, doc)


def test_what_lies_in_something_that_comes_deleted_is_gone_with_it(ledger: Ledger, doc: Doc[Any]) -> None:
    dead = struct((BEN, 0), DELETED, origin=(ANA, 0))
    assert ledger.inspect(update(dead, string((BEN, 1), "x", parent=(BEN, 0))), "ben").inserted == (Span(BEN, 0, 2),)


def test_a_row_that_is_partly_known_goes_on_where_its_last_clock_lies(ledger: Ledger, doc: Doc[Any]) -> None:
    accept(ledger, doc, update(string((BEN, 0), "x", origin=(ANA, 2)), string((BEN, 1), "y", parent=(ANA, 10))), "ben")
    longer = accept(ledger, doc, update(string((BEN, 1), "yz", parent=(ANA, 10))), "ben")
    assert longer.inserted == (Span(BEN, 2, 3),)
    assert_agreement(ledger, doc)


def test_elements_nest_as_deep_as_the_schema_says_and_no_deeper(ledger: Ledger) -> None:
    tags = ("ordered_list", "list_item")
    first = element((BEN, 0), tags[0], origin=(ANA, 0))
    rest = [element((BEN, n), tags[n % 2], parent=(BEN, n - 1)) for n in range(1, GRAMMAR.depth + 1)]
    assert ledger.inspect(update(first, *rest[:-1]), "ben").inserted == (Span(BEN, 0, GRAMMAR.depth),)
    assert refusal(ledger, first, *rest) == "forged"


def test_only_what_takes_two_units_can_be_split(ledger: Ledger) -> None:
    """The last character of the first plane takes one unit, the first of the second plane two."""
    words = string((BEN, 0), "\U00010000\uffffx", origin=(ANA, 2))
    for clock in (2, 3):
        behind = string((BEN + 1, 0), "y", origin=(BEN, clock - 1), right=(BEN, clock))
        assert ledger.inspect(update(words, behind), "ben").inserted
    split = string((BEN + 1, 0), "y", origin=(BEN, 0), right=(BEN, 1))
    assert refusal(ledger, words, split) == "split"


def test_neighbours_of_two_rows_of_the_same_update_may_stand_in_any_order(ledger: Ledger) -> None:
    rows = string((BEN, 0), "ab", origin=(ANA, 2)), string((BEN, 2), "c", origin=(ANA, 3))
    between = string((BEN + 1, 0), "x", origin=(BEN, 2), right=(BEN, 1))
    assert ledger.inspect(update(*rows, between), "ben").inserted
    assert refusal(ledger, *rows, string((BEN + 1, 0), "x", origin=(BEN, 1), right=(BEN, 0))) == "forged"
