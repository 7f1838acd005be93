"""Import: what becomes a clause, and of which kind (server/domain/IMPORT.md)."""

from typing import Any

import pytest

from server.domain.cutting import Cut, check_words, cut
from server.domain.terms import ClauseKind

TREATY = """\
# Draft agreement

## Preamble

The Parties to this Agreement,

*Recalling* their obligations,

[*Noting* the [grave] risks,]

Have agreed as follows:

## Article 2bis *(purpose)*

1. The Parties shall:

    1. cooperate;
    2. report.

2bis. **Review** The Parties shall meet.

## Article 3

For the purposes of this Article:

(a) "Party" means a Party;
(b) "fee" means a fee.

Nothing else is defined.
"""


def words(node: dict[str, Any]) -> str:
    return str(node.get("text", "")) + "".join(words(child) for child in node.get("content", []))


def outline(source: str, *, markdown: bool = True) -> list[str]:
    """Cut, prove, and write one line a clause: indentation by depth, kind, label, words."""
    result = cut(source, markdown=markdown)
    check_words(source, result)
    depths: list[int] = []
    lines = []
    for clause in result.clauses:
        depths.append(0 if clause.parent is None else depths[clause.parent] + 1)
        parts = (clause.kind, clause.label, words(clause.content))
        lines.append("  " * depths[-1] + " ".join(part for part in parts if part))
    return lines


def test_a_treaty_in_markdown_becomes_its_outline() -> None:
    """IMPORT 9, 13-19."""
    assert outline(TREATY) == [
        "part Draft agreement",
        "  chapter Preamble",
        "    formula The Parties to this Agreement,",
        "    preambular Recalling their obligations,",
        "    preambular Noting the grave risks,",
        "    formula Have agreed as follows:",
        "  heading Article 2bis (purpose)",
        "    operative 1 The Parties shall:",
        "      item 1 cooperate;",
        "      item 2 report.",
        "    operative 2bis Review The Parties shall meet.",
        "  heading Article 3",
        "    chapeau For the purposes of this Article:",
        '      item (a) "Party" means a Party;',
        '      item (b) "fee" means a fee.',
        "    narrative Nothing else is defined.",
    ]


def test_a_decision_without_a_preamble_heading_has_preambular_paragraphs() -> None:
    """IMPORT 15, 16."""
    source = "*The Conference,*\n\n*Recalling* it,\n\n1. *Decides* this;\n\n*Recalling* too late,\n"
    assert outline(source) == [
        "formula The Conference,",
        "preambular Recalling it,",
        "operative 1 Decides this;",
        "narrative Recalling too late,",
    ]


def test_options_are_clauses_and_hold_what_follows_only_when_they_stand_alone() -> None:
    """IMPORT 12, 19."""
    source = """\
**Option 1:**

1. First.

2. Second.

**Option 2:** No text

3. **Option 1:** Yes

    **Option 2**: No

4. Fourth.
"""
    assert outline(source) == [
        "option Option 1",
        "  operative 1 First.",
        "  operative 2 Second.",
        "option Option 2 No text",
        "operative 3",
        "  option Option 1 Yes",
        "  option Option 2 No",
        "operative 4 Fourth.",
    ]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("**[Option 2**\n\n1. Words]", ["option Option 2", "  operative 1 Words"]),
        ("**[Option 2:** Words]", ["option Option 2 Words"]),
        ("[Option 2: Words]", ["option Option 2 Words"]),
        ("[3bis. Words]", ["operative 3bis Words"]),
        ("[[(a) Words] more]", ["item (a) Words more"]),
        ("[3. (a) Words]", ["operative 3", "  item (a) Words"]),
        ("## [Article 5 *(fees)*]", ["heading Article 5 (fees)"]),
        ("[1.5] per cent", ["narrative 1.5 per cent"]),
        ("[(a)] Words", ["narrative (a) Words"]),
        ("[Option 2] Words", ["option Option 2 Words"]),
    ],
)
def test_brackets_before_a_label_open_before_the_words(source: str, lines: list[str]) -> None:
    """IMPORT 12: but a bracket that closes right behind a label leaves it among the words."""
    assert outline(source) == lines


def test_a_paragraph_that_wants_no_text_is_an_option() -> None:
    """IMPORT 12: unless it is what an option says."""
    assert outline("## Article 2\n\nWords.\n\n[*No text*]\n\n**Option 2:**\n\nNo text.\n") == [
        "heading Article 2",
        "  narrative Words.",
        "  option No text",
        "  option Option 2 No text.",
    ]


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("1. x", "1"),
        ("2bis. x", "2bis"),
        ("12 bis. x", "12 bis"),
        ("3.4 x", "3.4"),
        ("3.3alt: x", "3.3alt"),
        ("[2]. x", "[2]"),
        ("(a) x", "(a)"),
        ("(a)bis. x", "(a)bis"),
        ("a) x", "a)"),
        ("a. x", "a"),
        ("(iv) x", "(iv)"),
        ("(2) x", "(2)"),
        ("7) x", "7)"),
        ("- x", ""),
        ("**4.** x", "4"),
        ("أ- x", "أ"),
        ("٣. x", "٣"),
    ],
)
def test_a_label_is_kept_as_printed_without_the_stop_behind_it(printed: str, label: str) -> None:
    """IMPORT 9, 10."""
    (clause,) = cut(printed, markdown=True).clauses
    assert (clause.label, words(clause.content)) == (label, "x")


