"""The rules of rights, A-1 to A-20 of server/domain/SPEC.md, one by one."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from server.domain.facts import DraftFacts, Scope, SeatFacts, SignInFacts, TextFacts
from server.domain.rights import (
    Ruling,
    may_act,
    may_comment,
    may_confirm,
    may_import,
    may_label_version,
    may_lock,
    may_propose,
    may_publish,
    may_read,
    may_reopen,
    may_shape,
    may_sit,
    may_speak_for,
    may_type,
)
from server.domain.terms import DraftMode, Role, TextStatus

NOW = 1_000

DRAFT = DraftFacts("draft", "agenda", "process")
PRIVATE = replace(DRAFT, kind="private", readers=frozenset({"delegation:egypt"}), typists=frozenset())
ENGLISH = TextFacts("clause", "en", original=True, status=TextStatus.OPEN)
FRENCH = TextFacts("clause", "fr", original=False, status=TextStatus.OPEN)

DELEGATE = SeatFacts("seat", "person", "process", Role.DELEGATE, "state", "egypt")
OBSERVER = replace(DELEGATE, id="ngo", role=Role.OBSERVER, category="ngo", delegation="forum")
STATE_OBSERVER = replace(DELEGATE, role=Role.OBSERVER)
CHAIR = SeatFacts("chair", "person", "process", Role.CHAIR)
SECRETARIAT = replace(CHAIR, id="desk", role=Role.SECRETARIAT)
TRANSLATOR = replace(CHAIR, id="fr", role=Role.TRANSLATOR, languages=frozenset({"fr"}))
EVERYONE = (DELEGATE, OBSERVER, CHAIR, SECRETARIAT, TRANSLATOR)

OnDraft = Callable[[SeatFacts | None, DraftFacts, int], Ruling]
ON_DRAFT: tuple[OnDraft, ...] = (
    may_read,
    may_comment,
    may_propose,
    may_lock,
    may_reopen,
    may_label_version,
    may_shape,
    may_import,
    may_publish,
)


def judge_typing(seat: SeatFacts, draft: DraftFacts = DRAFT, text: TextFacts = ENGLISH) -> str:
    """Return why the seat may not type, or "" if it may."""
    ruling = may_type(seat, draft, text, NOW)
    assert ruling.allowed is (ruling.reason == "")
    return ruling.reason


def reasons(verb: OnDraft, draft: DraftFacts = DRAFT) -> list[str]:
    """Return what the verb tells a delegate, an observer, a chair, the secretariat and a translator."""
    return [verb(seat, draft, NOW).reason for seat in EVERYONE]


def test_a1_a_sign_in_holds_until_it_is_ended_or_expires() -> None:
    sign_in = SignInFacts("s", "person", expires_ms=NOW + 1)
    assert may_act(sign_in, NOW).allowed
    for gone in (None, replace(sign_in, expires_ms=NOW), replace(sign_in, ended_ms=NOW - 1)):
        assert may_act(gone, NOW).reason == "signed_out"


def test_a2_a_seat_holds_in_its_process_from_its_first_to_its_last_moment() -> None:
    seat = replace(DELEGATE, from_ms=NOW, until_ms=NOW + 1)
    assert may_sit(seat, "process", NOW).allowed
    assert may_sit(seat, "process", NOW - 1).reason == "seat_not_begun"
    assert may_sit(seat, "process", NOW + 1).reason == "seat_ended"
    assert may_sit(seat, "another", NOW).reason == "no_seat"
    assert may_sit(replace(seat, suspended=True), "process", NOW).reason == "suspended"


@pytest.mark.parametrize("verb", ON_DRAFT)
@pytest.mark.parametrize("seat", EVERYONE)
def test_a2_no_verb_without_a_seat_that_holds(verb: OnDraft, seat: SeatFacts) -> None:
    assert verb(None, DRAFT, NOW).reason == "no_seat"
    assert verb(replace(seat, suspended=True), DRAFT, NOW).reason == "suspended"
    assert verb(replace(seat, until_ms=NOW), DRAFT, NOW).reason == "seat_ended"
    assert verb(replace(seat, process="another"), DRAFT, NOW).reason == "no_seat"


def test_a3_words_are_written_for_the_own_delegation_or_one_that_the_seat_names() -> None:
    assert may_speak_for(DELEGATE, "egypt").allowed
    assert may_speak_for(DELEGATE, "ghana").reason == "not_your_delegation"
    assert may_speak_for(DELEGATE, None).reason == "not_your_delegation"
    assert may_speak_for(replace(SECRETARIAT, speaks_for=frozenset({"ghana"})), "ghana").allowed
    assert may_speak_for(SECRETARIAT, "ghana").reason == "not_your_delegation"
    assert may_speak_for(SECRETARIAT, None).allowed
    assert may_speak_for(replace(CHAIR, delegation="ghana"), None).allowed


def test_a4_everybody_with_a_seat_reads_a_draft_unless_it_says_otherwise() -> None:
    assert reasons(may_read) == ["", "", "", "", ""]
    narrow = replace(DRAFT, readers=frozenset({"state"}), typists=frozenset())
    assert reasons(may_read, narrow) == ["", "not_reader", "", "", ""]
    assert may_read(STATE_OBSERVER, narrow, NOW).reason == "not_reader"
    typed_by_ngos = replace(narrow, typists=frozenset({"ngo"}))
    assert may_read(OBSERVER, typed_by_ngos, NOW).allowed


def test_a4_a_private_draft_is_read_by_those_whom_it_names_alone() -> None:
    assert reasons(may_read, PRIVATE) == ["", "not_reader", "not_reader", "not_reader", "not_reader"]
    shown = replace(PRIVATE, readers=frozenset({"seat:chair", "observer"}))
    assert reasons(may_read, shown) == ["not_reader", "", "", "not_reader", "not_reader"]


def test_a5_an_agenda_that_is_being_made_is_the_secretariats() -> None:
    made = replace(DRAFT, staging=True)
    assert reasons(may_read, made) == ["not_reader", "not_reader", "not_reader", "", "not_reader"]


@pytest.mark.parametrize("seat", EVERYONE)
def test_a6_a_limited_seat_reaches_what_it_is_limited_to(seat: SeatFacts) -> None:
    for scope, reason in (
        (Scope(agendas=frozenset({"agenda"}), drafts=frozenset({"draft"})), ""),
        (Scope(agendas=frozenset({"another"})), "out_of_scope"),
        (Scope(drafts=frozenset({"another"})), "out_of_scope"),
    ):
        assert may_read(replace(seat, scope=scope), DRAFT, NOW).reason == reason


@pytest.mark.parametrize("seat", [DELEGATE, CHAIR, SECRETARIAT])
def test_a7_typing_ends_with_the_process_the_draft_and_the_text(seat: SeatFacts) -> None:
    assert judge_typing(seat) == ""
    assert judge_typing(seat, replace(DRAFT, ended=True)) == "process_closed"
    assert judge_typing(seat, replace(DRAFT, mode=DraftMode.CLOSED)) == "closed"
    assert judge_typing(seat, replace(DRAFT, mode=DraftMode.PROPOSALS)) == "proposals_only"
    assert judge_typing(seat, replace(DRAFT, closes_ms=NOW)) == "closed"
    assert judge_typing(seat, replace(DRAFT, opens_ms=NOW + 1)) == "not_open_yet"
    assert judge_typing(seat, replace(DRAFT, opens_ms=NOW, closes_ms=NOW + 1)) == ""
    assert judge_typing(seat, text=replace(ENGLISH, status=TextStatus.PAUSED)) == "paused"
    assert judge_typing(seat, text=replace(ENGLISH, status=TextStatus.LOCKED)) == "locked"


def test_a7_whoever_may_not_read_may_not_type() -> None:
    assert judge_typing(CHAIR, PRIVATE) == "not_reader"


def test_a8_state_delegates_type_and_observers_do_not_unless_the_draft_names_them() -> None:
    assert judge_typing(DELEGATE) == ""
    assert judge_typing(OBSERVER) == "observer"
    assert judge_typing(STATE_OBSERVER) == "observer"
    assert judge_typing(replace(OBSERVER, role=Role.DELEGATE)) == "observer"
    for named in ("ngo", "observer", "delegation:forum", "seat:ngo", "all"):
        assert judge_typing(OBSERVER, replace(DRAFT, typists=frozenset({named}))) == ""
    assert judge_typing(DELEGATE, replace(DRAFT, typists=frozenset({"ngo"}))) == "not_typist"


def test_a8_a_delegate_types_in_all_languages_unless_the_seat_names_some() -> None:
    assert judge_typing(DELEGATE, text=FRENCH) == ""
    french_speaking = replace(DELEGATE, languages=frozenset({"fr"}))
    assert judge_typing(french_speaking, text=FRENCH) == ""
    assert judge_typing(french_speaking, text=ENGLISH) == "not_your_language"


@pytest.mark.parametrize("seat", [CHAIR, SECRETARIAT])
def test_a9_chairs_and_the_secretariat_type_in_open_texts_only(seat: SeatFacts) -> None:
    assert judge_typing(seat, text=FRENCH) == ""
    assert judge_typing(seat, text=replace(FRENCH, status=TextStatus.TRANSLATING)) == "locked"


def test_a10_translators_type_in_their_languages_and_never_in_the_original() -> None:
    assert judge_typing(TRANSLATOR, text=FRENCH) == ""
    assert judge_typing(TRANSLATOR, text=ENGLISH) == "original"
    assert judge_typing(TRANSLATOR, text=replace(FRENCH, language="es")) == "not_translator"
    assert judge_typing(replace(TRANSLATOR, languages=frozenset()), text=FRENCH) == "not_translator"


def test_a10_while_translating_only_translators_go_on() -> None:
    text = replace(FRENCH, status=TextStatus.TRANSLATING)
    assert [judge_typing(seat, text=text) for seat in EVERYONE] == ["locked"] * 4 + [""]
    assert judge_typing(TRANSLATOR, text=replace(FRENCH, status=TextStatus.LOCKED)) == "locked"
    assert judge_typing(TRANSLATOR, text=replace(FRENCH, status=TextStatus.PAUSED)) == "paused"


@pytest.mark.parametrize("seat", [DELEGATE, CHAIR, SECRETARIAT])
def test_a11_a_seat_limited_to_some_clauses_types_in_these(seat: SeatFacts) -> None:
    assert judge_typing(replace(seat, scope=Scope(clauses=frozenset({"clause"})))) == ""
    assert judge_typing(replace(seat, scope=Scope(clauses=frozenset({"another"})))) == "out_of_scope"


def test_a12_whoever_reads_comments_while_the_process_lasts() -> None:
    assert reasons(may_comment) == ["", "", "", "", ""]
    assert reasons(may_comment, replace(DRAFT, ended=True)) == ["process_closed"] * 5
    assert reasons(may_comment, replace(DRAFT, mode=DraftMode.CLOSED)) == [""] * 5


def test_a13_states_propose_also_where_nobody_types() -> None:
    assert reasons(may_propose) == ["", "observer", "", "", "observer"]
    taking = replace(DRAFT, mode=DraftMode.PROPOSALS, typists=frozenset({"ngo"}))
    assert reasons(may_propose, taking) == ["", "", "", "", "observer"]
    assert reasons(may_propose, replace(DRAFT, mode=DraftMode.CLOSED)) == ["closed"] * 5


def test_a14_a15_only_a_chair_locks_and_reopens() -> None:
    expected = ["not_chair", "not_chair", "", "not_chair", "not_chair"]
    assert reasons(may_lock) == expected
    assert reasons(may_reopen) == expected
    assert may_lock(CHAIR, PRIVATE, NOW).reason == "not_reader"
    assert may_lock(CHAIR, replace(DRAFT, ended=True), NOW).reason == "process_closed"


def test_a16_a_translation_is_confirmed_by_its_translator_or_the_secretariat() -> None:
    confirmed = [may_confirm(seat, DRAFT, FRENCH, NOW).reason for seat in EVERYONE]
    assert confirmed == ["not_translator", "not_translator", "not_translator", "", ""]
    spanish = replace(FRENCH, language="es")
    assert may_confirm(TRANSLATOR, DRAFT, spanish, NOW).reason == "not_translator"
    assert may_confirm(TRANSLATOR, DRAFT, ENGLISH, NOW).reason == "original"


def test_a17_whoever_works_on_the_text_labels_versions() -> None:
    assert reasons(may_label_version) == ["", "observer", "", "", ""]


def test_a18_chairs_and_the_secretariat_shape_the_text_and_a_delegation_its_own() -> None:
    assert reasons(may_shape) == ["not_office", "not_office", "", "", "not_office"]
    own = replace(PRIVATE, typists=frozenset({"delegation:egypt"}))
    assert reasons(may_shape, own) == ["", "not_reader", "not_reader", "not_reader", "not_reader"]
    assert may_shape(DELEGATE, replace(own, ended=True), NOW).reason == "process_closed"


def test_a19_a20_the_secretariat_imports_and_publishes() -> None:
    expected = ["not_secretariat", "not_secretariat", "not_secretariat", "", "not_secretariat"]
    assert reasons(may_import) == expected
    assert reasons(may_publish) == expected
