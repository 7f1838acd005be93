"""A further language of a publication, under the symbol of the first: its own hash, its own date. Rules P-9 and E-5."""

from dataclasses import dataclass
from typing import Any

from server.actions.freezing import Issue, freeze, unconfirmed, walk
from server.actions.house import Caller, House, Place, open_agenda
from server.actions.issuing import dress_content, order_files
from server.actions.publishing import read_publication, show_publication
from server.actions.reading import open_book
from server.domain.errors import Conflict, Unknown
from server.domain.identity import fresh_id
from server.domain.revision import dump_revision, text_hash
from server.domain.rights import may_publish
from server.domain.terms import RevisionKind
from server.storage.agendas import list_clauses
from server.storage.database import Reading, Writing
from server.storage.decisions import insert_decision, insert_items
from server.storage.revisions import (
    issue_languages,
    list_languages,
    read_content,
    replace_content,
    stage_language,
)

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Further:
    """The language that is to be issued. `content` is None while it is not frozen; `moment` is Unix ms."""

    publication: Record
    outcome: Record | None
    language: str
    original: str
    hash: str = ""
    content: bytes | None = None
    moment: int = 0


async def issue_language(house: House, caller: Caller, publication: str, language: str) -> Record:
    """Issue a later language of a publication; its files follow.

    What was frozen with the others is issued as it was then. A translation of an endorsed text that was not confirmed
    yet when the meeting endorsed it is frozen now, once all its clauses are closed.

    Raises:
        Denied: `not_secretariat`. Unknown: `no_such_publication`, `no_such_language`.
        Conflict: `already_issued`; `language_open` with the clauses that are not confirmed; `text_moved`, when the
            original is no longer what was endorsed.
    """
    further = await house.database.read(lambda reading: _look(reading, caller, publication, language))
    if further.content is None:
        further = await _freeze_now(house, further)
    await house.database.write(lambda writing: _write(writing, caller, publication, further))
    house.exporting.wake()
    return await show_publication(house, caller, publication)


def _open(reading: Reading, caller: Caller, publication: str) -> tuple[Record, Record | None, Place]:
    row, _, outcome = read_publication(reading, caller, publication)
    place = open_agenda(reading, caller, row["agenda"])
    place.require(may_publish)
    return row, outcome, place


def _look(reading: Reading, caller: Caller, publication: str, language: str) -> Further:
    row, outcome, place = _open(reading, caller, publication)
    frozen = {entry["language"]: entry for entry in list_languages(reading, row["revision"])}
    further = Further(row, outcome, language, place.draft["original_language"], moment=reading.now_ms)
    if language in frozen:
        return _frozen_before(reading, further, frozen[language])
    if outcome is None or language not in place.draft["languages"]:
        raise Unknown("no_such_language", language=language, languages=sorted(frozen))
    _require_confirmed(reading, place, language)
    return further


def _frozen_before(reading: Reading, further: Further, entry: Record) -> Further:
    if entry["issued_at"] is not None:
        raise Conflict("already_issued", language=further.language)
    row = further.publication
    content = read_content(reading, row["revision"], further.language)
    if further.outcome is not None:
        content = dress_content(content, row["symbol"], further.moment)
    return Further(
        row, further.outcome, further.language, further.original, entry["hash"], content, moment=further.moment
    )


def _require_confirmed(reading: Reading, place: Place, language: str) -> None:
    book = open_book(reading, place.draft)
    standing = [
        (row, depth) for row, depth in walk(list_clauses(reading, place.draft["id"])) if not row["withdrawn_at"]
    ]
    open_rows = unconfirmed(book, standing, language)
    if open_rows:
        clauses = [{"id": row["id"], "label": row["label"]} for row in open_rows]
        raise Conflict("language_open", language=language, clauses=clauses)


async def _freeze_now(house: House, further: Further) -> Further:
    row, outcome = further.publication, further.outcome or {}
    issue = Issue(row["revision"], RevisionKind.FINAL, consultation=outcome["consultation"], verb=outcome["verb"])
    frozen = {text.language: text for text in (await freeze(house, row["agenda"], issue)).texts}
    endorsed = await house.database.read(
        lambda reading: {entry["language"]: entry["hash"] for entry in list_languages(reading, row["revision"])}
    )
    original = frozen.get(further.original)
    if original is None or original.hash != endorsed[further.original] or further.language not in frozen:
        raise Conflict("text_moved", language=further.original)
    text = frozen[further.language]
    content = dress_content(dump_revision(text), row["symbol"], further.moment)
    return Further(
        row,
        outcome,
        further.language,
        further.original,
        text_hash(text.language, text.clauses),
        content,
        further.moment,
    )


def _write(writing: Writing, caller: Caller, publication: str, further: Further) -> None:
    row, _, place = _open(writing, caller, publication)
    revision, language = row["revision"], further.language
    entry = next((e for e in list_languages(writing, revision) if e["language"] == language), None)
    if entry is None:
        content = {"revision": revision, "language": language, "hash": further.hash, "content": further.content}
        stage_language(writing, content)
    elif entry["issued_at"] is not None:
        raise Conflict("already_issued", language=language)
    elif further.outcome is not None and further.content is not None:
        replace_content(writing, revision, language, further.content)
    decision = fresh_id()
    act = {"id": decision, "agenda": row["agenda"], "draft": place.draft["id"], "act": "issue_language"}
    insert_decision(writing, {**act, "person": caller.person, "seat": place.part.seat.id})
    item = {"id": fresh_id(), "decision": decision, "hash": further.hash, "detail": {"language": language}}
    insert_items(writing, [item])
    issue_languages(writing, revision, [language])
    order_files(writing, revision, [language])
    writing.publish(row["agenda"], "published", publication=publication, symbol=row["symbol"])
