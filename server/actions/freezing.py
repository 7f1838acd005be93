"""Freezing a draft: the whole text at one commit number, in every language that has words. Rules P-1, P-2 and E-2."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from server.actions.brackets import show_brackets
from server.actions.freshening import find_stale, freshen
from server.actions.house import House
from server.actions.reading import EMPTY_TEXT, Book, open_book, weigh_clause
from server.domain.canonical import is_empty, text_hash
from server.domain.dates import say_interval
from server.domain.errors import Unavailable, Unknown
from server.domain.outcome import say_act
from server.domain.revision import RevisionBracket, RevisionClause, RevisionText
from server.domain.revision import text_hash as revision_hash
from server.domain.terms import HEADING_KINDS, ClauseKind, ClauseStatus, RevisionKind, TextStatus
from server.storage.agendas import fetch_agenda, list_clauses, main_draft, stream_head
from server.storage.database import Reading
from server.storage.outcomes import fetch_consultation
from server.storage.processes import fetch_process, last_consultation

Record = dict[str, Any]
TRIES = 5
"""How often a freeze starts again because words arrived between settling and reading."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What a text is frozen as. A final text has the consultation whose act it is, and the verb by language."""

    revision: str
    kind: RevisionKind
    symbol: str | None = None
    consultation: str | None = None
    verb: Mapping[str, str] | None = None

    @property
    def final(self) -> bool:
        """True if it is what a meeting endorsed."""
        return self.kind is RevisionKind.FINAL


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

    @property
    def languages(self) -> list[str]:
        """The languages in order."""
        return [text.language for text in self.texts]


class _Unsettled(Exception):
    """A text moved after it was settled."""


async def freeze(house: House, agenda: str, issue: Issue) -> Frozen:
    """Settle the live rooms and read the whole draft at one commit number (P-1)."""
    for _ in range(TRIES):
        await house.rooms.settle()
        await freshen(house, await house.database.read(lambda reading: find_stale(reading, agenda)))
        try:
            return await house.database.read(lambda reading: _read_draft(reading, agenda, issue))
        except _Unsettled:
            continue
    raise Unavailable("text_unsettled")


def _read_draft(reading: Reading, agenda: str, issue: Issue) -> Frozen:
    row = fetch_agenda(reading, agenda)
    if row is None:
        raise Unknown("no_such_agenda", agenda=agenda)
    book = open_book(reading, main_draft(reading, agenda))
    if any(text["text_seq"] != text["head_seq"] for texts in book.texts.values() for text in texts):
        raise _Unsettled
    process = fetch_process(reading, row["process"])
    rows = [each for each in list_clauses(reading, book.draft["id"]) if each["id"] not in book.unmade]
    clauses = list(_standing(rows, final=issue.final))
    meeting = _find_meeting(reading, row["process"], issue.consultation or book.draft["consultation"])
    signs = _frozen_signs(show_brackets(reading, book.draft), clauses)
    head = Heading(row, process, meeting, issue, reading.now_ms, signs)
    original = book.draft["original_language"]
    chosen = [language for language in book.draft["languages"] if _is_ready(book, clauses, language, issue)]
    frozen = freeze_clauses(book, clauses, chosen)
    texts = tuple(head.dress(language, original, frozen[language]) for language in chosen)
    return Frozen(book.draft["id"], stream_head(reading, agenda), texts)


def _find_meeting(reading: Reading, process: str, consultation: str | None) -> Record | None:
    named = fetch_consultation(reading, process, consultation) if consultation else None
    return named or last_consultation(reading, process)


def _is_ready(book: Book, clauses: Sequence[tuple[Record, int]], language: str, issue: Issue) -> bool:
    """True if a language is frozen: one that has words; for a final text the original, and what is confirmed (E-2)."""
    standing = (text for row, _ in clauses if row["withdrawn_at"] is None for text in book.texts[row["id"]])
    if not any(text["language"] == language and not is_empty(text["document"]) for text in standing):
        return False
    return not issue.final or language == book.draft["original_language"] or not unconfirmed(book, clauses, language)


def unconfirmed(book: Book, clauses: Sequence[tuple[Record, int]], language: str) -> list[Record]:
    """Return the clauses whose text in a language is not closed yet. Headings need no agreement of their own."""
    return [
        row
        for row, _ in clauses
        if ClauseKind(row["kind"]) not in HEADING_KINDS
        and any(t["language"] == language and t["status"] != TextStatus.LOCKED for t in book.texts[row["id"]])
    ]


