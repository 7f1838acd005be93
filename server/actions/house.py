"""What every verb works on, joined once by `app.py`; who calls it, and where the caller stands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from server.actions.comparing import Comparisons
from server.domain.errors import Denied, Unknown
from server.domain.facts import DraftFacts, SeatFacts
from server.domain.rights import Ruling, choose_delegation, may_read
from server.rooms.registry import Registry
from server.storage.agendas import fetch_agenda, fetch_clause, main_draft
from server.storage.authority import Authority
from server.storage.choices import choices_of
from server.storage.database import Database, Reading
from server.storage.facts import draft_facts, seat_facts
from server.storage.log import UpdateLog
from server.storage.people import list_seats

Record = dict[str, Any]


class Exporting(Protocol):
    """The loop that makes files from publications."""

    def wake(self) -> None:
        """Look for queued files now."""

    async def turn(self, seconds: float) -> None:
        """Return when the next file is made or has failed, or after so many seconds."""


@dataclass(frozen=True, slots=True)
class House:
    """The parts that verbs need: storage, live rooms, current rights, the export loop, comparisons in their turn."""

    database: Database
    log: UpdateLog
    authority: Authority
    rooms: Registry
    exporting: Exporting
    comparisons: Comparisons = field(default_factory=Comparisons)


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person: the sign-in and the person behind it."""

    session: str
    person: str


@dataclass(frozen=True, slots=True)
class Part:
    """The caller's part in one process: the seat in which the person acts, for whom, and the words for the seat."""

    seat: SeatFacts
    title: Record
    code: str | None
    names: Record | None
    spoken_for: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a verb is done: an agenda's main draft, and the caller's part there."""

    agenda: Record
    draft: Record
    part: Part
    facts: DraftFacts
    now_ms: int

    def judge(self, may: Callable[[SeatFacts, DraftFacts, int], Ruling]) -> Ruling:
        """Return the ruling of one rule of `server.domain.rights` on the caller here and now."""
        return may(self.part.seat, self.facts, self.now_ms)

    def require(self, may: Callable[[SeatFacts, DraftFacts, int], Ruling]) -> None:
        """Refuse with the rule's own reason (403) unless it allows the caller to go on."""
        ruling = self.judge(may)
        if not ruling.allowed:
            raise Denied(ruling.reason)


def find_part(reading: Reading, caller: Caller, process: str) -> Part | None:
    """Return the caller's part in a process: the seat chosen at this sign-in, else the oldest that holds."""
    rows = list_seats(reading, caller.person, process)
    if not rows:
        return None
    choice = choices_of(reading, caller.session).get(process)
    row = next((seat for seat in rows if choice and seat["id"] == choice.seat), rows[0])
    seat = seat_facts(reading, row["id"])
    return Part(seat, row["title"], row["code"], row["names"], choose_delegation(seat, choice))


def open_agenda(reading: Reading, caller: Caller, agenda: str) -> Place:
    """Return the place of an agenda that the caller may read. Anything else is not there (404 `no_such_agenda`)."""
    row = fetch_agenda(reading, agenda)
    part = find_part(reading, caller, row["process"]) if row else None
    if row is None or part is None:
        raise Unknown("no_such_agenda")
    draft = main_draft(reading, agenda)
    place = Place(row, draft, part, draft_facts(reading, draft["id"]), reading.now_ms)
    if not place.judge(may_read).allowed:
        raise Unknown("no_such_agenda")
    return place


def may_open(reading: Reading, caller: Caller, agenda: str) -> bool:
    """True if the caller may know of an agenda."""
    try:
        open_agenda(reading, caller, agenda)
    except Unknown:
        return False
    return True


def open_clause(reading: Reading, caller: Caller, clause: str) -> tuple[Place, Record]:
    """Return a clause of a main draft that the caller may read. Anything else is not there (404 `no_such_clause`)."""
    row = fetch_clause(reading, clause)
    if row is None:
        raise Unknown("no_such_clause")
    try:
        return open_agenda(reading, caller, row["agenda"]), row
    except Unknown:
        raise Unknown("no_such_clause") from None
