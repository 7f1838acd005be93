"""Freezing a draft: the whole text at one commit number, in every language that has words. Rules P-1 and P-2."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from server.actions.freshening import find_stale, freshen
from server.actions.house import House
from server.actions.reading import Book, open_book, weigh_clause
from server.domain.canonical import is_empty, text_hash
from server.domain.dates import say_interval
from server.domain.errors import Unavailable, Unknown
from server.domain.revision import RevisionBracket, RevisionClause, RevisionText
from server.domain.revision import text_hash as revision_hash
from server.domain.terms import HEADING_KINDS, ClauseKind, RevisionKind
from server.storage.agendas import fetch_agenda, list_clauses, main_draft, stream_head
from server.storage.database import Reading
from server.storage.decisions import list_brackets
from server.storage.processes import fetch_process, last_consultation

Record = dict[str, Any]
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


async def freeze(house: House, agenda: str, revision: str, symbol: str | None) -> Frozen:
    """Settle the live rooms and read the whole draft at one commit number (P-1)."""
    for _ in range(TRIES):
        await house.rooms.settle()
        await freshen(house, await house.database.read(lambda reading: find_stale(reading, agenda)))
        try:
            return await house.database.read(lambda reading: _read_draft(reading, agenda, revision, symbol))
        except _Unsettled:
            continue
    raise Unavailable("text_unsettled")


def _read_draft(reading: Reading, agenda: str, revision: str, symbol: str | None) -> Frozen:
    row = fetch_agenda(reading, agenda)
    if row is None:
        raise Unknown("no_such_agenda")
    book = open_book(reading, main_draft(reading, agenda))
    if any(text["text_seq"] != text["head_seq"] for texts in book.texts.values() for text in texts):
        raise _Unsettled
    process = fetch_process(reading, row["process"])
    meeting = last_consultation(reading, row["process"])
    head = Heading(row, process, meeting, revision, symbol, reading.now_ms, list_brackets(reading, agenda))
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
    brackets: dict[str, Record]

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
            place_and_dates=self._say_place(language, original),
            frozen_at=frozen_at,
            draft=True,
            hash=revision_hash(language, clauses),
            clauses=clauses,
            brackets={
                key: RevisionBracket(delegations=tuple(tag["code"] for tag in row["delegations"]), kind=row["kind"])
                for key, row in self.brackets.items()
            },
            delegations={
                tag["code"]: say(tag["names"]) for row in self.brackets.values() for tag in row["delegations"]
            },
        )

    def _say_place(self, language: str, original: str) -> str:
        if self.meeting is None:
            return ""
        places = [place.get(language) or place.get(original, "") for place in self.meeting["places"]]
        dates = say_interval(self.meeting["since"], self.meeting["until"], language)
        return ("، " if language == "ar" else ", ").join(filter(None, [*places, dates]))
