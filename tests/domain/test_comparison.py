"""What changed between two states, word by word, and by whom."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import comparison
from server.domain.comparison import Change, Piece, compare
from server.domain.edits import Span


def both(text: str, clock: int) -> Piece:
    return Piece(text, 1, clock, True, True)


def old(text: str, clock: int) -> Piece:
    """Text of client 1 that the one named after client 9 deletes."""
    return Piece(text, 1, clock, True, False)


def new(text: str, client: int, clock: int = 0) -> Piece:
    return Piece(text, client, clock, False, True)


NAMES = {1: "secretariat", 2: "france", 3: "india"}


def inserted_by(client: int, clock: int) -> str | None:
    return NAMES.get(client)


def deleted_by(client: int, clock: int) -> str | None:
    """Clocks of client 1 from 500 on were deleted by france, all others by india."""
    return "france" if clock >= 500 else "india"


def changes(*pieces: Piece) -> list[tuple[str, str, str | None]]:
    return [(change.op, change.text, change.author) for change in compare(pieces, inserted_by, deleted_by)]


def test_equal_texts_are_one_equal_change() -> None:
    assert changes(both("Decides to ", 0), both("act", 11)) == [("equal", "Decides to act", None)]


def test_nothing_compares_to_nothing() -> None:
    assert changes() == []


def test_a_word_put_in_is_the_authors() -> None:
    assert changes(both("Decides ", 0), new("urgently ", 2), both("to act", 8)) == [
        ("equal", "Decides ", None),
        ("insert", "urgently ", "france"),
        ("equal", "to act", None),
    ]


def test_a_letter_put_into_a_word_changes_the_whole_word_by_its_author() -> None:
    (_, gone, come, _) = compare([both("The ca", 0), new("r", 2), both("t here", 6)], inserted_by, deleted_by)
    assert (gone.op, gone.text, gone.author, gone.spans) == ("delete", "cat", "france", ())
    assert (come.op, come.text, come.author, come.spans) == ("insert", "cart", "france", (Span(2, 0, 1),))


def test_a_letter_taken_from_a_word_is_blamed_on_who_took_it_on_both_sides() -> None:
    assert changes(both("The ca", 0), old("r", 6), both("t here", 7)) == [
        ("equal", "The ", None),
        ("delete", "cart", "india"),
        ("insert", "cat", "india"),
        ("equal", " here", None),
    ]


def test_neighbours_of_different_authors_stay_apart() -> None:
    assert changes(both("all ", 0), new("able ", 2), new("willing ", 3), both("Parties", 4)) == [
        ("equal", "all ", None),
        ("insert", "able ", "france"),
        ("insert", "willing ", "india"),
        ("equal", "Parties", None),
    ]


def test_neighbours_of_one_author_are_one_change_though_typed_at_different_times() -> None:
    assert changes(both("all ", 0), new("able ", 2), new("willing ", 2, 90), both("Parties", 4))[1] == (
        "insert",
        "able willing ",
        "france",
    )


def test_c1_a_word_of_two_authors_is_cut_where_they_change() -> None:
    assert changes(both("States ", 0), new("can", 2), new("not", 3), new(" ", 2, 5), both("return", 7))[1:4] == [
        ("insert", "can", "france"),
        ("insert", "not", "india"),
        ("insert", " ", "france"),
    ]
    assert changes(both("States ", 0), old("can", 7), old("not", 500))[1:] == [
        ("delete", "can", "india"),
        ("delete", "not", "france"),
    ]


def test_what_stood_of_a_word_goes_with_what_was_put_before_it() -> None:
    assert changes(both("col", 0), new("o", 2), both("u", 3), new("rs", 3)) == [
        ("delete", "colu", "india"),
        ("insert", "colou", "france"),
        ("insert", "rs", "india"),
    ]


def test_a_character_of_several_signs_is_not_cut_where_they_have_several_authors() -> None:
    assert changes(new("cafe", 2), new("\u0301s", 3)) == [
        ("insert", "cafe\u0301", "france"),
        ("insert", "s", "india"),
    ]


def test_c2_blanks_on_both_sides_of_what_went_are_equal() -> None:
    pieces = [both("the ", 0), old("whole", 4), both(" ", 9), both("text", 10)]
    assert changes(*pieces) == [("equal", "the ", None), ("delete", "whole", "india"), ("equal", " text", None)]


def test_a_blank_between_two_words_that_went_is_nobodys_insertion() -> None:
    pieces = [both("the ", 0), old("one", 4), both(" ", 7), old("two", 500), both(" text", 11)]
    assert changes(*pieces) == [
        ("equal", "the ", None),
        ("delete", "one", "india"),
        ("equal", " ", None),
        ("delete", "two", "france"),
        ("equal", " text", None),
    ]


def test_a_blank_between_two_words_that_came_is_nobodys_deletion() -> None:
    pieces = [both("the ", 0), new("one", 2), both(" ", 7), new("two", 3), both(" text", 11)]
    assert [change[:2] for change in changes(*pieces)[1:4]] == [("insert", "one"), ("equal", " "), ("insert", "two")]


def test_a_phrase_that_takes_the_place_of_another_is_one_change_with_its_blanks() -> None:
    pieces = [both("a ", 0), new("one", 2), old("x", 2), both(" ", 3), new("two", 2, 3), old("y", 4), both(" b", 5)]
    assert changes(*pieces)[1:3] == [("delete", "x y", "india"), ("insert", "one two", "france")]


def test_deletions_by_different_people_stay_apart() -> None:
    assert changes(both("a ", 0), old("fund ", 2), old("soon ", 500), both("b", 7)) == [
        ("equal", "a ", None),
        ("delete", "fund ", "india"),
        ("delete", "soon ", "france"),
        ("equal", "b", None),
    ]


def test_text_typed_anew_word_for_word_is_equal() -> None:
    pieces = [new("Decides to act", 3), new("\n", 3, 50), old("Decides to act", 0), both(" now", 14)]
    assert changes(*pieces) == [
        ("equal", "Decides to act", None),
        ("insert", "\n", "india"),
        ("equal", " now", None),
    ]


def test_a_break_that_both_states_hold_does_not_pin_a_new_paragraph_to_the_wrong_place() -> None:
    old_break = Piece("\n", 1, 90, True, True, "paragraph")
    new_break = Piece("\n", 3, 0, False, True, "paragraph")
    pieces = [both("Title", 0), new_break, new("Half", 3, 1), old_break, old("Half", 10), both(" line", 14)]
    assert changes(*pieces) == [
        ("equal", "Title\nHalf", None),
        ("insert", "\n", "india"),
        ("equal", " line", None),
    ]


def test_a_word_that_stood_still_stays_equal_among_words_that_did_not() -> None:
    pieces = [old("every second ", 0), new("each other ", 2), both("year", 20), old(" or so", 24), new(" then", 3)]
    assert ("equal", " year ", None) in changes(*pieces)


def test_a_node_in_text_is_never_taken_apart() -> None:
    pieces = [Piece("[date]", 1, 0, True, False, "blank"), Piece("[place]", 2, 0, False, True, "blank")]
    assert changes(*pieces) == [("delete", "[date]", "india"), ("insert", "[place]", "france")]


def test_spans_count_utf16_units_and_join_where_clocks_follow() -> None:
    (change,) = compare([new("a😀", 2, 5), new("b", 2, 8), new("c", 2, 20)], inserted_by, deleted_by)
    assert change.spans == (Span(2, 5, 9), Span(2, 20, 21))


def test_an_unknown_author_is_none() -> None:
    assert changes(new("word", 77)) == [("insert", "word", None)]


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("يُقَرِّرُ إنشاء صندوق", "يُقَرِّرُ إنشاء مرفق", [("delete", "صندوق"), ("insert", "مرفق")]),
        ("在日内瓦开会", "在内罗毕开会", [("delete", "日内瓦"), ("insert", "内罗毕")]),
        ("by 60/1, or", "by 61/1, or", [("delete", "60/1"), ("insert", "61/1")]),
        ("l’État-partie", "l’État partie", [("delete", "l’État-partie"), ("insert", "l’État partie")]),
        ("cafe\u0301s", "cafes", [("delete", "cafe\u0301s"), ("insert", "cafes")]),
        ("hi 👩‍👩‍👧", "hi 👩‍👩‍👦", [("delete", "👩‍👩‍👧"), ("insert", "👩‍👩‍👦")]),
        ("🇨🇭🇫🇷", "🇨🇭🇫🇮", [("delete", "🇫🇷"), ("insert", "🇫🇮")]),
        ("ok 👍🏽", "ok 👍🏿", [("delete", "👍🏽"), ("insert", "👍🏿")]),
    ],
)
def test_words_are_the_readers_words(before: str, after: str, wanted: list[tuple[str, str]]) -> None:
    found = compare([old(before, 0), new(after, 2)], inserted_by, deleted_by)
    assert [(change.op, change.text) for change in found if change.op != "equal"] == wanted


LETTERS = st.sampled_from(
    [*"abc de.,-1/", "\n", "e\u0301", "\u0301", "\u064e", "قر", "内", "罗", "😀", "👩\u200d👧", "🇨🇭"]
)
PRESENCE = st.sampled_from([(True, True), (True, True), (True, False), (False, True)])


@st.composite
def overlays(draw: st.DrawFn) -> list[Piece]:
    pieces = []
    clocks = {1: 0, 2: 0, 3: 0}
    for _ in range(draw(st.integers(0, 14))):
        text = "".join(draw(st.lists(LETTERS, min_size=1, max_size=6)))
        client = draw(st.integers(1, 3))
        in_a, in_b = draw(PRESENCE)
        block = draw(st.sampled_from(["", "", "", "blank"]))
        pieces.append(Piece(text, client, clocks[client], in_a, in_b, block))
        clocks[client] += 40
    return pieces


@given(overlays())
def test_both_texts_can_be_read_back_exactly(pieces: list[Piece]) -> None:
    found = compare(pieces, inserted_by, deleted_by)
    assert text_but("insert", found) == "".join(piece.text for piece in pieces if piece.in_a)
    assert text_but("delete", found) == "".join(piece.text for piece in pieces if piece.in_b)


def text_but(op: str, found: list[Change]) -> str:
    return "".join(change.text for change in found if change.op != op)


@given(overlays())
def test_neighbours_differ_in_operation_or_author(pieces: list[Piece]) -> None:
    found = changes(*pieces)
    assert all(a[::2] != b[::2] for a, b in zip(found, found[1:], strict=False))


@given(overlays().filter(lambda pieces: not any(piece.block for piece in pieces)))
def test_no_change_begins_inside_a_combining_sequence(pieces: list[Piece]) -> None:
    found = compare(pieces, inserted_by, deleted_by)
    for side in ("insert", "delete"):
        texts = [change.text for change in found if change.op != side]
        for text in texts[1:]:
            assert not unicodedata.category(text[0]).startswith("M")
        assert not any(text.endswith("\u200d") for text in texts[:-1])


@given(overlays())
def test_the_pure_and_the_fast_package_agree(pieces: list[Piece]) -> None:
    fast = compare(pieces, inserted_by, deleted_by)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparison, "fast", None)
        assert compare(pieces, inserted_by, deleted_by) == fast
