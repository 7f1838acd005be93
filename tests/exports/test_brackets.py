"""Brackets are drawn from marks: nested, crossing, over paragraphs."""

from exports.pieces import plain
from tests.exports.samples import doc, note, paragraph, words


def test_brackets_nest_by_their_extent_whatever_the_order_of_marks() -> None:
    inner_first = doc(paragraph(words("a", bracket="1"), words("b", bracket="2 1"), words("c", bracket="1")))
    assert plain(inner_first) == "[a[b]c]"


def test_two_brackets_that_begin_together_open_the_longer_one_first() -> None:
    assert plain(doc(paragraph(words("a", bracket="2 1"), words("b", bracket="1")))) == "[[a]b]"


def test_brackets_may_cross() -> None:
    text = doc(paragraph(words("a", bracket="1"), words("b", bracket="1 2"), words("c", bracket="2")))
    assert plain(text) == "[a[b]c]"


def test_a_bracket_over_paragraphs_opens_once_and_closes_once() -> None:
    text = doc(paragraph("x", words("a", bracket="1")), paragraph(words("b", bracket="1"), "y"))
    assert plain(text) == "x[ab]y"


def test_words_without_the_mark_end_a_bracket_and_a_leaf_that_carries_no_marks_does_not() -> None:
    split = doc(paragraph(words("a", bracket="1"), words("b"), words("c", bracket="1")))
    assert plain(split) == "[a]b[c]"
    kept = doc(paragraph(words("a", bracket="1"), note(words("note")), words("c", bracket="1")))
    assert plain(kept) == "[ac]"
