"""Publishing: the text is frozen at one moment, hashed, made the record, and its files are queued. Rules P-1 to P-5."""

import re
from typing import Any

from server.actions.freezing import Frozen, freeze
from server.actions.house import Caller, House, Place, open_agenda
from server.domain.errors import Conflict, Unknown, Unusable
from server.domain.identity import fresh_id
from server.domain.revision import dump_revision
from server.domain.rights import may_publish
from server.domain.terms import RevisionKind
from server.storage.agendas import fetch_agenda, main_draft
from server.storage.database import Database, Reading, Writing
from server.storage.decisions import insert_decision
from server.storage.people import list_seats
from server.storage.revisions import (
    drop_staged,
    fetch_file,
    fetch_publication,
    insert_publication,
    issue_revision,
    list_files,
    list_languages,
    requeue_file,
    stage_language,
    stage_revision,
    symbol_taken,
)

Record = dict[str, Any]
FORMS = ("html", "pdf")
SYMBOL = re.compile(r"[A-Z0-9][A-Za-z0-9./()-]{1,59}")


async def publish_agenda(house: House, caller: Caller, agenda: str, symbol: str | None) -> Record:
    """Freeze the main draft and publish it as a draft in every language that has text; files follow.

    With a symbol the revision is a `rev`, without one a `working` text. What was frozen never changes
    afterwards; a file that cannot be made does not undo the publication.

    Raises:
        Denied: `not_secretariat`. Unknown: `no_such_agenda`. Unusable: `symbol_unusable`, `nothing_to_publish`.
        Conflict: `symbol_taken`.
    """
    symbol = (symbol or "").strip() or None
    if symbol is not None and not SYMBOL.fullmatch(symbol):
        raise Unusable("symbol_unusable", symbol=symbol)
    await house.database.read(lambda reading: _require_publisher(reading, caller, agenda, symbol))
    revision = fresh_id()
    frozen = await freeze(house, agenda, revision, symbol)
    if not frozen.texts:
        raise Unusable("nothing_to_publish")
    await _stage(house.database, agenda, revision, symbol, frozen)
    publication = await house.database.write(lambda writing: _issue(writing, caller, agenda, revision, symbol, frozen))
    house.exporting.wake()
    return await show_publication(house, caller, publication)


def _require_publisher(reading: Reading, caller: Caller, agenda: str, symbol: str | None) -> Place:
    place = open_agenda(reading, caller, agenda)
    place.require(may_publish)
    if symbol is not None and symbol_taken(reading, agenda, symbol):
        raise Conflict("symbol_taken", symbol=symbol)
    return place


async def _stage(database: Database, agenda: str, revision: str, symbol: str | None, frozen: Frozen) -> None:
    def begin(writing: Writing) -> None:
        if symbol is not None:
            if symbol_taken(writing, agenda, symbol):
                raise Conflict("symbol_taken", symbol=symbol)
            drop_staged(writing, agenda, symbol)
        row = {
            "id": revision,
            "agenda": agenda,
            "draft": frozen.draft,
            "kind": RevisionKind.REV if symbol else RevisionKind.WORKING,
            "symbol": symbol,
            "commit": frozen.commit,
            "hash": frozen.hash,
        }
        stage_revision(writing, row)

    await database.write(begin)
    for text in frozen.texts:
        row = {
            "revision": revision,
            "language": text.language,
            "hash": text.hash,
            "content": dump_revision(text),
        }
        await database.write(lambda writing, row=row: stage_language(writing, row))  # type: ignore[misc]


def _issue(writing: Writing, caller: Caller, agenda: str, revision: str, symbol: str | None, frozen: Frozen) -> str:
    seat = _require_publisher(writing, caller, agenda, symbol).part.seat.id
    decision, publication = fresh_id(), fresh_id()
    insert_decision(
        writing,
        {
            "id": decision,
            "agenda": agenda,
            "draft": frozen.draft,
            "act": "publish",
            "person": caller.person,
            "seat": seat,
        },
    )
    issue_revision(writing, revision, decision)
    files = [{"id": fresh_id(), "language": text.language, "form": form} for text in frozen.texts for form in FORMS]
    insert_publication(
        writing,
        {"id": publication, "revision": revision, "person": caller.person, "seat": seat},
        files,
    )
    writing.publish(agenda, "published", publication=publication, symbol=symbol)
    return publication


def _read_publication(reading: Reading, caller: Caller, publication: str) -> tuple[Record, Record]:
    row = fetch_publication(reading, publication)
    agenda = fetch_agenda(reading, row["agenda"]) if row else None
    if row is None or agenda is None or not list_seats(reading, caller.person, agenda["process"]):
        raise Unknown("no_such_publication")
    return row, agenda


async def show_publication(house: House, caller: Caller, publication: str) -> Record:
    """Return a publication with the state of its files.

    Raises:
        Unknown: `no_such_publication`, also to who has no seat in its process.
    """

    def read(reading: Reading) -> Record:
        row, agenda = _read_publication(reading, caller, publication)
        draft = main_draft(reading, row["agenda"])
        files = list_files(reading, publication)
        order = draft["languages"]
        languages = sorted(
            list_languages(reading, row["revision"]), key=lambda language: order.index(language["language"])
        )
        return {
            **{key: row[key] for key in ("id", "agenda", "symbol", "kind", "at", "by", "hash", "commit")},
            "title": agenda["titles"],
            "draft": True,
            "languages": [
                {
                    **language,
                    "files": [
                        describe_file(publication, file) for file in files if file["language"] == language["language"]
                    ],
                }
                for language in languages
            ],
        }

    return await house.database.read(read)


def describe_file(publication: str, file: Record) -> Record:
    """Return a file as clients see it; `url` once it is done."""
    done = file["state"] == "done"
    url = f"/api/v1/publications/{publication}/{file['language']}.{file['form']}" if done else None
    return {**{key: file[key] for key in ("form", "state", "hash", "pages", "error")}, "url": url}


async def fetch_published(house: House, caller: Caller, publication: str, language: str, form: str) -> Record:
    """Return one file with its bytes.

    Raises:
        Unknown: `no_such_publication`, `no_such_file`. Conflict: `file_not_ready` with its state.
    """

    def read(reading: Reading) -> Record:
        _read_publication(reading, caller, publication)
        file = fetch_file(reading, publication, language, form)
        if file is None:
            raise Unknown("no_such_file", language=language, form=form)
        if file["bytes"] is None:
            raise Conflict("file_not_ready", state=file["state"], error=file["error"])
        return file

    return await house.database.read(read)


async def retry_file(house: House, caller: Caller, publication: str, language: str, form: str) -> None:
    """Queue a failed file again.

    Raises:
        Denied: `not_secretariat`. Unknown: `no_such_publication`. Conflict: `file_not_failed`.
    """

    def write(writing: Writing) -> None:
        row, _ = _read_publication(writing, caller, publication)
        open_agenda(writing, caller, row["agenda"]).require(may_publish)
        if not requeue_file(writing, publication, language, form):
            raise Conflict("file_not_failed")

    await house.database.write(write)
    house.exporting.wake()
