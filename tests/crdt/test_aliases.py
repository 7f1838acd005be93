"""Which text was carried, from which ids to which: structs as editors write them."""

import pytest

from server.crdt.codec import Struct
from server.crdt.cuts import REMEMBERED, Sent
from server.crdt.tracing import find_aliases
from tests.crdt.logbook import PLACE, Log, cut_from, paragraph_of, written
from tests.crdt.writing import element, shared_text, string, update, values


def test_the_rest_of_a_split_line_is_still_the_writers() -> None:
    """W-2."""
    log = written("to establish a fund")
    split = paragraph_of(9, string((9, 2), "a fund", parent=(9, 1)))
    aliases = log.add("chair", *split, deleted={1: [(15, 6)]}).aliases
    assert [aliases.origin(9, clock) for clock in (2, 7)] == [(1, 15), (1, 20)]
    assert [aliases.newest(1, clock) for clock in (15, 20)] == [(9, 2), (9, 7)]
    assert aliases.origin(1, 2) == aliases.newest(1, 2) == (1, 2)
    assert aliases.origin(9, 0) == (9, 0)


def test_a_split_in_arabic_with_an_emoji_counts_utf16_units() -> None:
    log = written("يُقَرِّرُ 👩‍👩‍👧 إنشاء صندوق")
    rest = "👩‍👩‍👧 إنشاء صندوق"
    units = len(rest.encode("utf-16-le")) // 2
    start = 2 + len("يُقَرِّرُ ")
    split = paragraph_of(9, string((9, 2), rest, parent=(9, 1)))
    aliases = log.add("chair", *split, deleted={1: [(start, units)]}).aliases
    assert [aliases.origin(9, 2 + at) for at in range(units)] == [(1, start + at) for at in range(units)]


def test_words_of_two_people_carried_at_once_each_keep_their_writer() -> None:
    log = written("to report").add("peru", string((2, 0), "proceed to ", origin=(1, 4), right=(1, 5)))
    rest = string((9, 2), "proceed to report", parent=(9, 1))
    aliases = log.add("chair", *paragraph_of(9, rest), deleted={1: [(5, 6)], 2: [(0, 11)]}).aliases
    assert [aliases.origin(9, clock) for clock in (2, 12, 13, 18)] == [(2, 0), (2, 10), (1, 5), (1, 10)]


def test_a_line_carried_again_and_again_leads_back_to_its_first_writer() -> None:
    log = written("to establish a fund")
    log.add("chair", *paragraph_of(9, string((9, 2), "a fund", parent=(9, 1))), deleted={1: [(15, 6)]})
    log.add("chair", string((9, 8), "a fund", origin=(1, 20)), deleted={9: [(0, 8)]})
    aliases = log.aliases
    assert aliases.origin(9, 10) == (1, 17)
    assert aliases.newest(1, 17) == aliases.newest(9, 4) == (9, 10)
    assert list(aliases.travels(1, 17)) == [((9, 4), False), ((9, 10), False)]


@pytest.mark.parametrize("text", ["a", "内", "it"])
def test_a_split_carries_text_of_any_length(text: str) -> None:
    log = written("to do " + text)
    split = paragraph_of(9, string((9, 2), text, parent=(9, 1)))
    assert log.add("chair", *split, deleted={1: [(8, len(text))]}).aliases.origin(9, 2) == (1, 8)


def test_a_split_that_replaces_a_selection_carries_what_comes_after_it() -> None:
    log = written("to do this or it")
    split = paragraph_of(9, string((9, 2), "it", parent=(9, 1)))
    aliases = log.add("chair", *split, deleted={1: [(8, 10)]}).aliases
    assert aliases.origin(9, 2) == (1, 16)
    assert aliases.newest(1, 8) == (1, 8)


def test_a_paste_in_a_line_carries_the_rest_of_it_and_no_more() -> None:
    log = written("to do it")
    pasted = string((9, 2), "as agreed it", parent=(9, 1))
    aliases = log.add("peru", *paragraph_of(9, pasted), deleted={1: [(8, 2)]}).aliases
    assert [aliases.origin(9, clock) for clock in (2, 11, 12, 13)] == [(9, 2), (9, 11), (1, 8), (1, 9)]


def test_cut_and_pasted_words_keep_their_writer_and_have_moved() -> None:
    """W-4."""
    log = cut_from(written("to establish a fund"))
    log.add("peru", string((2, 0), "a fund", right=(1, 2)))
    aliases = log.aliases
    assert aliases.origin(2, 3) == (1, 18)
    assert list(aliases.travels(1, 18)) == [((2, 3), True)]


