"""Publishing: the text is frozen at one moment, hashed, made the record, and its files are queued. Rules P-1 to P-5."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from server.actions.house import Caller, House, Place, open_agenda
from server.actions.reading import Book, open_book, weigh_clause
from server.domain.canonical import is_empty, text_hash
from server.domain.edits import Text
from server.domain.errors import Conflict, Unavailable, Unknown, Unusable
from server.domain.identity import TextName, fresh_id
from server.domain.revision import RevisionClause, RevisionText, dump_revision
from server.domain.revision import text_hash as revision_hash
from server.domain.rights import may_publish
from server.domain.terms import HEADING_KINDS, ClauseKind, RevisionKind
from server.storage.agendas import fetch_agenda, list_clauses, list_texts, main_draft, stream_head
from server.storage.database import Database, Reading, Writing
from server.storage.decisions import insert_decision
from server.storage.people import list_seats
from server.storage.processes import fetch_process, last_consultation
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
TRIES = 5
"""How often a freeze starts again because words arrived between settling and reading."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The text of a draft at one commit number, in each language that has any."""

    draft: str
    commit: int
    texts: tuple[RevisionText, ...]

    @property
    def hash(self) -> str:
        """The hash of the whole revision: over the languages and their hashes, in order."""
        rows = "".join(f"{text.language} {text.hash}\n" for text in self.texts)
        return hashlib.sha256(rows.encode()).hexdigest()


class _Unsettled(Exception):
    """A text moved after it was settled."""


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


async def freeze(house: House, agenda: str, revision: str, symbol: str | None) -> Frozen:
    """Settle the live rooms and read the whole draft at one commit number (P-1)."""
    for _ in range(TRIES):
        await house.rooms.settle()
        for name in await house.database.read(lambda reading: _stale_names(reading, agenda)):
            text = await house.rooms.read(name)
            await house.log.keep_text(text.language_version, text.epoch, text.seq, Text(text.json, text.hash))
        try:
            return await house.database.read(lambda reading: _read_draft(reading, agenda, revision, symbol))
        except _Unsettled:
            continue
    raise Unavailable("text_unsettled")


def _stale_names(reading: Reading, agenda: str) -> list[TextName]:
    draft = main_draft(reading, agenda)
    return [
        TextName(text["clause"], text["language"])
        for text in list_texts(reading, draft["id"])
        if text["text_seq"] != text["head_seq"]
    ]


def _read_draft(reading: Reading, agenda: str, revision: str, symbol: str | None) -> Frozen:
    row = fetch_agenda(reading, agenda)
    if row is None:
        raise Unknown("no_such_agenda")
    book = open_book(reading, main_draft(reading, agenda))
    if any(text["text_seq"] != text["head_seq"] for texts in book.texts.values() for text in texts):
        raise _Unsettled
    process = fetch_process(reading, row["process"])
    meeting = last_consultation(reading, row["process"])
    head = Heading(row, process, meeting, revision, symbol, reading.now_ms)
    clauses = walk(list_clauses(reading, book.draft["id"]))
    texts = tuple(
        head.dress(language, book.draft["original_language"], freeze_clauses(book, clauses, language))
        for language in book.draft["languages"]
        if _has_text(book, language)
    )
    return Frozen(book.draft["id"], stream_head(reading, agenda), texts)


def _has_text(book: Book, language: str) -> bool:
    rows = (text for texts in book.texts.values() for text in texts)
    return any(text["language"] == language and not is_empty(text["document"]) for text in rows)


def walk(rows: Sequence[Record]) -> list[tuple[Record, int]]:
    """Return clauses in reading order with their depth, withdrawn ones left out."""
    children: dict[str | None, list[Record]] = {}
    for row in rows:
        children.setdefault(row["parent"], []).append(row)
    ordered: list[tuple[Record, int]] = []
    stack = [(row, 0) for row in reversed(children.get(None, []))]
    while stack:
        row, depth = stack.pop()
        if row["withdrawn_at"] is None:
            ordered.append((row, depth))
            stack += [(child, depth + 1) for child in reversed(children.get(row["id"], []))]
    return ordered


def freeze_clauses(book: Book, clauses: Sequence[tuple[Record, int]], language: str) -> tuple[RevisionClause, ...]:
    """Return the clauses of a draft in one language as they are printed."""
    frozen = []
    for row, depth in clauses:
        text = next(t for t in book.texts[row["id"]] if t["language"] == language)
        facts, _ = weigh_clause(book, row)
        frozen.append(
            RevisionClause(
                id=row["id"],
                kind=row["kind"],
                label=row["label"],
                depth=depth,
                status="heading" if ClauseKind(row["kind"]) in HEADING_KINDS else facts.status.value,
                text=text["document"],
                hash=text["hash"] or text_hash(text["document"]),
            )
        )
    return tuple(frozen)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the clauses on paper."""

    agenda: Record
    process: Record
    meeting: Record | None
    revision: str
    symbol: str | None
    now_ms: int

    def dress(self, language: str, original: str, clauses: tuple[RevisionClause, ...]) -> RevisionText:
        """Return one language of the revision. A title that has no words in the language is given in the original."""

        def say(names: Record | None) -> str:
            return str((names or {}).get(language) or (names or {}).get(original, ""))

        frozen_at = datetime.fromtimestamp(self.now_ms // 1000, UTC).isoformat().replace("+00:00", "Z")
        meeting = self.meeting or {}
        return RevisionText(
            revision=self.revision,
            language=language,
            original_language=original,
            process=say(self.process["names"]),
            title=say(self.agenda["titles"]),
            symbol=self.symbol,
            kind=(RevisionKind.REV if self.symbol else RevisionKind.WORKING).value,
            instrument_status=say(self.process["instrument_status"]),
            meeting=say(meeting.get("names")),
            place_and_dates=say(meeting.get("places")),
            frozen_at=frozen_at,
            draft=True,
            hash=revision_hash(language, clauses),
            clauses=clauses,
        )


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
