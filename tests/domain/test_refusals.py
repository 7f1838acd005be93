"""What each verb answers to each role, in each state of a draft: every cell of the table, rules A-12 to A-27."""

from dataclasses import replace

import pytest

from server.domain import rights
from server.domain.facts import DraftFacts
from server.domain.terms import DraftMode
from tests.domain.test_rights import (
    CHAIR,
    DELEGATE,
    DRAFT,
    FRENCH,
    NOW,
    OBSERVER,
    PRIVATE,
    SECRETARIAT,
    STATE_OBSERVER,
    TRANSLATOR,
    OnDraft,
)

SEATS = (DELEGATE, STATE_OBSERVER, OBSERVER, CHAIR, SECRETARIAT, TRANSLATOR)
OPEN = DRAFT
PROPOSALS = replace(DRAFT, mode=DraftMode.PROPOSALS)
CLOSED = replace(DRAFT, mode=DraftMode.CLOSED)
ENDED = replace(DRAFT, ended=True)
EARLY = replace(DRAFT, opens_ms=NOW + 1)
LATE = replace(DRAFT, closes_ms=NOW)
ON_TIME = replace(DRAFT, opens_ms=NOW, closes_ms=NOW + 1)


def answers(verb: OnDraft, draft: DraftFacts) -> list[str]:
    """Return why each seat may not, or "" if it may."""
    rulings = [verb(seat, draft, NOW) for seat in SEATS]
    assert all(ruling.allowed is (ruling.reason == "") for ruling in rulings)
    return [ruling.reason for ruling in rulings]


@pytest.mark.parametrize(
    ("verb", "reason", "allowed"),
    [
        (rights.may_lock, "not_chair", {CHAIR.id}),
        (rights.may_reopen, "not_chair", {CHAIR.id}),
        (rights.may_decline_proposal, "not_chair", {CHAIR.id}),
        (rights.may_endorse, "not_chair", {CHAIR.id}),
        (rights.may_import, "not_secretariat", {SECRETARIAT.id}),
        (rights.may_publish, "not_secretariat", {SECRETARIAT.id}),
        (rights.may_set_draft, "not_office", {CHAIR.id, SECRETARIAT.id}),
        (rights.may_shape, "not_office", {CHAIR.id, SECRETARIAT.id}),
    ],
)
@pytest.mark.parametrize("draft", [OPEN, PROPOSALS, CLOSED, EARLY, LATE, ENDED])
def test_what_offices_do_they_do_until_the_process_is_closed(
    verb: OnDraft, reason: str, allowed: set[str], draft: DraftFacts
) -> None:
    wanted = ["" if seat.id in allowed and seat not in (DELEGATE, STATE_OBSERVER) else reason for seat in SEATS]
    assert answers(verb, draft) == (["process_closed"] * len(SEATS) if draft.ended else wanted)
    assert not verb(None, draft, NOW).allowed
    assert verb(replace(CHAIR, suspended=True), draft, NOW).reason == "suspended"


@pytest.mark.parametrize(
    ("draft", "reason"),
    [(CLOSED, "closed"), (LATE, "closed"), (EARLY, "not_open_yet"), (ENDED, "process_closed")],
)
@pytest.mark.parametrize("verb", [rights.may_propose, rights.may_take_proposal])
def test_proposals_come_and_are_taken_only_while_a_draft_is_open(verb: OnDraft, draft: DraftFacts, reason: str) -> None:
    assert answers(verb, draft) == [reason] * len(SEATS)


@pytest.mark.parametrize("draft", [OPEN, PROPOSALS, ON_TIME])
def test_who_proposes_and_who_takes_a_proposal(draft: DraftFacts) -> None:
    assert answers(rights.may_propose, draft) == ["", "observer", "observer", "", "", "observer"]
    refused = "not_office"
    assert answers(rights.may_take_proposal, draft) == [refused, refused, refused, "", "", refused]
    named = replace(draft, typists=frozenset({f"seat:{OBSERVER.id}"}))
    assert rights.may_propose(OBSERVER, named, NOW).allowed
    assert not rights.may_propose(None, draft, NOW).allowed


def test_whoever_has_no_seat_confirms_nothing() -> None:
    """A-16."""
    assert rights.may_confirm(None, DRAFT, FRENCH, NOW).reason == "no_seat"
    assert rights.may_label_version(None, DRAFT, NOW).reason == "no_seat"


def test_whoever_may_not_read_confirms_nothing() -> None:
    """A-16."""
    hidden = replace(DRAFT, readers=frozenset({"chair"}), typists=frozenset({"chair"}))
    assert rights.may_confirm(DELEGATE, hidden, FRENCH, NOW).reason == "not_reader"
    assert rights.may_confirm(replace(TRANSLATOR, suspended=True), hidden, FRENCH, NOW).reason == "suspended"


def test_a_ruling_is_changed_by_nobody() -> None:
    with pytest.raises(AttributeError):
        rights.ALLOWED.allowed = False  # type: ignore[misc]


def test_a_private_draft_is_shaped_by_those_who_type_in_it() -> None:
    own = replace(PRIVATE, typists=frozenset({"delegation:egypt"}))
    assert rights.may_shape(DELEGATE, own, NOW).allowed
    assert rights.may_shape(DELEGATE, replace(own, kind="consultation"), NOW).reason == "not_office"
    assert rights.may_shape(DELEGATE, replace(own, typists=frozenset()), NOW).reason == "not_office"
    assert rights.may_shape(DELEGATE, replace(own, ended=True), NOW).reason == "process_closed"
    assert rights.may_shape(CHAIR, own, NOW).reason == "not_reader"


@pytest.mark.parametrize("verb", [rights.may_manage_people, rights.may_begin_text])
def test_people_and_texts_are_the_secretariats(verb: object) -> None:
    """A-24, A-26."""
    assert callable(verb)
    reasons = [verb(seat, "process", NOW).reason for seat in SEATS]
    assert reasons == ["not_secretariat"] * 4 + ["", "not_secretariat"]
    assert verb(None, "process", NOW).reason == "no_seat"
    assert verb(SECRETARIAT, "another process", NOW).reason == "no_seat"
    assert verb(replace(SECRETARIAT, until_ms=NOW), "process", NOW).reason == "seat_ended"


@pytest.mark.parametrize(
    ("managed", "sits_in", "own", "reason"),
    [
        ({"a"}, {"a"}, False, ""),
        ({"a", "b"}, {"a"}, False, ""),
        ({"a"}, {"a", "b"}, False, "sits_elsewhere"),
        ({"a"}, {"b"}, False, "not_secretariat"),
        (set(), {"b"}, True, "not_secretariat"),
        ({"a"}, {"a"}, True, "oneself"),
        ({"a"}, set(), False, "not_secretariat"),
    ],
)
def test_who_suspends_whom(managed: set[str], sits_in: set[str], own: bool, reason: str) -> None:
    """A-25."""
    ruling = rights.may_suspend(managed, sits_in, own=own)
    assert (ruling.allowed, ruling.reason) == (reason == "", reason)
