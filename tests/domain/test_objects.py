"""Import: blanks and references (server/domain/IMPORT.md 36-40)."""

import pytest

from tests.domain.cuts import cut_whole, lines


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("by [x] or [ ] or [] or […]", "by ⟨x⟩ or ⟨ ⟩ or ⟨ ⟩ or ⟨…⟩"),
        ("by [X][50] days", "by ⟨X⟩⟦1:50⟧ days"),
        ("decision XX/CP.21 of X.", "decision ⟨XX⟩/CP.21 of ⟨X⟩."),
        ("Name: ____, born ____", "Name: ⟨____⟩, born ⟨____⟩"),
        ("Part X, 20XX, X-ray, MAXX and x", "Part X, 20XX, X-ray, MAXX and x"),
        ("[x](https://a.example/)", "x"),
        ("## The [x] year", "The ⟦1:x⟧ year"),
    ],
)
def test_what_is_to_be_filled_in_is_a_blank(source: str, line: str) -> None:
    """IMPORT 36."""
    assert lines(source) == [line]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("[[x] per cent]", "⟦1,2:x⟧⟦1: per cent⟧"),
        ("[at least [x]]", "⟦1:at least ⟧⟦1,2:x⟧"),
        ("[X per cent of X]", "⟦1:X per cent of X⟧"),
        ("[by [x] per cent]", "⟦1:by ⟧⟨x⟩⟦1: per cent⟧"),
    ],
)
def test_what_stands_at_a_brackets_edge_stays_words(source: str, line: str) -> None:
    """IMPORT 37."""
    assert lines(source) == [line]


TREATY = """\
## Article 1

1. As said in Article 2 and in paragraph 2 below, {words}.

2. Other words.

## Article 2

1. One.

2. Two.

## Article 3 bis

**Option 1:**

1. Three.

**Option 2:**

1. Four, paragraph 1 of this Article.
"""


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Article 3 bis", "→Article 3 bis"),
        ("Article 3\u00a0bis", "Article 3\u00a0bis"),
        ("Article 2, paragraph 1", "→Article 2, paragraph →1"),
        ("Article 2, paragraphs 1 and 2", "→Article 2, paragraphs →1 and →2"),
        ("paragraph 2(b) below", "paragraph →2(b) below"),
        ("[see Article 2] or [Article 2 and so on]", "⟦1:see Article 2⟧ or ⟦2:Article 2 and so on⟧"),
        ("[see Article 2 too]", "⟦1:see ⟧→Article 2⟦1: too⟧"),
        ("paragraph 2 above", "paragraph 2 above"),
        ("paragraph 7", "paragraph 7"),
        ("paragraph 2.a", "paragraph 2.a"),
        ("article 2", "article 2"),
        ("Article 9", "Article 9"),
        ("Article 3 bis, paragraph 1", "→Article 3 bis, paragraph 1"),
    ],
)
def test_words_that_name_one_clause_refer_to_it(words: str, written: str) -> None:
    """IMPORT 37-39."""
    line = lines(TREATY.format(words=words))[1]
    assert line == f"1 As said in →Article 2 and in paragraph →2 below, {written}."


@pytest.mark.parametrize(
    "sentence",
    [
        "In accordance with Article 2 of the Convention.",
        "The Convention, in particular Article 2 and paragraph 1, applies.",
        "As stated in its Article 2.",
        "Guided by decision 1/CP.21, paragraph 2.",
    ],
)
def test_numbers_of_another_text_stay_words(sentence: str) -> None:
    """IMPORT 39."""
    assert lines(f"{TREATY.format(words='so')}\n3. {sentence}\n")[-1] == f"3 {sentence}"


def test_a_paragraph_is_looked_for_in_its_own_option_first() -> None:
    """IMPORT 38: it is the clause itself that is named here, and so nobody."""
    result = cut_whole(TREATY.format(words="so"))
    assert lines(TREATY.format(words="so"))[-1] == "1 Four, paragraph 1 of this Article."
    assert (result.objects.references, result.objects.unresolved) == (2, 1)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("1. Un.\n\n2. Voir le paragraphe 1 ci-dessus.", "2 Voir le paragraphe →1 ci-dessus."),
        ("1. Uno.\n\n2. Según el párrafo 1.", "2 Según el párrafo →1."),
        ("المادة 1\n\n1. أولا.\n\n2. وفقا للمادة، الفقرة 1 أعلاه.", "2 وفقا للمادة، الفقرة →1 أعلاه."),
    ],
)
def test_references_are_read_in_the_working_languages(source: str, line: str) -> None:
    """IMPORT 38."""
    assert lines(source, markdown=False)[-1] == line
