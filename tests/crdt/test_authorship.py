"""Nobody puts words into another's mouth: when text that comes again is still its first writer's, and when not."""

import pytest

from server.crdt.cuts import RECALLED_MS
from server.crdt.tracing import UNSEEN_MS
from tests.crdt.logbook import Deleted, Log, cut_from, paragraph_of, written
from tests.crdt.writing import element, shared_text, string


def test_what_another_strikes_and_somebody_writes_again_is_whoever_wrote_it_again() -> None:
    """W-6."""
    log = written("to establish a fund without prejudice to sovereignty")
    log.add("egypt", deleted={1: [(21, 33)]})
    log.add("nepal", string((3, 0), " without prejudice to sovereignty", origin=(1, 53)))
    assert {log.aliases.origin(3, clock) for clock in range(33)} == {(3, clock) for clock in range(33)}


def test_a_part_of_what_somebody_struck_is_theirs_where_they_write_it_elsewhere() -> None:
    """W-5."""
    log = written("to establish a fund. States shall not detain migrants")
    log.add("peru", deleted={1: [(22, 33)]})
    log.add("peru", string((2, 0), " detain migrants", right=(1, 2)))
    assert log.aliases.origin(2, 0) == (2, 0)
    assert log.aliases.newest(1, 39) == (1, 39)


def test_one_update_cannot_strike_a_sentence_and_put_a_part_of_it_elsewhere_as_its_writers() -> None:
    """W-5."""
    part = string((2, 0), " detain migrants", right=(1, 2))
    log = written("to establish a fund. States shall not detain migrants")
    assert log.add("peru", part, deleted={1: [(22, 33)]}).aliases.origin(2, 0) == (2, 0)


def test_one_update_that_moves_a_whole_sentence_leaves_it_to_its_writer() -> None:
    """W-3, W-8."""
    moved = string((2, 0), " States shall not detain migrants", right=(1, 2))
    log = written("to establish a fund. States shall not detain migrants")
    aliases = log.add("peru", moved, deleted={1: [(22, 33)]}).aliases
    assert list(aliases.travels(1, 22)) == [((2, 0), True)]


def test_who_struck_nothing_takes_nothing_up_in_the_name_of_who_did_not_write_it() -> None:
    """W-6."""
    log = written("to establish a fund. States shall not detain migrants")
    log.add("peru", deleted={1: [(22, 33)]})
    assert log.add("nepal", string((3, 0), "States shall", right=(1, 2))).aliases.origin(3, 0) == (3, 0)


@pytest.mark.parametrize("deleted", [None, {1: [(15, 6)]}])
def test_a_new_paragraph_does_not_bring_back_what_another_struck_elsewhere(deleted: Deleted | None) -> None:
    log = written("States shall. to a fund")
    log.add("egypt", deleted={1: [(2, 12)]})
    split = paragraph_of(9, string((9, 2), "States shall", parent=(9, 1)))
    assert log.add("nepal", *split, deleted=deleted).aliases.origin(9, 2) == (9, 2)


def test_a_new_paragraph_does_not_bring_back_what_another_struck_beside_it() -> None:
    log = written("to establish a fund").add("egypt", deleted={1: [(15, 6)]})
    split = paragraph_of(9, string((9, 2), "a fund", parent=(9, 1)))
    assert log.add("nepal", *split).aliases.origin(9, 2) == (9, 2)


def split_over(log: Log, after_ms: int = 0) -> tuple[int, int]:
    """Let the chair split a line of which Peru has just struck a word, with the word in it."""
    split = paragraph_of(9, string((9, 2), "a fund soon", parent=(9, 1)))
    log.add("chair", *split, deleted={1: [(15, 2), (22, 4)]}, after_ms=after_ms)
    return log.aliases.origin(9, 4)


def test_a_split_that_came_long_after_a_word_was_struck_had_seen_it_go() -> None:
    """W-7."""
    assert split_over(written("to establish a fund soon").add("peru", deleted={1: [(17, 5)]})) == (1, 17)
    late = written("to establish a fund soon").add("peru", deleted={1: [(17, 5)]})
    assert split_over(late, UNSEEN_MS) == (9, 4)


def test_a_split_by_who_wrote_beside_what_came_after_a_deletion_had_seen_it() -> None:
    """W-7."""
    log = written("to establish a fund soon").add("peru", deleted={1: [(17, 5)]})
    log.add("nepal", string((3, 0), "now ", right=(1, 2)))
    log.add("chair", string((9, 100), "and ", origin=(3, 3), right=(1, 2)))
    assert split_over(log) == (9, 4)


def test_who_brings_back_words_long_after_striking_them_writes_them() -> None:
    """W-4."""

    def put_back(after_ms: int) -> tuple[int, int]:
        log = cut_from(written("to establish a fund"))
        log.add("peru", string((2, 0), "a fund", right=(1, 15), origin=(1, 14)), after_ms=after_ms)
        return log.aliases.origin(2, 0)

    assert put_back(RECALLED_MS - 1_000) == (1, 15)
    assert put_back(RECALLED_MS) == (2, 0)


def test_words_that_an_editor_cut_one_letter_off_are_still_pasted_as_their_writers() -> None:
    log = written("to establish a fund and a fee")
    log.add("peru", deleted={1: [(14, 7)]})
    aliases = log.add("peru", string((2, 0), "a fund ", right=(1, 2))).aliases
    assert [aliases.origin(2, clock) for clock in range(7)] == [*((1, clock) for clock in range(15, 21)), (1, 14)]


def test_a_paragraph_struck_and_undone_keeps_its_writer_and_its_place() -> None:
    log = written("to establish a fund")
    log.add("peru", deleted={1: [(0, 21)]})
    again = [element((2, 0), "paragraph", right=(1, 0)), shared_text((2, 1), parent=(2, 0))]
    aliases = log.add("peru", *again, string((2, 2), "to establish a fund", parent=(2, 1))).aliases
    assert list(aliases.travels(1, 2)) == [((2, 2), False)]


def test_a_whole_paragraph_that_moves_among_others_leaves_its_words_to_their_writer() -> None:
    """W-5."""
    third = "and meets every year as well"
    log = written("to establish").add("peru", *paragraph_of(5, string((5, 2), "a new fund", parent=(5, 1))))
    made = element((6, 0), "paragraph", origin=(5, 0))
    log.add("nepal", made, shared_text((6, 1), parent=(6, 0)), string((6, 2), third, parent=(6, 1)))
    words = [string((9, 0), third, right=(1, 2)), string((9, 40), "with its", right=(5, 2))]
    last = string((9, 60), "to establish", right=(6, 2))
    log.add("chair", *words, last, deleted={1: [(2, 12)], 5: [(2, 5)], 6: [(2, len(third))]})
    assert [log.aliases.origin(9, clock) for clock in (0, len(third) - 1)] == [(6, 2), (6, len(third) + 1)]
    assert log.aliases.origin(9, 40) == (9, 40)
