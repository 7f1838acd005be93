"""Rules A-3, A-7, A-21 and A-22: who sets a draft, when it takes typing, and for whom a seat acts."""

from dataclasses import replace

import pytest

from server.domain.facts import Choice, DraftFacts, SeatFacts
from server.domain.rights import choose_delegation, may_set_draft, takes_typing
from server.domain.terms import DraftMode, Role

NOW = 1_000
DRAFT = DraftFacts("draft", "agenda", "process")
SEAT = SeatFacts("seat", "person", "process", Role.DELEGATE, "state", "egypt")


def test_a21_offices_set_the_draft_also_while_it_is_closed_until_the_process_ends() -> None:
    closed = replace(DRAFT, mode=DraftMode.CLOSED, closes_ms=1)
    for role in Role:
        ruling = may_set_draft(replace(SEAT, role=role), closed, NOW)
        assert ruling.reason == ("" if role in (Role.CHAIR, Role.SECRETARIAT) else "not_office")
    chair = replace(SEAT, role=Role.CHAIR)
    assert may_set_draft(chair, replace(DRAFT, ended=True), NOW).reason == "process_closed"
    assert may_set_draft(None, DRAFT, NOW).reason == "no_seat"
    assert may_set_draft(replace(chair, until_ms=NOW), DRAFT, NOW).reason == "seat_ended"


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (DRAFT, ""),
        (replace(DRAFT, opens_ms=NOW, closes_ms=NOW + 1), ""),
        (replace(DRAFT, opens_ms=NOW + 1), "not_open_yet"),
        (replace(DRAFT, closes_ms=NOW), "closed"),
        (replace(DRAFT, mode=DraftMode.CLOSED, opens_ms=NOW), "closed"),
        (replace(DRAFT, mode=DraftMode.PROPOSALS), "proposals_only"),
        (replace(DRAFT, ended=True), "process_closed"),
    ],
)
def test_a7_a_draft_takes_typing_within_its_times_to_the_millisecond(draft: DraftFacts, reason: str) -> None:
    assert takes_typing(draft, NOW).reason == reason


HERE, ELSEWHERE = SEAT.id, "another seat"


@pytest.mark.parametrize(
    ("own", "speaks_for", "choice", "acts_for"),
    [
        ("egypt", (), None, "egypt"),
        ("egypt", (), Choice(HERE), "egypt"),
        ("egypt", (), Choice(HERE, "ghana"), "egypt"),
        ("egypt", ("ghana",), None, "egypt"),
        ("egypt", ("ghana",), Choice(HERE), "egypt"),
        ("egypt", ("ghana",), Choice(HERE, "ghana"), "ghana"),
        ("egypt", ("ghana",), Choice(ELSEWHERE, "ghana"), "egypt"),
        (None, ("ghana",), None, "ghana"),
        (None, ("ghana",), Choice(HERE), None),
        (None, ("ghana",), Choice(ELSEWHERE), "ghana"),
        (None, ("ghana",), Choice(HERE, "peru"), "ghana"),
        (None, ("ghana", "egypt"), None, None),
        (None, ("ghana", "egypt"), Choice(HERE), None),
        (None, ("ghana", "egypt"), Choice(HERE, "egypt"), "egypt"),
        (None, ("ghana", "egypt"), Choice(HERE, "peru"), None),
        (None, (), None, None),
        (None, (), Choice(HERE, "peru"), None),
    ],
)
def test_a3_a22_a_seat_acts_for_the_delegation_that_was_chosen_if_it_names_it(
    own: str | None, speaks_for: tuple[str, ...], choice: Choice | None, acts_for: str | None
) -> None:
    seat = replace(SEAT, delegation=own, speaks_for=frozenset(speaks_for))
    assert choose_delegation(seat, choice) == acts_for
