"""Beginning a text: an empty agenda with its main draft, in a process that is there. Rule A-26."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from server.actions.house import Caller, House, find_part
from server.domain.characters import hides_signs, read_line
from server.domain.errors import Denied, Unknown, Unusable
from server.domain.identity import fresh_id
from server.domain.rights import may_begin_text
from server.domain.structure import TITLE_CHARACTERS
from server.domain.terms import NamePolicy
from server.storage.agendas import insert_agenda, list_agendas
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_decision
from server.storage.people import find_person, secretariat_person
from server.storage.processes import fetch_process, find_process
from server.storage.seating import list_processes

Record = dict[str, Any]
SYMBOL_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class NewText:
    """A text to be begun: titles by language, its working languages (all of the process if none is named)."""

    titles: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    original: str | None = None
    symbol_base: str | None = None


async def begin_text(house: House, caller: Caller, process: str, new: NewText) -> Record:
    """Begin a text in a process; it is open to whoever may read it there, and empty.

    Raises:
        Unknown: `no_such_process`. Denied: `not_secretariat`.
        Unusable: `title_missing`, `title_too_long`, `text_unusable`, `symbol_unusable`, `language_unknown` with
            those of the process.
    """
    return {"agenda": await house.database.write(lambda writing: _write(writing, caller, process, new))}


async def begin_for_secretariat(house: House, slug: str, new: NewText, email: str | None = None) -> Record:
    """Begin a text as a member of the secretariat: the one named, else who has sat there longest.

    Raises:
        Unknown: `no_such_process`, `no_such_person`. Unusable: `no_secretariat`. And what `begin_text` raises.
    """

    def find(reading: Reading) -> tuple[str, str]:
        process = find_process(reading, slug)
        if process is None:
            raise Unknown("no_such_process", process=slug)
        named = find_person(reading, email) if email else None
        if email and named is None:
            raise Unknown("no_such_person", email=email)
        person = named["id"] if named else secretariat_person(reading, process["id"])
        if person is None:
            raise Unusable("no_secretariat")
        return process["id"], person

    process, person = await house.database.read(find)
    return await begin_text(house, Caller("", person), process, new)


async def list_for_operator(house: House) -> list[Record]:
    """Return all texts of this server with their processes."""

    def read(reading: Reading) -> list[Record]:
        slugs = {process["id"]: process["slug"] for process in list_processes(reading)}
        rows = list_agendas(reading, list(slugs))
        return [{"id": row["id"], "process": slugs[row["process"]], "titles": row["titles"]} for row in rows]

    return await house.database.read(read)


def _write(writing: Writing, caller: Caller, process: str, new: NewText) -> str:
    part = find_part(writing, caller, process)
    if part is None:
        raise Unknown("no_such_process")
    ruling = may_begin_text(part.seat, process, writing.now_ms)
    if not ruling.allowed:
        raise Denied(ruling.reason)
    languages, original = _choose_languages(fetch_process(writing, process)["languages"], new)
    agenda, draft = fresh_id(), fresh_id()
    row = {
        "id": agenda,
        "process": process,
        "titles": _check_titles(new.titles, languages),
        "symbol_base": _check_symbol(new.symbol_base),
        "state": "live",
    }
    insert_agenda(writing, row, _main_draft(draft, agenda, languages, original))
    seat = part.seat
    decision = {"id": fresh_id(), "agenda": agenda, "draft": draft, "act": "begin", "person": caller.person}
    insert_decision(writing, {**decision, "seat": seat.id, "delegation": seat.delegation})
    return agenda


def _choose_languages(known: list[str], new: NewText) -> tuple[list[str], str]:
    languages = list(dict.fromkeys(new.languages or known))
    original = new.original or languages[0]
    for language in (*languages, original):
        if language not in known:
            raise Unusable("language_unknown", language=language, languages=known)
    return ([original, *languages] if original not in languages else languages), original


def _check_titles(titles: Mapping[str, str], languages: list[str]) -> Record:
    read = {language: read_line(title) for language, title in titles.items()}
    said = {language: title for language, title in read.items() if title}
    for language in said:
        if language not in languages:
            raise Unusable("language_unknown", language=language, languages=languages)
    if not said:
        raise Unusable("title_missing")
    if any(len(title) > TITLE_CHARACTERS for title in said.values()):
        raise Unusable("title_too_long", most=TITLE_CHARACTERS)
    return said


def _check_symbol(base: str | None) -> str | None:
    said = (base or "").strip() or None
    if said is not None and (len(said) > SYMBOL_CHARACTERS or hides_signs(said)):
        raise Unusable("symbol_unusable", symbol=said)
    return said


def _main_draft(draft: str, agenda: str, languages: list[str], original: str) -> Record:
    return {
        "id": draft,
        "agenda": agenda,
        "kind": "main",
        "names": {},
        "languages": languages,
        "original_language": original,
        "mode": "typing",
        "readers": [],
        "typists": [],
        "name_policy": NamePolicy.DELEGATION.value,
    }
