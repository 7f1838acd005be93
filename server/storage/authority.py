"""Current rights, held in memory so that every message can be judged without waiting.

The mirror follows the events that the verbs publish; what depends on the clock is judged when it is asked.
The transaction that writes an edit judges its author once more, by the rows.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence

from server.domain.edits import Actor, Stored
from server.domain.errors import Unavailable
from server.domain.facts import SeatFacts, TextFacts
from server.domain.naming import withhold
from server.domain.rights import Ruling, choose_delegation, may_act, may_read, may_sit, may_type
from server.domain.standing import Access, Identity, Standing
from server.domain.terms import TextStatus
from server.storage.boundaries import next_boundary
from server.storage.database import Database, Event
from server.storage.facts import DraftSettings, PersonFacts, seal_facts
from server.storage.mirror import Mirror, read_all, read_due

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
_NO_ACCESS = Access(False, "", "", "", "", _NAMELESS)


class Authority:
    """Rights as they are now. `load` comes first; then it is given all events (`hear` or `refresh`)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._mirror = Mirror()
        self._due: set[tuple[str, str]] = set()
        self._turn = asyncio.Lock()
        self._followers: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()

    async def load(self) -> None:
        """Read all that rights rest on."""
        async with self._turn:
            self._mirror = await self._database.read(read_all)
            self._changed.set()

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
            self._mirror.take(await self._database.read(lambda reading: read_due(reading, due)))
        except BaseException:
            self._due |= due
            raise
        self._changed.set()

    # The clock

    def now_ms(self) -> int:
        """Return the time by which rights are judged, Unix ms."""
        return self._database.now_ms()

    def next_boundary(self, after_ms: int) -> int | None:
        """Return the first moment after `after_ms` at which somebody's rights change by the clock alone."""
        drafts = (draft.facts for draft in self._mirror.drafts.values())
        return next_boundary(drafts, self._mirror.seats.values(), self._mirror.sign_ins.values(), after_ms)

    async def changed(self) -> None:
        """Return once something was read anew since the last call returned. One may wait at a time."""
        await self._changed.wait()
        self._changed.clear()

    # Judging

    def signed_in(self, session: str) -> bool:
        """False once the sign-in was ended, has expired, or its person was suspended."""
        return self.person_of(session) is not None

    def person(self, session: str) -> str:
        """Return whose sign-in it is or was; of one that is unknown, the sign-in itself."""
        sign_in = self._mirror.sign_ins.get(session)
        return sign_in.person if sign_in else session

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
        acting = (seat for seat in valid if chosen is not None and seat.id == chosen.seat)
        return next(acting, next(iter(valid or held[-1:]), None))

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
        spoken_for = self.spoken_for(session, seat)
        actor = Actor(seat.person, seat.id, spoken_for, consultation=draft.consultation, session=session)
        reading = may_read(seat, draft.facts, now_ms)
        if not reading.allowed:
            return _refuse(reading, actor)
        text = TextFacts(stored.clause, stored.language, stored.original, TextStatus(status))
        typing = may_type(seat, draft.facts, text, now_ms)
        return Standing(True, typing.allowed, typing.reason, actor, self._identity(seat, draft, spoken_for))

    def access(self, session: str, agenda: str) -> Access:
        """Judge the sign-in `session` on an agenda."""
        now_ms = self._database.now_ms()
        person, draft = self.person_of(session), self._mirror.drafts.get(self._mirror.mains.get(agenda, ""))
        if person is None or draft is None:
            return _NO_ACCESS
        seat = self.seat_of(session, draft.facts.process)
        if seat is None or not may_read(seat, draft.facts, now_ms).allowed:
            return _NO_ACCESS
        spoken_for = self.spoken_for(session, seat)
        rights = seal_facts(seat, spoken_for, draft, now_ms)
        identity = self._identity(seat, draft, spoken_for)
        return Access(True, draft.facts.process, draft.facts.id, rights, person.id, identity)

    def sign_ins_of(self, persons: Collection[str]) -> frozenset[str]:
        """Return the sign-ins of these persons, those that have ended too."""
        return frozenset(key for key, sign_in in self._mirror.sign_ins.items() if sign_in.person in persons)

    def spoken_for(self, session: str, seat: SeatFacts) -> str | None:
        """Return the delegation for which a sign-in acts in its seat."""
        return choose_delegation(seat, self._mirror.choices.get((session, seat.process)))

    def _identity(self, seat: SeatFacts, draft: DraftSettings, spoken_for: str | None) -> Identity:
        """Show names by the draft's policy (D-7)."""
        delegation = self._mirror.delegations.get(spoken_for or "")
        body = _in_language(delegation.names, draft.facts.original_language) if delegation else ""
        person = self._mirror.persons.get(seat.person)
        name = person.name if person else ""
        shown, party = withhold(draft.name_policy, name, body)
        names = delegation.names if delegation and party else {}
        return Identity(party or "" if shown is None else shown, party or "", seat.role, names)


def _refuse(ruling: Ruling, actor: Actor) -> Standing:
    return Standing(False, False, ruling.reason, actor, _NAMELESS)


def _in_language(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or names.get("en") or next(iter(names.values()), "")
