"""Direction runs: what is isolated before marks are put inside it."""

import pytest

from exports.runs import Direction, direction, first_strong, opposite_runs


def cut(text: str, base: Direction, *cuts: int) -> list[str]:
    return [text[start:end] for start, end in opposite_runs(text, base, frozenset(cuts))]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("no run at all (1)", []),
        ("called جواز مرور in Arabic", ["جواز مرور"]),
        ("called جواز (مرور), then", ["جواز (مرور)"]),
        ("in 12 جواز 34 places", ["جواز 34"]),
        ("a (جواز) b", ["جواز"]),
        ("جواز a مرور", ["جواز", "مرور"]),
    ],
)
def test_runs_in_a_line_from_left_to_right(text: str, runs: list[str]) -> None:
    assert cut(text, "ltr") == runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("نص بلا لاتينية (١٢)", []),
        ("انظر FCCC/SBI/2024/15 أدناه", ["FCCC/SBI/2024/15"]),
        ("انظر Charter of the UN (Article 1), أدناه", ["Charter of the UN (Article 1)"]),
        ("انظر (ABC) أدناه", ["ABC"]),
        ("انظر ABC [DEF نص] أدناه", ["ABC", "DEF"]),
        ("ABC ١٢ DEF نص", ["ABC", "DEF"]),
        ("سنة 2024 ثم", []),
    ],
)
def test_runs_in_a_line_from_right_to_left(text: str, runs: list[str]) -> None:
    assert cut(text, "rtl") == runs


def test_a_number_that_a_mark_cuts_is_isolated_in_a_line_from_right_to_left() -> None:
    assert cut("سنة 76/300 ثم", "rtl", 6) == ["76/300"]
    assert cut("سنة 76/300 ثم", "rtl", 4, 10) == []


def test_runs_of_two_lines_do_not_overlap_and_stand_in_order() -> None:
    text = "ا AB 12 ب 3/4 ت (CD) E 5 ث"
    runs = opposite_runs(text, "rtl", frozenset(range(len(text))))
    assert all(end <= start for (_, end), (start, _) in zip(runs, runs[1:], strict=False))
    assert [text[a:b] for a, b in runs] == ["AB 12", "3/4", "CD", "E 5"]


def test_direction_of_a_language_is_told_by_its_primary_subtag() -> None:
    assert [direction(tag) for tag in ("ar", "AR-MA", "fa", "en", "fr-CA", "zh-Hans")] == [
        "rtl",
        "rtl",
        "rtl",
        "ltr",
        "ltr",
        "ltr",
    ]


def test_first_strong_letter_decides_and_digits_do_not() -> None:
    assert first_strong("12 (bis)", "rtl") == "ltr"
    assert first_strong("١٢ مكررا", "ltr") == "rtl"
    assert first_strong("١٢", "rtl") == "rtl"
