"""What two texts share, and how much work it may be to find that."""

from random import Random

import pytest

from server.crdt.effort import Purse
from server.crdt.sameness import Block, find_same, find_turned
from tests.crdt.logbook import Log
from tests.crdt.writing import element, shared_text, string

ENOUGH = 1_000_000


def test_a_part_of_a_purse_is_taken_from_all_of_it() -> None:
    purse = Purse(10)
    part = purse.part(6)
    assert (part.pay(5), part.pay(2), purse.pay(6), purse.pay(5), part.pay(1)) == (True, False, False, True, False)


def test_texts_share_their_edges_and_what_lies_between() -> None:
    blocks = find_same("to set up a fund now", "to have a fund here now", Purse(ENOUGH))
    assert Block(0, 0, 3) in blocks
    assert Block(9, 7, 7) in blocks
    assert Block(16, 19, 4) in blocks


def test_an_empty_purse_still_finds_the_edges_and_the_whole() -> None:
    """W-10."""
    empty = Purse(0)
    assert find_same("to set up a fund now", "to have a fund here now", empty) == [Block(0, 0, 3), Block(16, 19, 4)]
    assert find_same("a fund", "to have a fund, a fund", empty) == [Block(0, 16, 6)]
    assert find_same("to have a fund", "a fund", empty) == [Block(8, 0, 6)]
    assert find_same("a", "", empty) == []


@pytest.mark.parametrize(
    ("new", "blocks"),
    [
        ("fund a ", [Block(0, 2, 5), Block(5, 0, 2)]),
        ("a fund ", [Block(0, 0, 7)]),
        ("fund a", []),
        ("fund b ", []),
    ],
)
def test_a_text_can_be_another_one_turned(new: str, blocks: list[Block]) -> None:
    assert find_turned(new, "a fund ") == blocks


class Counted(Purse):
    """A purse that never is empty, and knows what was taken."""

    spent = 0

    def pay(self, units: int) -> bool:
        self.spent += units
        return True


def confusing(letters: Random, units: int) -> str:
    return "".join(letters.choice("ab") for _ in range(units))


def test_texts_that_are_hard_to_align_are_aligned_for_a_bounded_price() -> None:
    """W-10."""
    letters, purse = Random(1), Counted(0)
    find_same(confusing(letters, 300), confusing(letters, 300), purse)
    assert 40_000 < purse.spent <= 100_000


def test_a_log_made_to_be_hard_to_read_is_read_for_a_bounded_price(monkeypatch: pytest.MonkeyPatch) -> None:
    """W-10."""
    spent = 0
    pay = Purse.pay

    def count(purse: Purse, units: int) -> bool:
        nonlocal spent
        paid = pay(purse, units)
        spent += units if paid and purse._whole is None else 0
        return paid

    monkeypatch.setattr(Purse, "pay", count)
    letters = Random(1)
    log = Log().add("peru", element((1, 0), "paragraph", parent="prosemirror"), shared_text((1, 1), parent=(1, 0)))
    log.add("peru", string((1, 2), confusing(letters, 300), parent=(1, 1)))
    for clock in range(302, 302 + 300 * 60, 300):
        gone = {1: [(clock - 300, 300)]}
        log.add("peru", string((1, clock), confusing(letters, 300), right=(1, clock - 300)), deleted=gone)
    assert log.aliases.origin(1, 302) is not None
    assert 800_000 < spent <= 1_000_000
