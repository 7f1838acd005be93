"""Where clauses may stand, what they may be called, and what they are called if nobody says. Rules T-2 to T-5."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.errors import Conflict, Refusal, Unknown, Unusable
from server.domain.numbering import propose_label
from server.domain.structure import (
    LONGEST_RANK,
    Labels,
    Layout,
    Placed,
    check_kind,
    check_label,
    check_titles,
)


def placed(key: str, parent: str | None, rank: str, label: str = "", *, gone: bool = False) -> Placed:
    return Placed(key, "operative", parent, rank, label, {}, 5 if gone else None)


TREE = Layout(
    [
        placed("part", None, "c"),
        placed("a", "part", "c", "1"),
        placed("b", "part", "f", "2"),
        placed("c", "part", "k", "3", gone=True),
        placed("d", "part", "p", "4"),
        placed("under", "b", "c", "(a)"),
        placed("deep", "under", "c"),
        placed("old part", None, "f", gone=True),
    ]
)


def refusal(act: object) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as refused:
        act()  # type: ignore[operator]
    return refused.value.code, refused.value.detail.get("why")


def test_the_tree_is_read_in_order_with_what_was_withdrawn() -> None:
    assert [clause.id for clause in TREE.children("part")] == ["a", "b", "c", "d"]
    assert [clause.id for clause in TREE.beneath("part")] == ["a", "b", "under", "deep", "c", "d"]
    assert (TREE.before("a"), TREE.before("d")) == (None, "c")


@pytest.mark.parametrize(
    ("after", "between"),
    [(None, (None, "a")), ("a", ("a", "b")), ("b", ("b", "c")), ("c", ("c", "d")), ("d", ("d", None))],
)
def test_t2_a_place_is_between_two_siblings_and_a_withdrawn_one_marks_it_too(
    after: str | None, between: tuple[str | None, str | None]
) -> None:
    spot = TREE.find_spot(None, "part", after)
    assert (spot.before and spot.before.id, spot.behind and spot.behind.id) == between
    assert (spot.before is None or spot.before.rank < spot.rank) and (
        spot.behind is None or spot.rank < spot.behind.rank
    )


def test_t2_a_place_that_is_gone_is_named_with_why() -> None:
    assert refusal(lambda: TREE.find_spot(None, "nothing", None)) == ("no_such_place", "unknown")
    assert refusal(lambda: TREE.find_spot(None, "old part", None)) == ("no_such_place", "withdrawn")
    assert refusal(lambda: TREE.find_spot(None, "part", "under")) == ("no_such_place", "moved")
    assert refusal(lambda: TREE.find_spot(None, "part", "nothing")) == ("no_such_place", "unknown")


def test_t3_nothing_stands_under_itself() -> None:
    for under in ("b", "under", "deep"):
        assert refusal(lambda under=under: TREE.find_spot("b", under, None)) == ("would_loop", None)
    assert TREE.find_spot("deep", "b", "under").parent == "b"


def test_t3_behind_itself_is_where_it_stands() -> None:
    spot = TREE.find_spot("b", "part", "b")
    assert (spot.before and spot.before.id, spot.behind and spot.behind.id) == ("a", "c")


@given(st.integers(0, 10**6))
def test_t3_however_often_something_is_put_between_ranks_never_collide(seed: int) -> None:
    random = Random(seed)
    ranks = {"first": "h"}
    for number in range(60):
        layout = Layout(placed(key, None, rank) for key, rank in ranks.items())
        order = [clause.id for clause in layout.children(None)]
        after = random.choice([None, order[0], order[len(order) // 2]])
        spot = layout.find_spot(None, None, after)
        ranks |= {**spot.respaced, f"new {number}": spot.rank}
        expected = list(order)
        expected.insert(expected.index(after) + 1 if after else 0, f"new {number}")
        assert sorted(ranks, key=lambda key: ranks[key]) == expected


@pytest.mark.parametrize("ranks", [("h", "h"), ("h", "h" + "0" * LONGEST_RANK + "1")])
def test_t3_where_there_is_no_room_siblings_are_ranked_anew(ranks: tuple[str, str]) -> None:
    spot = Layout([placed("a", None, ranks[0]), placed("b", None, ranks[1])]).find_spot(None, None, "a")
    assert spot.respaced["a"] < spot.rank < spot.respaced["b"]
    assert len(spot.rank) < LONGEST_RANK


def test_t4_a_label_is_short_and_nobody_elses_there() -> None:
    taken = TREE.taken("part", but="a")
    assert [taken.owner(label) for label in ("1", "2", "3", "4")] == [None, "b", None, "d"]
    assert check_label("  12   bis ", taken) == "12 bis"
    assert check_label("", taken) == ""
    with pytest.raises(Conflict, match="label_taken") as refused:
        check_label("4", taken)
    assert refused.value.detail["clause"] == "d"
    with pytest.raises(Unusable, match="label_too_long"):
        check_label("x" * 61, taken)


@pytest.mark.parametrize("twin", ["６", " 4", "4\u00a0", "12bis", "12 BIS", "12\u2003bis"])
def test_t4_a_label_that_reads_like_another_is_that_one(twin: str) -> None:
    taken = Labels({"4": "d", "6": "e", "12 bis": "f"})
    assert twin in taken
    with pytest.raises(Conflict, match="label_taken"):
        check_label(twin, taken)


def test_t4_a_sibling_that_was_labelled_with_unseen_signs_has_the_label_that_is_seen() -> None:
    assert "6" in Labels({"6\u200b": "e"})
    assert propose_label("12", "", Labels({"1３": "g"})) == "12 bis"
    assert "" not in Labels({"": "h", "\u2063": "i"})


@pytest.mark.parametrize("label", ["6\u200b", "\u20636", "6\u202e", "\u200b", "6\u200e", "6\ufe0f", "6\u200d", "6\x00"])
def test_w4_a_label_holds_nothing_unseen(label: str) -> None:
    with pytest.raises(Unusable, match="text_unusable"):
        check_label(label, Labels({}))


@pytest.mark.parametrize(
    ("before", "behind", "proposed"),
    [
        ("12", "13", "12 bis"),
        ("12 bis", "13", "12 ter"),
        ("12.", "13.", "12 bis."),
        ("12", "14", "13"),
        ("12", "", "13"),
        ("12 bis", "", "13"),
        ("3.4", "3.5", "3.4 bis"),
        ("3.4", "", "3.5"),
        ("(a)", "(b)", "(a) bis"),
        ("(a)", "", "(b)"),
        ("(z)", "", "(z) bis"),
        ("(iii)", "", "(iv)"),
        ("Article 9", "Article 10", "Article 9 bis"),
        ("Article 9", "", "Article 10"),
        ("II", "III", "II bis"),
        ("(أ)", "(ب)", "(أ) bis"),
        ("12", "12 bis", ""),
        ("12", "12 quater", "12 bis"),
        ("", "1", ""),
        ("", "", ""),
    ],
)
def test_t4_a_new_clause_is_numbered_as_conferences_number(before: str, behind: str, proposed: str) -> None:
    assert propose_label(before, behind, ()) == proposed


def test_t4_what_is_taken_is_not_proposed() -> None:
    assert propose_label("12", "13", {"12 bis", "12 ter"}) == "12 quater"
    assert propose_label("12", "", {"13"}) == "12 bis"
    assert propose_label("x" * 58, "", ()) == ""


@given(st.lists(st.integers(0, 8), max_size=8))
def test_t4_proposed_labels_are_never_given_twice(places: list[int]) -> None:
    labels = ["1", "2", "3"]
    for place in places:
        at = place % len(labels)
        behind = labels[at + 1] if at + 1 < len(labels) else ""
        proposed = propose_label(labels[at], behind, labels)
        if proposed:
            labels.insert(at + 1, proposed)
    assert len(set(labels)) == len(labels)


def test_t5_titles_change_where_they_are_named_and_a_heading_keeps_one() -> None:
    known = {"en": "Data", "fr": "Données"}
    languages = ["en", "fr", "ar"]
    assert check_titles({"en": " More   data ", "fr": ""}, known, languages, "operative") == {"en": "More data"}
    assert check_titles({"en": "", "fr": ""}, known, languages, "operative") == {}
    for titles in ({}, {"en": "", "fr": " "}):
        with pytest.raises(Unusable, match="title_missing"):
            check_titles(titles, known, languages, "chapter")
    with pytest.raises(Unusable, match="title_too_long"):
        check_titles({"en": "x" * 501}, known, languages, "chapter")
    with pytest.raises(Unknown, match="no_such_language"):
        check_titles({"tlh": "x"}, known, languages, "chapter")


def test_a_kind_is_one_of_those_there_are() -> None:
    assert check_kind("item") == "item"
    with pytest.raises(Unusable, match="kind_unknown") as refused:
        check_kind("sonnet")
    assert "item" in refused.value.detail["kinds"]
