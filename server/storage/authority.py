"""Current rights, held in memory so that every message can be judged without waiting.

The mirror follows the events that the verbs publish; what depends on the clock is judged when it is asked.
The transaction that writes an edit judges its author once more, by the rows.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from server.domain.edits import Actor, Stored
from server.domain.errors import Unavailable
from server.domain.facts import SeatFacts, SignInFacts, TextFacts
from server.domain.rights import Ruling, may_act, may_read, may_sit, may_type
from server.domain.standing import Identity, Standing
from server.domain.terms import TextStatus
from server.storage.database import Database, Event, Reading
from server.storage.facts import (
    DelegationFacts,
    DraftSettings,
    PersonFacts,
    read_choices,
    read_delegations,
    read_drafts,
    read_persons,
    read_seats,
    read_sign_ins,
)
from server.storage.tables import agendas, delegations, drafts, persons, seat_choices, seats, sessions

KINDS: Mapping[str, str] = {
    "session_started": "session",
    "session_ended": "session",
    "session_changed": "session",
    "seat_chosen": "session",
    "person_changed": "person",
    "seat_changed": "seat",
    "draft_changed": "draft",
    "agenda_changed": "agenda",
    "process_changed": "process",
    "delegation_changed": "process",
}
"""Which kinds of event change rights, and the key of their payload that names what to read again."""

RETRY_SECONDS = 1.0

_NOBODY = Actor("", None, None)
_NAMELESS = Identity("", "", "")


@dataclass(slots=True)
class _Mirror:
    """The rows that rights rest on. Entries are replaced whole, so that other threads may read them too."""

    sign_ins: dict[str, SignInFacts] = field(default_factory=dict)
    choices: dict[tuple[str, str], str] = field(default_factory=dict)
    persons: dict[str, PersonFacts] = field(default_factory=dict)
    seats: dict[str, SeatFacts] = field(default_factory=dict)
    held: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    drafts: dict[str, DraftSettings] = field(default_factory=dict)
    delegations: dict[str, DelegationFacts] = field(default_factory=dict)

    def take(self, other: "_Mirror") -> None:
        """Take over what was read anew."""
        self.sign_ins |= other.sign_ins
        self.choices |= other.choices
        self.persons |= other.persons
        self.seats |= other.seats
        self.drafts |= other.drafts
        self.delegations |= other.delegations
        for seat in sorted(other.seats.values(), key=lambda seat: (seat.from_ms, seat.id)):
            holder = (seat.person, seat.process)
            self.held[holder] = self._by_age({*self.held.get(holder, ()), seat.id})

    def _by_age(self, ids: set[str]) -> tuple[str, ...]:
        return tuple(sorted(ids, key=lambda key: (self.seats[key].from_ms, key)))


class Authority:
    """Rights as they are now. `load` comes first; then it is given all events (`hear` or `refresh`)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._mirror = _Mirror()
        self._due: set[tuple[str, str]] = set()
        self._turn = asyncio.Lock()
        self._followers: set[asyncio.Task[None]] = set()

    async def load(self) -> None:
        """Read all that rights rest on."""
        async with self._turn:
            self._mirror = await self._database.read(_read_all)

    async def refresh(self, events: Sequence[Event]) -> None:
        """Read again what the events changed. Whatever else they tell is passed over.

        Raises:
            Unavailable: `storage`; the change stays due.
        """
        self._note(events)
        async with self._turn:
            await self._catch_up()

    def hear(self, events: Sequence[Event]) -> None:
        """`refresh` in the background, until it succeeds: the listener for `Database.listen`."""
        self._note(events)
        if self._due:
            task = asyncio.get_running_loop().create_task(self._follow())
            self._followers.add(task)
            task.add_done_callback(self._followers.discard)

    async def settled(self) -> None:
        """Return once all that was heard so far is known here."""
        await asyncio.gather(*self._followers)

    def _note(self, events: Sequence[Event]) -> None:
        for event in events:
            name = KINDS.get(event.kind)
            if name is not None and name in event.payload:
                self._due.add((name, str(event.payload[name])))

    async def _follow(self) -> None:
        async with self._turn:
            while self._due:
                try:
                    await self._catch_up()
                except Unavailable:
                    await asyncio.sleep(RETRY_SECONDS)

    async def _catch_up(self) -> None:
        due, self._due = frozenset(self._due), set()
        if not due:
            return
        try:
            self._mirror.take(await self._database.read(lambda reading: _read_due(reading, due)))
        except BaseException:
            self._due |= due
            raise

    def signed_in(self, session: str) -> bool:
        """False once the sign-in was ended, has expired, or its person was suspended."""
        return self.person_of(session) is not None

    def person_of(self, session: str) -> PersonFacts | None:
        """Return the person behind a sign-in that holds."""
        sign_in = self._mirror.sign_ins.get(session)
        if sign_in is None or not may_act(sign_in, self._database.now_ms()).allowed:
            return None
        person = self._mirror.persons.get(sign_in.person)
        return person if person and not person.suspended else None

    def seat_of(self, session: str, process: str) -> SeatFacts | None:
        """Return the seat in which a sign-in acts: the one chosen, else the oldest, of those that hold now.

        If none holds, it is one that does not, so that a refusal can say why; None without any seat.
        """
        sign_in = self._mirror.sign_ins.get(session)
        if sign_in is None:
            return None
        held = [self._mirror.seats[key] for key in self._mirror.held.get((sign_in.person, process), ())]
        now_ms = self._database.now_ms()
        valid = [seat for seat in held if may_sit(seat, process, now_ms).allowed]
        chosen = self._mirror.choices.get((session, process))
        return next((seat for seat in valid if seat.id == chosen), next(iter(valid or held[-1:]), None))

    def draft(self, draft: str) -> DraftSettings | None:
        """Return a draft's settings."""
        return self._mirror.drafts.get(draft)

    def standing(self, session: str, stored: Stored, status: str) -> Standing:
        """Judge the sign-in `session` on the language version, whose status is `status` now."""
        now_ms = self._database.now_ms()
        sign_in = self._mirror.sign_ins.get(session)
        acting = may_act(sign_in, now_ms)
        if sign_in is None or not acting.allowed:
            return _refuse(acting, _NOBODY)
        seat, draft = self.seat_of(session, stored.process), self._mirror.drafts.get(stored.draft)
        if seat is None or draft is None:
            return _refuse(Ruling(False, "no_seat" if seat is None else "not_reader"), _NOBODY)
        actor = Actor(seat.person, seat.id, _spoken_for(seat), session=session)
        reading = may_read(seat, draft.facts, now_ms)
        if not reading.allowed:
            return _refuse(reading, actor)
        text = TextFacts(stored.clause, stored.language, stored.original, TextStatus(status))
        typing = may_type(seat, draft.facts, text, now_ms)
        return Standing(True, typing.allowed, typing.reason, actor, self._identity(seat, draft))

    def _identity(self, seat: SeatFacts, draft: DraftSettings) -> Identity:
        """Show names by the draft's policy: `role` none, `delegation_only` no person's, else both."""
        delegation = self._mirror.delegations.get(seat.delegation or "")
        body = _in_language(delegation.names, draft.facts.original_language) if delegation else ""
        person = self._mirror.persons.get(seat.person)
        name = person.name if person else ""
        match draft.name_policy:
            case "role":
                return Identity("", "", seat.role)
            case "delegation_only":
                return Identity(body, body, seat.role)
            case _:
                return Identity(name, body, seat.role)