def test_undone_deletions_keep_their_writer_and_their_place() -> None:
    log = cut_from(written("to establish a fund"))
    aliases = log.add("peru", string((2, 0), "a fund", right=(1, 15), origin=(1, 14))).aliases
    assert aliases.origin(2, 0) == (1, 15)
    assert list(aliases.travels(1, 15)) == [((2, 0), False)]


def test_letters_deleted_one_by_one_come_back_as_one_word() -> None:
    log = written("to establish a fund")
    for clock in range(20, 16, -1):
        log.add("peru", deleted={1: [(clock, 1)]})
    aliases = log.add("peru", string((2, 0), "fund", right=(1, 17), origin=(1, 16))).aliases
    assert [aliases.origin(2, clock) for clock in range(4)] == [(1, 17), (1, 18), (1, 19), (1, 20)]


def test_what_another_cut_and_is_not_long_is_newly_written() -> None:
    log = cut_from(written("to establish a fund"))
    assert log.add("nepal", string((3, 0), "a fund", right=(1, 2))).aliases.origin(3, 0) == (3, 0)


@pytest.mark.parametrize("text", ["fun", "funds", "a find"])
def test_text_that_is_short_or_other_is_newly_written(text: str) -> None:
    log = cut_from(written("to establish a fund"))
    assert log.add("peru", string((2, 0), text, right=(1, 2))).aliases.origin(2, 0) == (2, 0)


def test_a_person_brings_back_only_their_latest_deletions() -> None:
    def pasted_after(deletions: int) -> tuple[int, int]:
        log = cut_from(written("to establish a fund"))
        for number in range(deletions + 1):
            gone = {2: [(number - 1, 1)]} if number else {}
            log.add("peru", string((2, number), "xy"[number % 2], right=(1, 2)), deleted=gone)
        return log.add("peru", string((2, 99), "a fund", right=(1, 2))).aliases.origin(2, 99)

    assert pasted_after(REMEMBERED - 1) == (1, 15)
    assert pasted_after(REMEMBERED) == (2, 99)


def test_blanks_are_carried_with_the_line_and_told_apart_by_their_text() -> None:
    def blank(client: int, clock: int, text: str, home: int) -> list[Struct]:
        made = element((client, clock), "blank", parent=None, origin=(client, home))
        return [made, values((client, clock + 1), text, parent=(client, clock), key="text")]

    log = written("by the year ")
    log.add("egypt", *blank(1, 14, "date", 1))
    assert log.aliases.origin(1, 14) == (1, 14)
    split = paragraph_of(9, string((9, 2), "year ", parent=(9, 1)))
    same = [*split, *blank(9, 7, "date", 1)]
    other = [*split, *blank(9, 7, "place", 1)]
    rows = log.rows
    deleted = {1: [(9, 5), (14, 2)]}
    for structs, origin in ((same, (1, 14)), (other, (9, 7))):
        aliases = find_aliases([*rows, Sent(3, update(*structs, deleted=deleted), "chair", 3_000)])
        assert aliases.origin(9, 7) == origin
        assert aliases.origin(9, 2) == (1, 9)


def test_what_others_deleted_at_the_same_time_is_brought_back_as_its_writers() -> None:
    log = written("to establish a fund soon").add("peru", deleted={1: [(17, 5)]})
    split = paragraph_of(9, string((9, 2), "a fund soon", parent=(9, 1)))
    aliases = log.add("chair", *split, deleted={1: [(15, 2), (22, 4)]}).aliases
    assert [aliases.origin(9, clock) for clock in range(2, 13)] == [(1, clock) for clock in range(15, 26)]


def test_two_who_split_one_line_at_once_both_leave_it_to_its_writer() -> None:
    """W-7."""
    log = written("to establish a fund")
    log.add("chair", *paragraph_of(8, string((8, 2), "a fund", parent=(8, 1))), deleted={1: [(15, 6)]})
    aliases = log.add("nepal", *paragraph_of(9, string((9, 2), "a fund", parent=(9, 1)))).aliases
    assert aliases.origin(8, 2) == aliases.origin(9, 2) == (1, 15)


def test_text_on_what_the_log_has_forgotten_stands_for_itself() -> None:
    log = Log()
    log.add("peru", string((2, 0), "a fund", origin=(1, 5)), deleted={1: [(3, 3)]})
    log.add("egypt", element((4, 0), "paragraph", parent=PLACE), shared_text((4, 1), parent=(4, 0)))
    assert log.aliases.origin(2, 0) == (2, 0)


def test_an_empty_log_has_no_aliases() -> None:
    aliases = find_aliases([])
    assert aliases.origin(1, 2) == aliases.newest(1, 2) == (1, 2)
