"""Who may do what: one function a verb, and its docstring is the rule. Rules A-1 to A-28 of SPEC.md.

Facts are those of the moment: whoever asks reads them afresh and never keeps a ruling. A refusal's `reason`
is a stable code. Refusals come in one order: the sign-in, the seat, the draft, the text, the role.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import assert_never

from server.domain.facts import EVERYONE, STATE, Choice, DraftFacts, SeatFacts, SignInFacts, TextFacts
from server.domain.terms import DraftMode, Role, TextStatus

_CHAIR = frozenset({Role.CHAIR})
_SECRETARIAT = frozenset({Role.SECRETARIAT})
_OFFICES = _CHAIR | _SECRETARIAT


@dataclass(frozen=True, slots=True)
class Ruling:
    """Allowed, or refused with a stable code."""

    allowed: bool
    reason: str = ""


ALLOWED = Ruling(True)


def _refuse(reason: str) -> Ruling:
    return Ruling(False, reason)


def may_act(sign_in: SignInFacts | None, now_ms: int) -> Ruling:
    """A-1. A sign-in holds until it is ended or expires: `signed_out`."""
    if sign_in is None or sign_in.ended_ms is not None or now_ms >= sign_in.expires_ms:
        return _refuse("signed_out")
    return ALLOWED


def may_sit(seat: SeatFacts | None, process: str, now_ms: int) -> Ruling:
    """A-2. Whoever acts holds a seat in that process (`no_seat`), is not suspended (`suspended`), and the
    seat has begun and not ended (`seat_not_begun`, `seat_ended`), by the server's clock.
    """
    if seat is None or seat.process != process:
        return _refuse("no_seat")
    if seat.suspended:
        return _refuse("suspended")
    if now_ms < seat.from_ms:
        return _refuse("seat_not_begun")
    if seat.until_ms is not None and now_ms >= seat.until_ms:
        return _refuse("seat_ended")
    return ALLOWED


def may_speak_for(seat: SeatFacts, delegation: str | None) -> Ruling:
    """A-3. Words are written for one's own delegation, for one that the seat is named to speak for (a
    scribe), or, from the chair and the secretariat, for none: else `not_your_delegation`.
    """
    own = delegation == seat.delegation or delegation in seat.speaks_for
    return ALLOWED if own or (delegation is None and _is_office(seat)) else _refuse("not_your_delegation")


def choose_delegation(seat: SeatFacts, choice: Choice | None) -> str | None:
    """A-22. Return for whom a seat acts: for the delegation that was chosen in it and that it names; for its own
    where none was; and unless anything was chosen, for its own, else for the only one that it names.
    """
    if choice is not None and choice.seat == seat.id and choice.delegation in {None, *seat.speaks_for}:
        return choice.delegation or seat.delegation
    return seat.delegation or (next(iter(seat.speaks_for)) if len(seat.speaks_for) == 1 else None)


def may_read(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-4. A draft is read by those whom it names as readers or typists, and by chairs, translators and the
    secretariat too unless it is private: else `not_reader`. A-5. While its agenda is being made, by the
    secretariat only (`not_reader`). A-6. A seat limited to other agendas or drafts does not reach it
    (`out_of_scope`).
    """
    ruling = may_sit(seat, draft.process, now_ms)
    if not ruling.allowed or seat is None:
        return ruling
    if draft.staging and seat.role is not Role.SECRETARIAT:
        return _refuse("not_reader")
    if not (_reaches(seat.scope.agendas, draft.agenda) and _reaches(seat.scope.drafts, draft.id)):
        return _refuse("out_of_scope")
    works_on_all = _is_office(seat) or seat.role is Role.TRANSLATOR
    if (works_on_all and draft.kind != "private") or _is_named(seat, draft.readers | draft.typists):
        return ALLOWED
    return _refuse("not_reader")


