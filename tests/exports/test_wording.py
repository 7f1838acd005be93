"""Captions: complete in four languages, dates and markers as each language writes them."""

import pytest

from exports.labels import print_label
from exports.wording import WRITTEN, captions
from schema import labels
from server.domain.numbering import SUFFIXES
from server.domain.terms import RevisionKind


@pytest.mark.parametrize("language", WRITTEN)
def test_every_language_says_everything(language: str) -> None:
    words = captions(language)
    assert words.code == language
    assert set(words.kinds) == {kind.value for kind in RevisionKind}
    assert set(words.languages) == {"ar", "en", "es", "fr", "ru", "zh"}
    assert len(words.months) == 12 and len(set(words.months)) == 12
    assert words.page_parts()[0].strip()


def test_a_language_without_captions_borrows_the_english_ones() -> None:
    assert captions("ru").code == "en" and captions("fr-CH").code == "fr"


def test_dates_are_in_utc_and_in_words() -> None:
    assert captions("en").day("2004-12-17T09:00:00Z") == "17 December 2004"
    assert captions("fr").day("2004-12-01T09:00:00Z") == "1er décembre 2004"
    assert captions("es").day("2004-12-17T09:00:00Z") == "17 de diciembre de 2004"
    assert captions("ar").day("2004-12-17T09:00:00Z") == "١٧ كانون الأول/ديسمبر ٢٠٠٤"
    assert captions("en").day_and_time("2004-12-31T23:30:00-02:00") == "1 January 2005, 01:30 UTC"


def test_list_markers_follow_style_and_language() -> None:
    en, ar = captions("en"), captions("ar")
    assert [en.marker(style, 4) for style in ("decimal", "lower-alpha", "lower-roman", "upper-roman")] == [
        "4.",
        "(d)",
        "(iv)",
        "IV.",
    ]
    assert en.marker("lower-alpha", 28) == "(bb)" and en.marker("upper-alpha", 2) == "B."
    assert en.marker("lower-roman", 0) == "(0)" and en.marker("lower-roman", 90) == "(90)"
    assert ar.marker("lower-alpha", 3) == "(ج)" and ar.marker("decimal", 12) == "١٢ –"


@pytest.mark.parametrize("example", labels()["printed"], ids=lambda each: f"{each['label']}-{each['language']}")
def test_a_label_is_printed_as_its_language_does(example: dict[str, str]) -> None:
    assert print_label(example["label"], example["language"]) == example["as"]


def test_every_suffix_that_is_given_has_its_arabic_form() -> None:
    assert list(labels()["suffixes"]) == list(SUFFIXES)
    assert all("ar" in forms for forms in labels()["suffixes"].values())