@pytest.mark.parametrize("text", ["53 States agreed.", "2004. That year", "0.7 per cent of income", "e.g. this"])
def test_what_only_looks_like_a_label_is_words(text: str) -> None:
    """IMPORT 10."""
    (clause,) = cut(text, markdown=True).clauses
    assert (clause.label, words(clause.content)) == ("", text)


def test_the_letter_i_is_told_from_the_number_one_by_what_stands_before_it() -> None:
    """IMPORT 11."""
    assert outline("1. a:\n\n(h) b\n\n(i) c\n\n(j) d:\n\n(i) e\n\n(ii) f") == [
        "operative 1 a:",
        "  item (h) b",
        "  item (i) c",
        "  item (j) d:",
        "    item (i) e",
        "    item (ii) f",
    ]


def test_lists_without_indentation_nest_by_the_form_of_their_labels() -> None:
    """IMPORT 19."""
    assert outline("1. a:\n(a) b:\n(i) c\n(ii) d\n(b) e\n2. f\n2.1 g") == [
        "operative 1 a:",
        "  item (a) b:",
        "    item (i) c",
        "    item (ii) d",
        "  item (b) e",
        "operative 2 f",
        "  item 2.1 g",
    ]


def test_a_wrapped_line_that_begins_with_a_number_goes_on_with_its_sentence() -> None:
    """IMPORT 20."""
    assert outline("1. In accordance with Article 4, paragraph\n5. of the Convention, and\n(c) above.") == [
        "operative 1 In accordance with Article 4, paragraph 5. of the Convention, and (c) above."
    ]


def test_an_indented_paragraph_continues_its_clause() -> None:
    """IMPORT 19."""
    clause = cut("1. **Aim**\n\n    More words.\n", markdown=True).clauses[0]
    assert [words(block) for block in clause.content["content"]] == ["Aim", "More words."]
    assert clause.title == "Aim"


def test_a_french_text_with_tabs_and_crlf_is_cut_like_any_other() -> None:
    """IMPORT 2, 13, 16."""
    source = (
        "Préambule\r\n\r\nLes Parties au présent Accord,\r\n\r\nConscientes de l'intérêt qu'elles\r\npartagent,\r\n\r\n"
        "Sont convenues de ce qui suit\u00a0:\r\n\r\nArticle premier\r\n\r\n1. Les Parties\u00a0:\r\n\r\n"
        "a) échangent des données\u00a0;\r\n\ti) chaque année\u00a0;\r\n"
        "\tii) sur demande\u00a0;\r\nb) se réunissent.\r\n"
    )
    assert outline(source, markdown=False) == [
        "heading Préambule",
        "  formula Les Parties au présent Accord,",
        "  preambular Conscientes de l'intérêt qu'elles partagent,",
        "  formula Sont convenues de ce qui suit\u00a0:",
        "heading Article premier",
        "  operative 1 Les Parties\u00a0:",
        "    item a) échangent des données\u00a0;",
        "      item i) chaque année\u00a0;",
        "      item ii) sur demande\u00a0;",
        "    item b) se réunissent.",
    ]


def test_an_arabic_text_is_cut_like_any_other() -> None:
    """IMPORT 9, 10, 13, 16."""
    source = (
        "الديباجة\n\nإن الأطراف،\n\nإذ تشير إلى ذلك،\n\nالمادة 1\n\n1. تتعاون على ما يلي:\n(أ) التبادل؛\n(ب) اللقاء.\n"
    )
    assert outline(source, markdown=False) == [
        "heading الديباجة",
        "  formula إن الأطراف،",
        "  preambular إذ تشير إلى ذلك،",
        "heading المادة 1",
        "  operative 1 تتعاون على ما يلي:",
        "    item (أ) التبادل؛",
        "    item (ب) اللقاء.",
    ]


def test_markup_only_lines_are_reported_and_never_words() -> None:
    """IMPORT 4, 5."""
    source = '---\ntitle: "An Agreement"\nedit: true\n---\n\n* TOC\n{:toc}\n\nWords.\n{:.no_toc}\n\n<!-- -->\n\n***\n'
    result = cut(source, markdown=True)
    assert result.title == "An Agreement"
    assert [number for number, _ in result.left_out] == [1, 2, 3, 4, 6, 7, 10, 12, 14]
    assert [words(clause.content) for clause in result.clauses] == ["Words."]


def test_a_title_is_the_first_heading_when_nothing_else_names_the_text() -> None:
    """IMPORT 4."""
    titles: list[str | None] = [
        cut(source, markdown=False).title for source in ("AN AGREEMENT\n\nWords.", "Preamble\n\nWords.", "Words.")
    ]
    assert titles == ["AN AGREEMENT", None, None]


def test_clauses_nest_twelve_levels_at_most() -> None:
    """IMPORT 19."""
    lines = outline("\n".join("  " * level + "- x" for level in range(40)))
    assert max(len(line) - len(line.lstrip()) for line in lines) == 2 * 11


def test_parents_stand_before_their_children() -> None:
    result: Cut = cut("# A\n\n1. b\n\n    - c\n\n# D\n\n1. e", markdown=True)
    assert all(clause.parent is None or clause.parent < index for index, clause in enumerate(result.clauses))
    assert {clause.kind for clause in result.clauses} == {ClauseKind.PART, ClauseKind.OPERATIVE, ClauseKind.ITEM}
