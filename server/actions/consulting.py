"""Consultations: which there are, and a text opened for one of them and closed again. Rule D-6."""

from typing import Any

from server.actions.drafting import change_draft
from server.actions.house import Caller, House, find_part, open_agenda
from server.domain.errors import Unknown
from server.domain.rights import may_read, may_set_draft, takes_typing
from server.domain.terms import DraftMode
from server.storage.database import Reading
from server.storage.drafts import list_consultations, list_main_drafts
from server.storage.facts import DraftSettings
from server.storage.outcomes import fetch_consultation

Record = dict[str, Any]
SHOWN = ("id", "slug", "names", "kind", "level", "places", "since", "until", "opens_at", "closes_at")
CLOSED: Record = {"mode": DraftMode.CLOSED.value, "consultation": None, "opens_at": None, "closes_at": None}


async def show_consultations(house: House, caller: Caller, process: str) -> Record:
    """Return the consultations of a process by date, each with the texts that are open for it now.

    Raises:
        Unknown: `no_such_process`, also for one in which the caller has no seat.
    """

    def read(reading: Reading) -> Record:
        part = find_part(reading, caller, process)
        if part is None:
            raise Unknown("no_such_process")
        drafts = [
            settings
            for settings in list_main_drafts(reading, process)
            if may_read(part.seat, settings.facts, reading.now_ms).allowed
        ]
        rows = list_consultations(reading, process)
        return {"consultations": [_describe(row, drafts, reading.now_ms) for row in rows]}

    return await house.database.read(read)


def _describe(row: Record, drafts: list[DraftSettings], now_ms: int) -> Record:
    open_in = [
        draft.facts.agenda
        for draft in drafts
        if draft.consultation == row["id"] and takes_typing(draft.facts, now_ms).allowed
    ]
    return {**{key: row[key] for key in SHOWN}, "open_in": open_in}


async def open_for(house: House, caller: Caller, agenda: str, consultation: str | None, times: Record) -> Record:
    """Open a text for a consultation, for typing, or (None) close it.

    `times` may hold `opens_at` and `closes_at`; a time that is not named is the consultation's own, if that is still
    to come.

    Raises:
        Unknown: `no_such_agenda`, `no_such_consultation`. Denied: `not_office`. Conflict: `nothing_changed`.
        Unusable: `time_unusable`, `times_crossed`.
    """
    if consultation is None:
        return await change_draft(house, caller, agenda, CLOSED, "close_consultation")
    changes = await house.database.read(lambda reading: _plan(reading, caller, agenda, consultation, times))
    return await change_draft(house, caller, agenda, changes, "open_consultation")


def _plan(reading: Reading, caller: Caller, agenda: str, consultation: str, times: Record) -> Record:
    place = open_agenda(reading, caller, agenda)
    place.require(may_set_draft)
    row = fetch_consultation(reading, place.agenda["process"], consultation)
    if row is None:
        raise Unknown("no_such_consultation")
    own = {key: row[key] if (row[key] or 0) > reading.now_ms else None for key in ("opens_at", "closes_at")}
    return {"mode": DraftMode.TYPING.value, "consultation": consultation, **own, **times}
