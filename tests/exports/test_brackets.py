"""Brackets are drawn from marks: nested, crossing, over paragraphs, round whole clauses, over several."""

from exports import render
from exports.pieces import plain
from server.domain.revision import RevisionBracket, RevisionClause, RevisionText
from tests.exports.reading import Page, stands_in_order
from tests.exports.samples import bracket_id, clause, clause_id, doc, note, paragraph, revision, words


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


def issue(*clauses: RevisionClause, over: tuple[int, ...] = ()) -> RevisionText:
    """A text in which Norway asks for the bracket 1, round the clauses of these numbers."""
    asked = RevisionBracket(delegations=("NOR",), over=tuple(clause_id(number) for number in over))
    return revision("en", list(clauses), brackets={bracket_id(1): asked}, delegations={"NOR": "Norway"})


def said(text: RevisionText) -> str:
    return Page(render(text, "html").data).words


def test_a_bracket_round_all_words_opens_before_the_label() -> None:
    whole = clause(1, "operative", "12 bis", doc(paragraph(words("States act.", bracket="1"))))
    part = clause(2, "operative", "13", doc(paragraph(words("States ", bracket="1"), words("act."))))
    assert (
        stands_in_order(["[NOR\u00a012 bis States act.]", "13 [NOR\u00a0States ]act."], nbsp(issue(whole, part))) == ""
    )


def nbsp(text: RevisionText) -> str:
    """The words with the space behind a tag kept apart from others."""
    return said(text).replace("NOR ", "NOR\u00a0")


def test_a_bracket_over_several_clauses_opens_in_the_first_and_closes_in_the_last() -> None:
    first = clause(1, "operative", "1", doc(paragraph("We ", words("begin,", bracket="1"))))
    middle = clause(2, "operative", "2", doc(paragraph(words("go on", bracket="1"))))
    last = clause(3, "operative", "3", doc(paragraph(words("and end", bracket="1"), " here.")))
    shown = nbsp(issue(first, middle, last, over=(1, 2, 3)))
    assert stands_in_order(["1 We [NOR\u00a0begin, 2 go on 3 and end] here."], shown) == ""
    assert (shown.count("["), shown.count("]")) == (1, 1)


def half(number: int, *parts: str, status: str = "open") -> RevisionClause:
    """A clause of these words; those that begin with a star stand in the bracket 1."""
    nodes = [words(part.removeprefix("*"), bracket="1" if part.startswith("*") else "") for part in parts]
    return clause(number, "operative", str(number), doc(paragraph(*nodes)), status=status)


def test_a_bracket_that_was_cut_in_one_language_only_stays_whole_in_the_other() -> None:
    cut = issue(half(1, "We ", "*begin"), half(2, "*and end", " here."), over=(1, 2))
    assert "1 We [NOR\u00a0begin 2 and end] here." in nbsp(cut)
    whole = issue(half(1, "We ", "*begin and end", " here."), half(2), over=(1, 2))
    assert stands_in_order(["1 We [NOR\u00a0begin and end] here.", "2 No text in this language."], nbsp(whole)) == ""
    behind = issue(half(1, "We go."), half(2, "*We end", " here."), half(3, "Done."), over=(1, 2, 3))
    assert stands_in_order(["1 We go.", "2 [NOR\u00a0We end] here.", "3 Done."], nbsp(behind)) == ""


def test_a_bracket_closes_in_the_last_clause_that_stands() -> None:
    undone = half(2, "*and end", " here.", status="withdrawn")
    shown = nbsp(issue(half(1, "We ", "*begin and end", " here."), undone, over=(1, 2)))
    assert stands_in_order(["1 We [NOR\u00a0begin and end] here.", "2 Withdrawn."], shown) == ""
    three = issue(half(1, "*Begin"), undone, half(3, "*go on", " here."), over=(1, 2, 3))
    assert stands_in_order(["[NOR\u00a01 Begin", "2 Withdrawn.", "3 go on] here."], nbsp(three)) == ""


def test_a_bracket_of_which_a_language_has_no_words_is_not_drawn_there() -> None:
    shown = said(issue(half(1, "We begin"), half(2, "and end."), over=(1, 2)))
    assert "[" not in shown and "]" not in shown and "Norway" not in shown


def test_the_key_names_those_whose_brackets_are_drawn_here() -> None:
    assert "Norway" in said(issue(clause(1, "operative", "1", doc(paragraph(words("a", bracket="1"))))))
    assert "Norway" not in said(issue(clause(1, "operative", "1", "a")))
