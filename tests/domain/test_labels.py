"""Import: labels as typographers print them (server/domain/IMPORT.md 9, 10, 13)."""

import pytest

from server.domain.labels import follows, read_division, read_marker
from server.domain.numbering import propose_label
from tests.domain.cuts import lines


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
@pytest.mark.parametrize("label", ["12{}bis", "(a){}bis", "3.4{}ter"])
def test_a_suffix_belongs_to_the_label_whatever_space_stands_before_it(label: str, space: str) -> None:
    """IMPORT 9, 10."""
    printed = label.format(space)
    marker = read_marker(f"{printed}. Words", markdown=True)
    assert marker is not None
    assert (marker.label, marker.rest) == (printed, "Words")


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_two_articles_of_one_number_have_two_labels(space: str) -> None:
    """IMPORT 9, 13: the bis is no word of the second one's title."""
    source = f"## Article{space}2\n\n1. One.\n\n## Article{space}2{space}bis\n\n1. Two.\n\n1{space}bis. Three.\n"
    assert lines(source) == [
        f"Article{space}2",
        "1 One.",
        f"Article{space}2{space}bis",
        "1 Two.",
        f"1{space}bis Three.",
    ]


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c"])
@pytest.mark.parametrize("markdown", [True, False])
def test_a_mark_of_direction_hides_no_label_and_stays_in_words(mark: str, markdown: bool) -> None:
    """IMPORT 9, 28: `lines` proves that nothing else was left out."""
    source = f"{mark}1. One.\n\n{mark}(a) Two.\n\n{mark}[2bis. Three.]\n\nWords {mark}3. end\n\n{mark}No label\n"
    assert lines(source, markdown=markdown) == [
        "1 One.",
        "(a) Two.",
        "2bis ⟦1:Three.⟧",
        f"Words {mark}3. end",
        f"{mark}No label",
    ]
    assert read_division(f"{mark}المادة 2\u00a0bis") == ("heading", "المادة 2\u00a0bis", "")


def test_a_paragraph_with_a_suffix_follows_its_number() -> None:
    assert follows("12", "12\u00a0bis")
    assert follows("12\u202fbis", "13")
    assert propose_label("12\u00a0bis", "13", {"12\u00a0bis"}) == "12 ter"
