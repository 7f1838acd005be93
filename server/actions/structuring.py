"""Acts on where clauses stand and what they are: insert, move, label, set kind, withdraw. Rules T-2 to T-8."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from server.actions.first_texts import EMPTY, begin_text, write_first_texts
from server.actions.house import Caller, House
from server.actions.shaping import Done, Shaping, answer, begin_on, begin_shaping
from server.domain.edits import Actor
from server.domain.errors import Unknown, Unusable
from server.domain.identity import fresh_id
from server.domain.structure import Placed, check_kind, check_label, check_titles
from server.domain.terms import HEADING_KINDS
from server.storage.agendas import insert_clauses, insert_language_versions
from server.storage.database import Writing

Record = dict[str, Any]
TEXT_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class NewPlace:
    """Where a clause is to stand: under which other (None: at the top), and after which sibling (None: first)."""

    under: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class NewWords:
    """What a new clause is and says. Without a label it has the one that fits its place; texts are plain."""

    kind: str
    label: str | None
    titles: Mapping[str, str]
    texts: Mapping[str, str]


async def insert_clause(house: House, caller: Caller, agenda: str, place: NewPlace, words: NewWords) -> Record:
    """Put a new clause into the text.

    Raises:
        Unknown: `no_such_agenda`, `no_such_place`, `no_such_language`. Denied: `not_office`. Conflict: `label_taken`.
        Unusable: `kind_unknown`, `label_too_long`, `title_missing`, `title_too_long`, `text_too_long`.
    """
    check_kind(words.kind)
    done = await house.database.write(lambda writing: _insert(writing, caller, agenda, place, words))
    return await answer(house, caller, done)


def _insert(writing: Writing, caller: Caller, agenda: str, place: NewPlace, words: NewWords) -> Done:
    shaping = begin_shaping(writing, caller, agenda, "insert")
    spot = shaping.layout.find_spot(None, place.under, place.after)
    label = shaping.label_for(spot, words.label)
    draft = shaping.place.draft
    _check_texts(words, draft["languages"])
    texts = {**(words.titles if words.kind in HEADING_KINDS else {}), **words.texts}
    titles = check_titles(words.titles, {}, draft["languages"], words.kind) if words.titles or _is_head(words) else {}
    shaping.make_room(spot)
    clause = make_clause(shaping, words.kind)
    part = shaping.place.part
    actor = Actor(caller.person, part.seat.id, part.seat.delegation, via="merge")
    for language, key in make_texts(shaping, clause).items():
        said = texts.get(language, "")
        text = begin_text(plain_document(said) if said.strip() else EMPTY, caller.person)
        write_first_texts(writing, actor, {key: text}, "insert")
    shaping.insert(Placed(clause, words.kind, spot.parent, spot.rank, label, titles))
    return shaping.finish()


def _is_head(words: NewWords) -> bool:
    return words.kind in HEADING_KINDS


def _check_texts(words: NewWords, languages: list[str]) -> None:
    for language, text in words.texts.items():
        if language not in languages:
            raise Unknown("no_such_language", language=language)
        if len(text) > TEXT_CHARACTERS:
            raise Unusable("text_too_long", most=TEXT_CHARACTERS)


def make_clause(shaping: Shaping, kind: str) -> str:
    """Make the identity of a clause, and return its id."""
    clause = fresh_id()
    agenda = shaping.place.agenda["id"]
    insert_clauses(shaping.writing, [{"id": clause, "agenda": agenda, "kind": kind}])
    return clause


def make_texts(shaping: Shaping, clause: str) -> dict[str, str]:
    """Make a clause's language versions, with nothing in them, and return their ids by language."""
    draft = shaping.place.draft
    keys = {language: fresh_id() for language in draft["languages"]}
    rows = [
        {
            "id": key,
            "clause": clause,
            "draft": draft["id"],
            "language": language,
            "original": language == draft["original_language"],
            "head_seq": 0,
            "epoch": 1,
            "status": "open",
            "lock_epoch": 0,
            "checkpoint_seq": 0,
        }
        for language, key in keys.items()
    ]
    insert_language_versions(shaping.writing, rows)
    return keys


def plain_document(text: str) -> Record:
    """Return a document of plain paragraphs, one a line."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    blocks = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines if line]
    return {"type": "doc", "content": blocks or [{"type": "paragraph"}]}


async def move_clause(house: House, caller: Caller, clause: str, place: NewPlace, label: str | None) -> Record:
    """Move a clause, with all that stands under it.

    Raises:
        Unknown: `no_such_clause`, `no_such_place`. Denied: `not_office`. Unusable: `label_too_long`.
        Conflict: `would_loop`, `label_taken`, `clause_withdrawn`.
    """

    def write(writing: Writing) -> Done:
        shaping = begin_on(writing, caller, clause, "move")
        placed = shaping.standing(clause)
        spot = shaping.layout.find_spot(clause, place.under, place.after)
        shown = shaping.label_for(spot, label, placed.label, but=clause)
        shaping.make_room(spot)
        shaping.change(placed, parent=spot.parent, rank=spot.rank, label=shown)
        return shaping.finish()

    return await answer(house, caller, await house.database.write(write))


async def label_clause(house: House, caller: Caller, clause: str, label: str) -> Record:
    """Give a clause another label; references to it print that from now on.

    Raises:
        Unknown: `no_such_clause`. Denied: `not_office`. Unusable: `label_too_long`.
        Conflict: `label_taken`, `clause_withdrawn`.
    """

    def write(writing: Writing) -> Done:
        shaping = begin_on(writing, caller, clause, "set_label")
        placed = shaping.standing(clause)
        shown = check_label(label, shaping.layout.taken(placed.parent, but=clause))
        shaping.change(placed, label=shown)
        return shaping.finish()

    return await answer(house, caller, await house.database.write(write))


async def set_kind(house: House, caller: Caller, clause: str, kind: str) -> Record:
    """Say what a clause is.

    Raises:
        Unknown: `no_such_clause`. Denied: `not_office`. Unusable: `kind_unknown`, `title_missing`.
        Conflict: `clause_locked`, `clause_withdrawn`.
    """
    check_kind(kind)

    def write(writing: Writing) -> Done:
        shaping = begin_on(writing, caller, clause, "set_kind")
        placed = shaping.standing(clause)
        shaping.require_open([clause])
        shaping.change(placed, kind=kind)
        return shaping.finish()

    return await answer(house, caller, await house.database.write(write))


async def withdraw_clause(house: House, caller: Caller, clause: str, reason: str) -> Record:
    """Take a clause out of the text, with all that stands under it.

    Raises:
        Unknown: `no_such_clause`. Denied: `not_office`.
        Conflict: `clause_withdrawn`; `clause_locked`, with every clause that is agreed or closed.
    """

    def write(writing: Writing) -> Done:
        shaping = begin_on(writing, caller, clause, "withdraw", reason=reason.strip())
        placed = shaping.standing(clause)
        going = [placed, *(below for below in shaping.layout.beneath(clause) if below.stands)]
        shaping.require_open([each.id for each in going])
        shaping.withdraw(going, decided=shaping.decision)
        return shaping.finish()

    return await answer(house, caller, await house.database.write(write))


def standing_again(placed: Placed) -> Placed:
    """Return a clause as it is once it stands again."""
    return replace(placed, withdrawn_at=None)
