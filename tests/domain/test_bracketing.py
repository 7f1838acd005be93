"""Import: square brackets become objects (server/domain/IMPORT.md 31-35)."""

import pytest

from server.domain.canonical import count_brackets
from tests.domain.cuts import cut_whole, lines


def left_of(source: str) -> list[str]:
    """Return the signs that stayed characters, each with its line."""
    result = cut_whole(source)
    return [f"{result.clauses[left.clause].line}{left.sign}" for left in result.objects.left]


def test_nested_brackets_are_one_object_each() -> None:
    """IMPORT 31."""
    assert lines("a [b [c] d][e]") == ["a ⟦1:b ⟧⟦1,2:c⟧⟦1: d⟧⟦3:e⟧"]
    result = cut_whole("a [b [c] d][e]")
    assert [bracket.clauses for bracket in result.objects.brackets] == [(0,), (0,), (0,)]
    assert count_brackets(result.clauses[0].content) == 3


def test_a_bracket_over_clauses_is_one_with_all_of_them_in_its_row() -> None:
    """IMPORT 31: the clause without words is in the row too."""
    source = "## A\n\n1. The Parties [shall:\n\n    (a) meet;\n\n    (b)\n\n    (c) report] yearly.\n"
    assert lines(source) == ["A", "1 The Parties ⟦1:shall:⟧", "(a) ⟦1:meet;⟧", "(b)", "(c) ⟦1:report⟧ yearly."]
    (bracket,) = cut_whole(source).objects.brackets
    assert bracket.clauses == (1, 2, 3, 4)


def test_brackets_nest_over_clauses() -> None:
    """IMPORT 31."""
    source = "1. [a [b\n\n2. c] d\n\n3. e]\n"
    assert lines(source) == ["1 ⟦1:a ⟧⟦1,2:b⟧", "2 ⟦1,2:c⟧⟦1: d⟧", "3 ⟦1:e⟧"]
    assert [bracket.clauses for bracket in cut_whole(source).objects.brackets] == [(0, 1, 2), (0, 1)]


def test_a_bracket_that_opens_before_the_label_stands_over_the_words() -> None:
    """IMPORT 12, 31: where an option has no words of its own the row begins with the first that has."""
    source = "**[Option 2**\n\n1. One\n\n2. Two]\n"
    assert lines(source) == ["Option 2", "1 ⟦1:One⟧", "2 ⟦1:Two⟧"]
    assert cut_whole(source).objects.brackets[0].clauses == (1, 2)


def test_paragraphs_of_one_clause_share_a_bracket() -> None:
    """IMPORT 31."""
    assert lines("1. [One\n\n    two] three\n") == ["1 ⟦1:One⟧ ¶ ⟦1:two⟧ three"]


def test_footnotes_have_brackets_of_their_own() -> None:
    """IMPORT 31, 33."""
    assert lines("a [b[^1]] c\n\n[^1]: [x y] [z\n") == ["a ⟦1:b⟧^⟦2:x y⟧ [z^ c"]
    assert left_of("a [b[^1]] c\n\n[^1]: [x y] [z\n") == ["1["]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("1. a [b\n\n2. c] d\n", []),
        ("1. a [b\n\n2. c] d\n\n3. e ] f\n", ["1[", "3]", "5]"]),
        ("1. a [b:\n\n    (a) c]\n\n2. d ] e\n", ["5]"]),
        ("1. [a\n\n2. b\n\n3. c]\n\n4. d [ e\n", ["7["]),
        ("1. a [b\n\n2. b\n\n3. c]\n\n4. d [ e\n", ["1[", "5]", "7["]),
        ("1. a:\n\n    (a) [b\n\n    (b) c\n\n2. d]\n\n3. e [ f\n", ["3[", "7]", "9["]),
        ("## A\n\na [b\n\n## B\n\nc] d\n", ["3[", "7]"]),
        ("## [A\n\nb\n\n## B\n\nc]\n", []),
        ("1. [a\n\n2. ] b\n", ["1[", "3]"]),
    ],
)
def test_over_clauses_a_pair_is_believed_only_with_reason(source: str, left: list[str]) -> None:
    """IMPORT 32, 33."""
    assert left_of(source) == left


def test_a_missing_sign_costs_no_other_bracket() -> None:
    """IMPORT 33."""
    assert lines("1. a [b [c] d [e\n\n2. [f] g]\n\n3. h\n\n4. [i] j]] k\n")[3] == "4 ⟦4:i⟧ j]] k"


def test_what_has_no_words_stays_characters() -> None:
    """IMPORT 33, 34."""
    assert lines("a [[^1]] [^7] b\n\n[^1]: n\n") == ["a [^n^] [^7] b"]
    assert left_of("a [[^1]] [^7] b\n\n[^1]: n\n") == ["1[", "1]"]
    assert [left.words for left in cut_whole("say [words\n").objects.left] == ["say [words"]


def test_a_title_repeats_the_signs() -> None:
    """IMPORT 26, 31."""
    (clause,) = cut_whole("## [Enhanced] action\n").clauses
    assert clause.title == "[Enhanced] action"


def test_a_bracket_names_the_delegations_that_ask() -> None:
    """IMPORT 35."""
    source = "1. a [JPN, KEN: b] [NDC: c] [JPN: [d] e]\n"
    assert lines(source, codes=("JPN", "KEN")) == ["1 a ⟦1:b⟧ ⟦2:NDC: c⟧ ⟦3,4:d⟧⟦3: e⟧"]
    brackets = cut_whole(source, codes=("JPN", "KEN")).objects.brackets
    assert [bracket.codes for bracket in brackets] == [("JPN", "KEN"), (), ("JPN",), ()]
    assert lines("1. a [JPN: b]\n") == ["1 a ⟦1:JPN: b⟧"]
    assert lines("1. a [JPN:] b\n", codes=("JPN",)) == ["1 a ⟦1:JPN:⟧ b"]
