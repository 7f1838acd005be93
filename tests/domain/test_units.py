"""Import: a source that comes as JSON (server/domain/IMPORT.md 41-42)."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.domain.alignment import Entry, align
from server.domain.canonical import plain_text
from server.domain.cutting import Cut, check_words
from server.domain.errors import Unusable
from server.domain.units import cut_units

UDHR = Path(__file__).parents[3] / "shared/data/udhr/udhr6.json"
needs_udhr = pytest.mark.skipif(not UDHR.exists(), reason="the declaration is not on this machine")

TEXT: dict[str, Any] = {
    "title": "A pact",
    "preamble": {"heading": "Preamble", "paragraphs": ["Whereas it is so,", "Now, therefore,"]},
    "articles": [
        {"number": 1, "heading": "Article 1", "paragraphs": ["All [may] speak."]},
        {"number": 2, "heading": "Article 2", "items": ["First.", "Second."]},
    ],
}


def cut_proved(data: object, language: str = "en") -> Cut:
    text, result = cut_units(json.dumps(data), language)
    check_words(text, result)
    return result


@pytest.mark.parametrize("data", [TEXT, {"en": TEXT, "fr": {**TEXT, "title": "Un pacte"}}])
def test_articles_become_headings_with_their_paragraphs(data: object) -> None:
    """IMPORT 41, 42."""
    result = cut_proved(data)
    assert [(clause.kind, clause.label, plain_text(clause.content)) for clause in result.clauses] == [
        ("part", "", "A pact"),
        ("chapter", "", "Preamble"),
        ("preambular", "", "Whereas it is so,"),
        ("preambular", "", "Now, therefore,"),
        ("heading", "Article 1", ""),
        ("narrative", "", "All may speak."),
        ("heading", "Article 2", ""),
        ("operative", "1", "First."),
        ("operative", "2", "Second."),
    ]
    assert (result.title, len(result.objects.brackets), result.clauses[4].line) == ("A pact", 1, 5)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{", "not_json"),
        ("[1]", "shape_unknown"),
        ('{"title": 3, "articles": []}', "shape_unknown"),
        ('{"articles": [{"chapter": 1}]}', "shape_unknown"),
        ('{"fr": {"articles": []}}', "language_not_in_source"),
        ('{"en": {"articles": []}}', "empty"),
    ],
)
def test_another_shape_is_refused(source: str, code: str) -> None:
    """IMPORT 41."""
    with pytest.raises(Unusable) as refused:
        cut_units(source, "en")
    assert refused.value.code == code


@needs_udhr
@pytest.mark.parametrize(("language", "clauses", "words"), [("en", 92, 1_785), ("fr", 91, 2_070), ("ar", 91, 1_364)])
def test_the_declaration_is_cut_by_its_own_numbers(language: str, clauses: int, words: int) -> None:
    source = UDHR.read_text("utf-8")
    text, result = cut_units(source, language)
    assert (len(result.clauses), check_words(text, result).clause_words) == (clauses, words)
    own = json.loads(source)[language]
    listed = ["", "", *["" for _ in own["preamble"]["paragraphs"]]]
    for article in own["articles"]:
        listed += [article["heading"], *["" for _ in article["paragraphs"]]]
        listed += [str(number) for number, _ in enumerate(article["items"], 1)]
    assert [clause.label for clause in result.clauses] == listed


@needs_udhr
@pytest.mark.parametrize(
    ("language", "missing"),
    [
        ("fr", ["Now, therefore,"]),
        ("es", []),
        ("ar", ["Whereas it is essential to promote the development of friendly relations between nations,"]),
    ],
)
def test_the_declaration_aligns_but_for_what_a_language_lacks(language: str, missing: list[str]) -> None:
    """IMPORT 43-45."""
    source = UDHR.read_text("utf-8")
    english, other = (cut_units(source, each)[1].clauses for each in ("en", language))
    one, two = ([Entry(c.label, c.kind, c.parent, len(plain_text(c.content))) for c in o] for o in (english, other))
    found = align(one, two)
    paired = {pair.standing for pair in found}
    assert [plain_text(c.content) for at, c in enumerate(english) if at not in paired] == missing
    assert sorted(place for pair in found for place in pair.found) == list(range(len(other)))
