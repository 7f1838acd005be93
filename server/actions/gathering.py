"""One act on many clauses: which they are, what their texts are on disk, and how rooms hear of it."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from server.actions.freshening import freshen
from server.actions.house import Caller, House, open_agenda
from server.actions.reading import describe_clause, describe_reopening, open_book
from server.domain.identity import TextName
from server.rooms.gavel import Held
from server.storage.agendas import list_clauses
from server.storage.database import Reading
from server.storage.pens import list_heads, list_reopenings
from server.storage.states import LoggedState, read_states

Record = dict[str, Any]
Statuses = dict[str, tuple[str, int]]
"""Status and lock epoch by language version."""

STATES_AT_ONCE = 200
"""Texts in one reading: states of hundreds of texts are worked out a part at a time."""


def name_texts(heads: Iterable[Record]) -> dict[str, TextName]:
    """Return the names of language versions on the wire, by id."""
    return {head["id"]: TextName(head["clause"], head["language"]) for head in heads}


@asynccontextmanager
async def hold_living(house: House, names: Mapping[str, TextName]) -> AsyncIterator[Held]:
    """Hold those of the texts that live, with all that was typed on disk; the others are on disk already."""
    async with house.rooms.hold(house.rooms.living(names.values()), read=False) as held:
        yield held


async def let_go(house: House, held: Held, names: Mapping[str, TextName], statuses: Statuses) -> None:
    """Release the rooms that were held with their new statuses, and tell those that were opened meanwhile."""
    changes = {names[key]: status for key, status in statuses.items()}
    held.release(changes)
    await house.rooms.set_statuses(changes)


async def read_logged(house: House, ids: Collection[str]) -> dict[str, LoggedState]:
    """Return the states of language versions from the log, by id."""
    wanted, found = list(ids), dict[str, LoggedState]()
    for start in range(0, len(wanted), STATES_AT_ONCE):
        part = wanted[start : start + STATES_AT_ONCE]
        states = await house.database.read(partial(read_states, ids=part))
        found.update((state.language_version, state) for state in states)
    return found


async def show_moved(house: House, caller: Caller, agenda: str, decision: str, clauses: Collection[str]) -> Record:
    """Return what an act on many clauses answers: its decision, and the clauses as they are now."""

    def find(reading: Reading) -> list[TextName]:
        heads = list_heads(reading, open_agenda(reading, caller, agenda).draft["id"], clauses)
        return [name for head, name in zip(heads, name_texts(heads).values(), strict=True) if _is_stale(head)]

    await freshen(house, await house.database.read(find))
    return await house.database.read(lambda reading: _describe(house, reading, caller, agenda, decision, clauses))


def _is_stale(head: Record) -> bool:
    return bool((head["text_seq"] or 0) != head["head_seq"])


def _describe(
    house: House, reading: Reading, caller: Caller, agenda: str, decision: str, clauses: Collection[str]
) -> Record:
    place = open_agenda(reading, caller, agenda)
    book = open_book(reading, place.draft, *(clauses if len(clauses) == 1 else ()))
    reopened = list_reopenings(reading, clauses)
    shown = [
        {
            **describe_clause(house.authority, caller, book, row, place.agenda["process"]),
            "reopened": describe_reopening(reopened.get(row["id"]), place.draft["name_policy"]),
        }
        for row in list_clauses(reading, place.draft["id"])
        if row["id"] in clauses
    ]
    return {"decision": decision, "clauses": shown}