def may_type(seat: SeatFacts | None, draft: DraftFacts, text: TextFacts, now_ms: int) -> Ruling:
    """A-7. One types where one may read, in a draft that is open for typing (`process_closed`, `closed`,
    `not_open_yet`, `proposals_only`) and in a text that is open (`paused`, `locked`). A-8. Delegates and
    observers type where the draft names them, by default State delegates only (`observer`, `not_typist`),
    and only in the languages of the seat if it has any (`not_your_language`). A-9. Chairs and the
    secretariat type in open texts. A-10. Translators type in their languages (`not_translator`), never in
    the original (`original`), and go on while the text is translating, where nobody else does (`locked`).
    A-11. A seat limited to some clauses types in these (`out_of_scope`).
    """
    ruling = may_read(seat, draft, now_ms)
    if not ruling.allowed or seat is None:
        return ruling
    ruling = takes_typing(draft, now_ms)
    if not ruling.allowed:
        return ruling
    if text.status is TextStatus.PAUSED:
        return _refuse("paused")
    translates = seat.role is Role.TRANSLATOR and not text.original
    if text.status is TextStatus.LOCKED or (text.status is TextStatus.TRANSLATING and not translates):
        return _refuse("locked")
    if not _reaches(seat.scope.clauses, text.clause):
        return _refuse("out_of_scope")
    return _role_types(seat, draft, text)


def takes_typing(draft: DraftFacts, now_ms: int) -> Ruling:
    """The part of A-7 that is the draft's: the process goes on, and the draft is open for typing at this moment."""
    if draft.ended:
        return _refuse("process_closed")
    if draft.mode is DraftMode.CLOSED or (draft.closes_ms is not None and now_ms >= draft.closes_ms):
        return _refuse("closed")
    if draft.opens_ms is not None and now_ms < draft.opens_ms:
        return _refuse("not_open_yet")
    return _refuse("proposals_only") if draft.mode is DraftMode.PROPOSALS else ALLOWED


def _role_types(seat: SeatFacts, draft: DraftFacts, text: TextFacts) -> Ruling:
    match seat.role:
        case Role.CHAIR | Role.SECRETARIAT:
            return ALLOWED
        case Role.TRANSLATOR if text.original:
            return _refuse("original")
        case Role.TRANSLATOR:
            return ALLOWED if text.language in seat.languages else _refuse("not_translator")
        case Role.DELEGATE | Role.OBSERVER:
            if not _is_named(seat, draft.typists):
                return _refuse("not_typist" if _is_state(seat) else "observer")
            spoken = not seat.languages or text.language in seat.languages
            return ALLOWED if spoken else _refuse("not_your_language")
        case other:
            assert_never(other)


