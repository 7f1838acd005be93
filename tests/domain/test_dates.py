"""Dates are said as exactly as they are known, never more."""

import pytest

from server.domain.dates import say_date, say_interval


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [("2004-12-17", "en", "17 December 2004"), ("2004-03", "fr", "mars 2004"), ("2001", "es", "2001")],
)
def test_a_date_is_no_more_exact_than_it_is_known(text: str, language: str, words: str) -> None:
    assert say_date(text, language) == words


def test_days_of_one_month_share_its_name() -> None:
    assert say_interval("2004-12-16", "2004-12-17", "en") == "16–17 December 2004"
    assert say_interval("2004-11-30", "2004-12-01", "en") == "30 November 2004 – 1 December 2004"
    assert say_interval("2004-03", "2004-03", "en") == say_interval("2004-03", None, "en") == "March 2004"
    assert say_interval(None, None, "en") == ""


def test_arabic_gives_both_names_of_a_month_in_its_own_digits() -> None:
    assert say_interval("2004-12-16", "2004-12-17", "ar") == "١٦–١٧ كانون الأول/ديسمبر ٢٠٠٤"
    assert (say_date("2004-03", "ar"), say_date("2004", "ar")) == ("آذار/مارس ٢٠٠٤", "٢٠٠٤")


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="no year"):
        say_date("2004-1", "en")
