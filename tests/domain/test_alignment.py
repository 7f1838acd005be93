"""Import: two outlines of one text side by side (server/domain/IMPORT.md 43-47)."""

import pytest

from server.domain.alignment import Entry, align, key_of
from server.domain.terms import ClauseKind
from tests.domain.cuts import cut_whole

HEADING, ITEM, NARRATIVE = ClauseKind.HEADING, ClauseKind.ITEM, ClauseKind.NARRATIVE


def pairs(standing: list[Entry], found: list[Entry]) -> list[tuple[int, tuple[int, ...], str]]:
    return [(pair.standing, pair.found, pair.by) for pair in align(standing, found)]


def plain(*sizes: int) -> list[Entry]:
    return [Entry("", NARRATIVE, None, size) for size in sizes]


def labelled(*labels: str) -> list[Entry]:
    return [Entry(label, ITEM, None, 10) for label in labels]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Article 1", "Article premier", HEADING),
        ("Article 12 bis", "المادة ١٢ bis", HEADING),
        ("Artículo 3", "Article 3", HEADING),
        ("Option 2", "الخيار 2", ClauseKind.OPTION),
        ("(a)", "(أ)", ITEM),
        ("(b)", "b)", ITEM),
        ("3.4", "٣.٤", ITEM),
        ("Part II", "Partie II", ClauseKind.PART),
    ],
)
def test_a_label_has_one_key_in_all_languages(one: str, other: str, kind: ClauseKind) -> None:
    """IMPORT 43."""
    assert key_of(Entry(one, kind, None, 0)) == key_of(Entry(other, kind, None, 0)) is not None


def test_labels_pair_first_whatever_stands_between() -> None:
    """IMPORT 43, 45: the third of the source has no clause, the last clause no words."""
    assert pairs(labelled("1", "2", "3", "4"), labelled("1", "2", "2bis", "3")) == [
        (0, (0,), "label"),
        (1, (1,), "label"),
        (2, (3,), "label"),
    ]


def test_labels_out_of_order_cost_the_fewest_pairs() -> None:
    """IMPORT 43."""
    assert [pair[:2] for pair in pairs(labelled("1", "2", "3", "4"), labelled("1", "4", "2", "3"))] == [
        (0, (0,)),
        (1, (2,)),
        (2, (3,)),
    ]


def test_equally_many_without_labels_pair_in_order() -> None:
    """IMPORT 44."""
    assert pairs(plain(500, 10), plain(20, 600)) == [(0, (0,), "order"), (1, (1,), "order")]


def test_where_the_numbers_differ_lengths_decide() -> None:
    """IMPORT 44, 45: a short clause without words in the source is left, not filled with the next."""
    assert pairs(plain(180, 20, 300, 90), plain(200, 330, 100)) == [
        (0, (0,), "length"),
        (2, (1,), "length"),
        (3, (2,), "length"),
    ]


def test_two_of_the_source_may_be_one_clause() -> None:
    """IMPORT 44: never one of the source for two clauses."""
    assert pairs(plain(300, 400), plain(160, 170, 420)) == [(0, (0, 1), "length"), (1, (2,), "length")]


def test_a_heading_is_never_paired_with_words() -> None:
    """IMPORT 44."""
    assert pairs([Entry("", HEADING, None, 20)], plain(20)) == []


def test_outlines_are_walked_from_the_top() -> None:
    """IMPORT 43: the same number under another article is another clause."""
    english = "## Article 1\n\n1. One.\n\n2. Two.\n\n## Article 2\n\n1. Three:\n\n    (a) four;\n\n    (b) five.\n"
    french = "## Article premier\n\n1. Un.\n\n## Article 2\n\n1. Trois :\n\n    a) quatre ;\n\n    b) cinq.\n"
    one, other = ([Entry(c.label, c.kind, c.parent, 5) for c in cut_whole(text).clauses] for text in (english, french))
    assert [(one[i].label, [other[j].label for j in found]) for i, found, _ in pairs(one, other)] == [
        ("Article 1", ["Article premier"]),
        ("1", ["1"]),
        ("Article 2", ["Article 2"]),
        ("1", ["1"]),
        ("(a)", ["a)"]),
        ("(b)", ["b)"]),
    ]


def test_a_long_list_without_labels_is_aligned_in_a_moment() -> None:
    """IMPORT 44: only a band of shifts is tried."""
    sizes = [20 + 37 * n % 400 for n in range(400)]
    assert len(pairs(plain(*sizes), plain(*sizes[:100], *sizes[101:]))) == 399
