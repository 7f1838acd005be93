"""No import loses a word (server/domain/IMPORT.md 27-30)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.cutting import Terms, check_words, compare_words, cut, read_source
from server.domain.errors import Unusable

DRAFTS = Path(__file__).parents[3] / "shared" / "data" / "paris-agreement"
PARTS = tuple(
    """word|Two words|[|]|(x)|:|,|é|e\u0301|الفصل 2|\u00a0|*|**|_|~~|\\|\\[|](https://a.example/)|][r]
    |[[|[x]|[ ]|X|____|[JPN: |[1. |[(a) |No text|see paragraph 2 above|Article 3
    |[^1]|[^1]: |\ufdd0
    |\ufdd1|(a) |(i) |a) |1. |2. |3bis. |1.2 |- |* |## |# |> |Article 3 |I. Title|Option 1:|**Option 2:** |**[Option 1**
    |Preamble|{:toc}|---|===|<b>|</span>|<!-- -->|<br>|&amp;|&#91;|\t|\r|\x0c|\u2028""".replace("\n    ", "").split("|")
) + (
    "|",
    "\n",
    "\n\n",
    "\n    ",
    "\n  ",
    "\r\n",
    "\n[^1]: note text",
    "\n[r]: https://r.example/\n",
    "* TOC\n{:toc}",
    "---\ntitle: q\n---\n",
)
DOCUMENTS = st.lists(st.sampled_from(PARTS), max_size=40).map("".join) | st.text(max_size=200)


@settings(max_examples=600, deadline=None)
@given(source=DOCUMENTS, markdown=st.booleans())
def test_no_document_loses_a_word(source: str, markdown: bool) -> None:
    """IMPORT 27: the one refusal left is that there are no words."""
    try:
        result = cut(source, markdown=markdown, terms=Terms(codes={"JPN"}))
    except Unusable as refusal:
        assert refusal.code == "empty"
        return
    check = check_words(source, result)
    assert check.source_words == check.clause_words


def changed(source: str, before: str, after: str, *, markdown: bool = True) -> Unusable:
    """Cut, change one clause behind the back of the proof, and return what it says."""
    result = cut(source, markdown=markdown)
    clauses = tuple(replace(c, content=rewrite(c.content, before, after)) for c in result.clauses)
    with pytest.raises(Unusable) as refused:
        check_words(source, replace(result, clauses=clauses))
    return refused.value


def rewrite(node: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    copy = {key: value for key, value in node.items() if key != "content"}
    if "text" in node:
        copy["text"] = node["text"].replace(before, after)
    if "content" in node:
        copy["content"] = [rewrite(child, before, after) for child in node["content"]]
    return copy


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("three", ""),
        ("[", ""),
        (";", ","),
        ("Two", "two"),
        ("é", "e"),
        ("note", "n"),
        ("two words", "twowords"),
    ],
)
def test_a_lost_or_changed_sign_is_found(before: str, after: str) -> None:
    """IMPORT 27, 30."""
    source = "# One\n\n1. Two words [and two words;\n\n(a) three é[^1]\n\n[^1]: note\n"
    refusal = changed(source, before, after)
    assert refusal.code == "words_lost"
    assert refusal.detail["line"] in {3, 5}


@pytest.mark.parametrize("index", range(4))
def test_a_lost_clause_is_found(index: int) -> None:
    source = "# One\n\n1. Two\n\n(a) three\n\n(b)\n"
    result = cut(source, markdown=True)
    kept = tuple(clause for at, clause in enumerate(result.clauses) if at != index)
    assert compare_words(source, replace(result, clauses=kept)).differences


def test_clauses_in_another_order_are_found() -> None:
    source = "1. One\n\n2. Two\n"
    result = cut(source, markdown=True)
    with pytest.raises(Unusable):
        check_words(source, replace(result, clauses=result.clauses[::-1]))


def test_a_lost_label_is_found() -> None:
    source = "1. One\n\n2bis. Two\n"
    result = cut(source, markdown=True)
    clauses = tuple(replace(clause, label="") for clause in result.clauses)
    assert compare_words(source, replace(result, clauses=clauses)).differences


def test_words_cannot_be_passed_off_as_markup() -> None:
    """IMPORT 29."""
    source = "One.\n\nTwo.\n"
    result = cut(source, markdown=True)
    hidden = replace(result, clauses=result.clauses[:1], left_out=((3, "Two."),))
    with pytest.raises(Unusable) as refused:
        check_words(source, hidden)
    assert (refused.value.code, refused.value.detail["line"]) == ("words_lost", 3)


def test_the_words_are_counted_with_their_combining_signs() -> None:
    source = "1. e\u0301te\u0301 مُتَّحِدون [x]"
    assert compare_words(source, cut(source, markdown=False)).source_words == 4


@pytest.mark.parametrize(
    ("name", "clauses", "words"),
    [
        ("03_2015-10-23_adp-draft.md", 555, 17_429),
        ("03b_2015-10-23_draft-decision.md", 420, 12_252),
        ("04_2015-12-04_adp-compilation.md", 424, 15_451),
    ],
)
def test_a_negotiating_draft_with_a_thousand_brackets_is_cut_without_loss(name: str, clauses: int, words: int) -> None:
    path = DRAFTS / name
    if not path.exists():
        pytest.skip(f"the trial draft {name} is not on this machine")
    source = read_source(path.read_bytes())
    result = cut(source, markdown=True)
    check = check_words(source, result)
    assert (len(result.clauses), check.clause_words) == (clauses, words)
