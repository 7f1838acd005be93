"""Which characters labels, titles, names and reasons may hold. Rules W-1 to W-4."""

import pytest

from server.domain.characters import check_text, fold_label, hides_signs, make_usable, read_label, read_line
from server.domain.errors import Unusable

CONTROLS = ["\x00", "\x08", "\x0b", "\x1b", "\x1f", "\x7f", "\x85", "\x9f"]
NOT_CHARACTERS = ["\ud800", "\udfff", "\ufdd0", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"]
UNSEEN = ["\u200b", "\u2060", "\u2063", "\ufeff", "\u00ad", "\u202a", "\u202e", "\u2066", "\u2069", "\U000e0041"]
JOINING = ["\u200c", "\u200d", "\u200e", "\u200f", "\u061c", "\ufe0f"]
NAMES = [
    "Zo\u00eb",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\u0d28\u0d4d\u200d",
    "\u9b6f\u8fc5",
    "O\u2019Neill \u2013 II",
]


@pytest.mark.parametrize("sign", CONTROLS + NOT_CHARACTERS)
def test_w1_what_cannot_be_stored_or_shown_is_named(sign: str) -> None:
    for act in (check_text, read_line, read_label):
        with pytest.raises(Unusable, match="text_unusable") as refused:
            act(f"a{sign}b")
        assert refused.value.detail["character"] == f"U+{ord(sign):04X}"
    assert make_usable(f"a{sign}b") == "a\ufffdb"


def test_w1_a_reason_may_have_lines_and_columns() -> None:
    check_text("First.\n\tSecond.\r\nThird. \u202bTurned.")


@pytest.mark.parametrize("sign", UNSEEN)
def test_w3_nothing_unseen_or_turning_stands_in_a_name(sign: str) -> None:
    with pytest.raises(Unusable, match="text_unusable"):
        read_line(f"Thandi{sign} Mokoena")
    assert hides_signs(sign)


@pytest.mark.parametrize("name", NAMES)
def test_w3_names_keep_what_their_script_needs(name: str) -> None:
    assert read_line(f"  {name}\u2028") == name


@pytest.mark.parametrize("sign", JOINING)
def test_w3_of_joiners_and_marks_alone_no_name_is_made(sign: str) -> None:
    assert read_line(f"a{sign}b") == f"a{sign}b"
    assert read_line(f"{sign} {sign}") == ""


@pytest.mark.parametrize("sign", UNSEEN + JOINING)
def test_w4_a_label_holds_neither(sign: str) -> None:
    with pytest.raises(Unusable, match="text_unusable"):
        read_label(f"6{sign}")
    assert read_label(" 12   bis ") == "12 bis"
    assert fold_label(f"1{sign}2 BIS") == fold_label("\uff112bis") == "12bis"