def may_comment(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-12. Whoever may read may comment, observers included (founding requirements R3, R5), until the
    process is closed (`process_closed`).
    """
    ruling = may_read(seat, draft, now_ms)
    return _refuse("process_closed") if ruling.allowed and draft.ended else ruling


def may_propose(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-13. Words are proposed by State delegates and by those whom the draft lets type, also while it
    takes proposals only and while texts are locked; not once it is closed (`closed`), not by others
    (`observer`).
    """
    ruling = _takes_words(seat, draft, now_ms)
    if not ruling.allowed or seat is None:
        return ruling
    return ALLOWED if _is_state(seat) or _is_office(seat) or _is_named(seat, draft.typists) else _refuse("observer")


def may_take_proposal(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-27. What was proposed is taken into the text by chairs and the secretariat (`not_office`), also while
    the draft takes proposals only, not once it is closed (`closed`).
    """
    ruling = _takes_words(seat, draft, now_ms)
    return _refuse("not_office") if ruling.allowed and seat is not None and not _is_office(seat) else ruling


def may_decline_proposal(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-28. Only a chair declines a proposal: `not_chair`."""
    return _only(_CHAIR, "not_chair", seat, draft, now_ms)


def _takes_words(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    ruling = may_read(seat, draft, now_ms)
    if ruling.allowed:
        ruling = takes_typing(draft, now_ms)
    return ALLOWED if ruling.reason == "proposals_only" else ruling


def may_lock(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-14. Only a chair pauses and locks texts, and records agreements: `not_chair`."""
    return _only(_CHAIR, "not_chair", seat, draft, now_ms)


def may_reopen(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-15. Only a chair reopens what is paused, locked or agreed: `not_chair`."""
    return _only(_CHAIR, "not_chair", seat, draft, now_ms)


def may_confirm(seat: SeatFacts | None, draft: DraftFacts, text: TextFacts, now_ms: int) -> Ruling:
    """A-16. A translation is confirmed by a translator of its language or by the secretariat
    (`not_translator`); the original needs no confirmation (`original`).
    """
    ruling = may_read(seat, draft, now_ms)
    if not ruling.allowed or seat is None:
        return ruling
    if text.original:
        return _refuse("original")
    translates = seat.role is Role.TRANSLATOR and text.language in seat.languages
    return ALLOWED if translates or seat.role is Role.SECRETARIAT else _refuse("not_translator")


def may_label_version(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-17. Versions are stored and labelled by hand by those who work on the text: State delegates,
    translators, chairs and the secretariat; not by others (`observer`).
    """
    ruling = may_comment(seat, draft, now_ms)
    if not ruling.allowed or seat is None:
        return ruling
    works = _is_state(seat) or _is_office(seat) or seat.role is Role.TRANSLATOR
    return ALLOWED if works else _refuse("observer")


def may_shape(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-18. Clauses are inserted, moved, split, joined, labelled and withdrawn by chairs and the
    secretariat, and in a private draft by its typists: else `not_office`.
    """
    ruling = _only(_OFFICES, "not_office", seat, draft, now_ms)
    own = draft.kind == "private" and seat is not None and _is_named(seat, draft.typists)
    return ALLOWED if ruling.reason == "not_office" and own and not draft.ended else ruling


def may_set_draft(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-21. Chairs and the secretariat say when and by whom a draft is read and typed, how names are shown in
    it, and for which consultation it is open: `not_office`.
    """
    return _only(_OFFICES, "not_office", seat, draft, now_ms)


def may_import(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-19. The secretariat imports and merges texts, and restores earlier words: `not_secretariat`."""
    return _only(_SECRETARIAT, "not_secretariat", seat, draft, now_ms)


def may_publish(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-20. The secretariat freezes revisions and publishes them; endorsing is the meeting's act (founding
    requirement R31): `not_secretariat`."""
    return _only(_SECRETARIAT, "not_secretariat", seat, draft, now_ms)


def may_endorse(seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    """A-23. Only a chair records that a meeting endorsed, adopted or recommended the text: `not_chair`."""
    return _only(_CHAIR, "not_chair", seat, draft, now_ms)


def may_manage_people(seat: SeatFacts | None, process: str, now_ms: int) -> Ruling:
    """A-24. The secretariat of a process invites people, and gives, changes and ends seats: `not_secretariat`."""
    ruling = may_sit(seat, process, now_ms)
    if not ruling.allowed or seat is None:
        return ruling
    return ALLOWED if seat.role is Role.SECRETARIAT else _refuse("not_secretariat")


def may_begin_text(seat: SeatFacts | None, process: str, now_ms: int) -> Ruling:
    """A-26. The secretariat of a process begins texts in it: else `not_secretariat`."""
    return may_manage_people(seat, process, now_ms)


def may_suspend(managed: AbstractSet[str], sits_in: AbstractSet[str], *, own: bool) -> Ruling:
    """A-25. A person is suspended and restored by whoever manages the people (A-24) of all processes in which
    that person sits: else `not_secretariat`, or `sits_elsewhere`. Nobody suspends himself or herself (`oneself`).
    """
    if not managed & sits_in:
        return _refuse("not_secretariat")
    if own:
        return _refuse("oneself")
    return ALLOWED if sits_in <= managed else _refuse("sits_elsewhere")


def _only(roles: frozenset[Role], reason: str, seat: SeatFacts | None, draft: DraftFacts, now_ms: int) -> Ruling:
    ruling = may_comment(seat, draft, now_ms)
    return _refuse(reason) if ruling.allowed and seat is not None and seat.role not in roles else ruling


def _reaches(limits: frozenset[str], wanted: str) -> bool:
    return not limits or wanted in limits


def _is_office(seat: SeatFacts) -> bool:
    return seat.role in _OFFICES


def _is_state(seat: SeatFacts) -> bool:
    return seat.role is Role.DELEGATE and seat.category == STATE


def _is_named(seat: SeatFacts, names: frozenset[str]) -> bool:
    """True if a list names the seat. `state` means those who speak for a State, not its observers."""
    own = {EVERYONE, seat.role.value, f"seat:{seat.id}", f"delegation:{seat.delegation}"}
    if seat.category is not None and (seat.category != STATE or _is_state(seat)):
        own.add(seat.category)
    return not names.isdisjoint(own)