def _standing(rows: Sequence[Record], *, final: bool) -> Iterator[tuple[Record, int]]:
    """Yield what is printed. A draft shows that a number was withdrawn, a final text knows nothing of it."""
    for row, depth in walk(rows):
        gone = row["withdrawn_at"] is not None
        if not gone or (not final and row["label"] and ClauseKind(row["kind"]) not in HEADING_KINDS):
            yield row, depth


def _frozen_signs(rows: Mapping[str, Record], clauses: Sequence[tuple[Record, int]]) -> dict[str, Record]:
    """Return the brackets of the record, each with the clauses round which it stands, if they are several."""
    order = {row["id"]: at for at, (row, _) in enumerate(clauses)}
    signs = {}
    for key, row in rows.items():
        over = sorted((clause for clause in row["clauses"] if clause in order), key=order.__getitem__)
        signs[key] = {**row, "over": tuple(over) if len(over) > 1 else ()}
    return signs


def walk(rows: Sequence[Record]) -> list[tuple[Record, int]]:
    """Return clauses in reading order with their depth. What stands under a withdrawn clause went with it."""
    children: dict[str | None, list[Record]] = {}
    for row in rows:
        children.setdefault(row["parent"], []).append(row)
    ordered: list[tuple[Record, int]] = []
    stack = [(row, 0) for row in reversed(children.get(None, []))]
    while stack:
        row, depth = stack.pop()
        ordered.append((row, depth))
        if row["withdrawn_at"] is None:
            stack += [(child, depth + 1) for child in reversed(children.get(row["id"], []))]
    return ordered


def freeze_clauses(
    book: Book, clauses: Sequence[tuple[Record, int]], languages: Sequence[str]
) -> dict[str, tuple[RevisionClause, ...]]:
    """Return the clauses of a draft by language as they are printed."""
    frozen: dict[str, list[RevisionClause]] = {language: [] for language in languages}
    for row, depth in clauses:
        facts, _ = weigh_clause(book, row)
        texts = {text["language"]: text for text in book.texts[row["id"]]}
        for language in languages:
            frozen[language].append(_freeze_clause(row, depth, facts.status, texts[language]))
    return {language: tuple(rows) for language, rows in frozen.items()}


def _freeze_clause(row: Record, depth: int, status: ClauseStatus, text: Record) -> RevisionClause:
    gone = status is ClauseStatus.WITHDRAWN
    document = EMPTY_TEXT if gone else text["document"]
    return RevisionClause(
        id=row["id"],
        kind=row["kind"],
        label=row["label"],
        depth=depth,
        status="heading" if ClauseKind(row["kind"]) in HEADING_KINDS else status.value,
        text=document,
        hash=(not gone and text["hash"]) or text_hash(document),
    )


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the clauses on paper."""

    agenda: Record
    process: Record
    meeting: Record | None
    issue: Issue
    now_ms: int
    brackets: dict[str, Record]

    def dress(self, language: str, original: str, clauses: tuple[RevisionClause, ...]) -> RevisionText:
        """Return one language of the revision. A title that has no words in the language is given in the original."""

        def say(names: Record | None) -> str:
            return str((names or {}).get(language) or (names or {}).get(original, ""))

        meeting = say((self.meeting or {}).get("names"))
        where = self._say_place(language, original)
        verb = self.issue.verb
        return RevisionText(
            revision=self.issue.revision,
            language=language,
            original_language=original,
            process=say(self.process["names"]),
            title=say(self.agenda["titles"]),
            symbol=self.issue.symbol,
            kind=self.issue.kind.value,
            instrument_status=say(self.process["instrument_status"]),
            meeting=meeting,
            place_and_dates=where,
            frozen_at=say_moment(self.now_ms),
            draft=not self.issue.final,
            hash=revision_hash(language, clauses),
            clauses=clauses,
            brackets={
                key: RevisionBracket(
                    delegations=tuple(tag["code"] for tag in row["delegations"]), kind=row["kind"], over=row["over"]
                )
                for key, row in self.brackets.items()
            },
            delegations={
                tag["code"]: say(tag["names"]) for row in self.brackets.values() for tag in row["delegations"]
            },
            act=say_act(verb, meeting, where, language) if verb else "",
        )

    def _say_place(self, language: str, original: str) -> str:
        if self.meeting is None:
            return ""
        places = [place.get(language) or place.get(original, "") for place in self.meeting["places"]]
        dates = say_interval(self.meeting["since"], self.meeting["until"], language)
        return ("، " if language == "ar" else ", ").join(filter(None, [*places, dates]))


def say_moment(ms: int) -> str:
    """Return a time in Unix milliseconds as ISO 8601 in UTC, to the second."""
    return datetime.fromtimestamp(ms // 1000, UTC).isoformat().replace("+00:00", "Z")
