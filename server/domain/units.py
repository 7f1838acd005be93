"""A source that comes as JSON: title, preamble and articles in one or several languages. Rules: IMPORT.md 41-42."""

from collections.abc import Iterator
from typing import Any

import msgspec

from server.domain.cutting import ALONE, Terms, assemble
from server.domain.errors import Unusable
from server.domain.labels import RANKS, Form, Marker
from server.domain.outline import Cut
from server.domain.passages import Passage
from server.domain.sourcelines import check_controls


class Preamble(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The heading of a preamble, and its paragraphs."""

    heading: str = ""
    paragraphs: list[str] = []


class Article(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article: its heading as printed, the paragraphs in it, and those that are numbered from 1."""

    number: int | str = ""
    heading: str = ""
    paragraphs: list[str] = []
    items: list[str] = []


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language of a text."""

    title: str = ""
    code: str = ""
    dir: str = ""
    preamble: Preamble = Preamble()
    articles: list[Article] = []


def read_units(source: str, language: str) -> tuple[str, list[Passage]]:
    """Return the words of one language, a unit a line, and the passages that they are; `line` counts units.

    The JSON is one document, or documents by language.

    Raises Unusable: `not_json`; `shape_unknown` with the problem; `language_not_in_source` with the languages; `binary`
    where an escape hides a control character.
    """
    try:
        raw: Any = msgspec.json.decode(source)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Unusable("not_json", problem=str(error)) from None
    one = raw if isinstance(raw, dict) and ("articles" in raw or "preamble" in raw) else None
    if one is None and isinstance(raw, dict):
        one = raw.get(language)
        if one is None:
            raise Unusable("language_not_in_source", language=language, languages=sorted(raw))
    try:
        document = msgspec.convert(one, Document)
    except msgspec.ValidationError as error:
        raise Unusable("shape_unknown", problem=str(error)) from None
    units = [(" ".join(words.split("\n")), level, number) for words, level, number in _units(document) if words.strip()]
    lines = [f"{number}. {words}" if number else words for words, _, number in units]
    passages = [
        Passage(line, 0, words.strip(), level, _marker(number, words) if number else None)
        for line, (words, level, number) in enumerate(units, 1)
    ]
    text = "\n".join(lines)
    check_controls(text.encode())
    return text, passages


def _units(document: Document) -> Iterator[tuple[str, int, int]]:
    """Yield words, level as a heading (0 is none), and the number of an item."""
    yield document.title, 1, 0
    yield document.preamble.heading, 2, 0
    for words in document.preamble.paragraphs:
        yield words, 0, 0
    for article in document.articles:
        yield article.heading, 2, 0
        for words in article.paragraphs:
            yield words, 0, 0
        for number, words in enumerate(article.items, 1):
            yield words, 0, number


def _marker(number: int, words: str) -> Marker:
    return Marker(str(number), Form.DECIMAL, RANKS[Form.DECIMAL], len(str(number)) + 2, words.strip())


def cut_units(source: str, language: str, terms: Terms = ALONE) -> tuple[str, Cut]:
    """Cut a JSON source into clauses; return what `check_words` compares them with, too. Raises as `read_units`."""
    text, passages = read_units(source, language)
    return text, assemble(passages, {}, Cut(None, (), (), markdown=False), terms)
