"""Inline marks of imported text (server/domain/IMPORT.md 6-8, 21-24)."""

from typing import Any

import pytest

from server.domain.cutting import Terms, check_words, cut


def inline(source: str) -> list[dict[str, Any]]:
    """Return the first paragraph's nodes, brackets numbered as they open."""
    ids = (str(number) for number in range(100))
    result = cut(source, markdown=True, terms=Terms(new_id=lambda: next(ids)))
    check_words(source, result)
    nodes: list[dict[str, Any]] = result.clauses[0].content["content"][0]["content"]
    return nodes


def bracketed(text: str, number: int, *others: dict[str, Any]) -> dict[str, Any]:
    """Return a text in one bracket, the first of which has the number 1 (the clause has 0)."""
    return {"type": "text", "text": text, "marks": [*others, {"type": "bracket", "attrs": {"id": str(number)}}]}


def test_emphasis_and_strong_become_marks() -> None:
    """IMPORT 21."""
    assert inline("*Recalling* a **bold** r*eaffirming* _b_ snake_case_name") == [
        {"type": "text", "text": "Recalling", "marks": [{"type": "emphasis"}]},
        {"type": "text", "text": " a "},
        {"type": "text", "text": "bold", "marks": [{"type": "strong"}]},
        {"type": "text", "text": " r"},
        {"type": "text", "text": "eaffirming", "marks": [{"type": "emphasis"}]},
        {"type": "text", "text": " "},
        {"type": "text", "text": "b", "marks": [{"type": "emphasis"}]},
        {"type": "text", "text": " snake_case_name"},
    ]


def test_three_signs_are_strong_and_emphasis() -> None:
    """IMPORT 21; the marks stand in the order of the schema."""
    assert inline("so ***very*** good")[1]["marks"] == [{"type": "strong"}, {"type": "emphasis"}]


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 [^7]",
        "a ](https://a.example/)",
        "~~struck~~ <del>gone</del> `code` | a | b |",
        "peoples'\\ land",
        "5 > 3 <!-- a note --> & c",
    ],
)
def test_what_is_no_markup_stays_as_characters(text: str) -> None:
    """IMPORT 7, 8, 21-23."""
    assert inline(text) == [{"type": "text", "text": text}]


def test_a_bracket_is_a_link_only_with_a_whole_address() -> None:
    """IMPORT 22."""
    link = [{"type": "link", "attrs": {"href": "https://a.example/b"}}]
    assert inline("[x [[a] b](https://a.example/b)]") == [
        bracketed("x ", 1),
        bracketed("[a] b", 1, *link),
    ]
    assert inline("[xy](page.html)") == [bracketed("xy", 1), {"type": "text", "text": "(page.html)"}]


def test_a_named_link_needs_a_named_address() -> None:
    """IMPORT 5, 22."""
    source = "[a][Source] [a][other]\n\n[source]: https://a.example/\n"
    assert inline(source) == [
        {"type": "text", "text": "a", "marks": [{"type": "link", "attrs": {"href": "https://a.example/"}}]},
        {"type": "text", "text": " "},
        bracketed("a", 1),
        bracketed("other", 2),
    ]


def test_escapes_tags_and_references_are_read() -> None:
    """IMPORT 7, 23."""
    assert inline(r"\*a\* b <span style='x'>c</span>O<sub>2</sub> &amp; d<br>e") == [
        {"type": "text", "text": "*a* b cO2 & d e"}
    ]


def test_a_footnote_stands_where_it_is_named() -> None:
    """IMPORT 6, 24."""
    source = "a[^n] b\n\n[^n]: see *c*\n    and d\n\n    and e\n\nf\n"
    result = cut(source, markdown=True)
    check_words(source, result)
    assert [clause.line for clause in result.clauses] == [1, 8]
    assert result.clauses[0].content["content"][0]["content"] == [
        {"type": "text", "text": "a"},
        {
            "type": "footnote",
            "content": [
                {"type": "text", "text": "see "},
                {"type": "text", "text": "c", "marks": [{"type": "emphasis"}]},
                {"type": "text", "text": " and d and e"},
            ],
        },
        {"type": "text", "text": " b"},
    ]


def test_a_footnote_that_nothing_names_is_words() -> None:
    """IMPORT 6."""
    source = "a[^1]\n\n[^1]: one\n\n[^1]: two\n\n[^2]: three\n"
    result = cut(source, markdown=True)
    check_words(source, result)
    texts = [clause.content["content"][0]["content"][0]["text"] for clause in result.clauses]
    assert texts == ["a", "[^1]: two", "[^2]: three"]


def test_hard_line_breaks_are_joined_and_no_break_spaces_kept() -> None:
    """IMPORT 2."""
    assert inline("a  \nb\n\tc\u00a0: d") == [{"type": "text", "text": "a b c\u00a0: d"}]