def _refuse(ruling: Ruling, actor: Actor) -> Standing:
    return Standing(False, False, ruling.reason, actor, _NAMELESS)


def _spoken_for(seat: SeatFacts) -> str | None:
    """Return the seat's own delegation, or the one for which a scribe writes."""
    return seat.delegation or (next(iter(seat.speaks_for)) if len(seat.speaks_for) == 1 else None)


def _in_language(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or names.get("en") or next(iter(names.values()), "")


def _read_all(reading: Reading) -> _Mirror:
    mirror = _Mirror()
    mirror.take(
        _Mirror(
            sign_ins=read_sign_ins(reading, sessions.c.ended_at.is_(None)),
            choices=read_choices(reading),
            persons=read_persons(reading),
            seats=read_seats(reading),
            drafts=read_drafts(reading),
            delegations=read_delegations(reading),
        )
    )
    return mirror


def _read_due(reading: Reading, due: frozenset[tuple[str, str]]) -> _Mirror:
    """Read the rows that are due, and those whose facts hold a part of them."""

    def named(kind: str) -> list[str]:
        return [key for name, key in due if name == kind]

    sitting = (
        seats.c.id.in_(named("seat")) | seats.c.person.in_(named("person")) | seats.c.process.in_(named("process"))
    )
    set_up = (
        drafts.c.id.in_(named("draft")) | drafts.c.agenda.in_(named("agenda")) | agendas.c.process.in_(named("process"))
    )
    represented = delegations.c.process.in_(named("process")) | delegations.c.id.in_(
        select(seats.c.delegation).where(sitting)
    )
    return _Mirror(
        sign_ins=read_sign_ins(reading, sessions.c.id.in_(named("session"))),
        choices=read_choices(reading, seat_choices.c.session.in_(named("session"))),
        persons=read_persons(reading, persons.c.id.in_(named("person"))),
        seats=read_seats(reading, sitting),
        drafts=read_drafts(reading, set_up),
        delegations=read_delegations(reading, represented),
    )
