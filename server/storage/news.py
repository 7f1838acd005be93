"""What happened in an agenda after a number, as its channel tells it: each text once, as it is stored now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import func, select, tuple_

from server.storage.agendas import stream_head
from server.storage.database import Database, Reading
from server.storage.tables import decisions, events, language_versions, placements, texts
from server.storage.texts import STORED
from server.wire import (
    AgendaMessage,
    ClauseNews,
    DraftNews,
    PublicationNews,
    Refetch,
    StructureNews,
    TextNews,
)

NUMBERS = 20_000
EVENTS = 2_000
TELLINGS = 50
OCTETS = 200_000
"""Numbers, events, messages and octets of text beyond which a client fetches the agenda anew, which is packed."""

_CLAUSE = frozenset({"clause_status", "bracket", "proposal_changed"})
_WHOLE: Mapping[str, type[StructureNews | DraftNews | PublicationNews]] = {
    "structure": StructureNews,
    "restored": StructureNews,
    "structure_changed": StructureNews,
    "draft_changed": DraftNews,
    "agenda_changed": DraftNews,
    "published": PublicationNews,
    "endorsed": PublicationNews,
}

Mark = tuple[int, int, int, int]
"""Names one state of an agenda's record: what was told last, decided last, told last in its process, and the epoch."""

Number = int
_Place = tuple[str, str]


@dataclass(slots=True)
class _Digest:
    """Events in their order, each subject kept once under its last number."""

    texts: dict[_Place, tuple[Number, int]] = field(default_factory=dict)
    clauses: dict[str, Number] = field(default_factory=dict)
    whole: dict[type[StructureNews | DraftNews | PublicationNews], Number] = field(default_factory=dict)

    def take(self, kind: str, payload: Mapping[str, Any], number: Number, at_ms: int) -> None:
        """Enter one event. A kind that is new here is told as a change of everything: a client then misses nothing."""
        clauses = payload.get("clauses")
        if kind == STORED:
            self.texts[payload["clause"], payload["language"]] = (number, at_ms)
        elif kind in _WHOLE:
            self.whole[_WHOLE[kind]] = number
        elif isinstance(clauses, list):
            self.clauses.update((str(clause), number) for clause in clauses)
        elif kind in _CLAUSE or "clause" in payload:
            self.clauses[payload["clause"]] = number
        else:
            self.whole[StructureNews] = number

    @property
    def count(self) -> int:
        """How many messages it makes."""
        return len(self.texts) + len(self.clauses) + len(self.whole)


@dataclass(frozen=True, slots=True)
class NewsReader:
    """`server.rooms.needs.News` over the tables."""

    database: Database

    async def since(
        self, agenda: str, draft: str, numbers: Collection[int]
    ) -> tuple[int, Mapping[int, Sequence[AgendaMessage]]]:
        """Return the newest number of an agenda, and what happened in a draft of it after each of these numbers."""

        def read(reading: Reading) -> tuple[int, Mapping[int, Sequence[AgendaMessage]]]:
            head = stream_head(reading, agenda)
            return head, {number: _read_since(reading, agenda, draft, number, head) for number in set(numbers)}

        return await self.database.read(read)


def _read_since(reading: Reading, agenda: str, draft: str, number: int, head: int) -> Sequence[AgendaMessage]:
    if number == head:
        return ()
    digest = _digest(reading, agenda, draft, number) if head - NUMBERS <= number < head else None
    if digest is None or digest.count > TELLINGS:
        return (Refetch(commit=head),)
    told = _read_texts(reading, draft, digest.texts)
    if sum(len(news.json) for news in told) > OCTETS:
        return (Refetch(commit=head),)
    return sorted([*told, *_tell_others(digest)], key=lambda news: news.commit)


def _digest(reading: Reading, agenda: str, draft: str, number: int) -> _Digest | None:
    """Return what happened, or None if it is too much."""
    query = (
        select(events.c.number, events.c.kind, events.c.payload, events.c.at)
        .where(events.c.stream == agenda, events.c.number > number, events.c.kind != "text")
        .order_by(events.c.number, events.c.ordinal)
        .limit(EVENTS + 1)
    )
    rows = reading.connection.execute(query).all()
    digest = _Digest()
    for row in rows:
        if row.payload.get("draft", draft) == draft:
            digest.take(row.kind, row.payload, row.number, row.at)
    return digest if len(rows) <= EVENTS else None


def _read_texts(reading: Reading, draft: str, wanted: Mapping[_Place, tuple[Number, int]]) -> list[TextNews]:
    """Return the stored texts of clauses that stand in the draft; one that is being imported stands nowhere yet."""
    if not wanted:
        return []
    version = language_versions.c
    query = (
        select(version.clause, version.language, texts)
        .join(texts, texts.c.language_version == version.id)
        .join(placements, (placements.c.clause == version.clause) & (placements.c.draft == version.draft))
        .where(version.draft == draft, tuple_(version.clause, version.language).in_(list(wanted)))
    )
    return [_tell_text(row, *wanted[row.clause, row.language]) for row in reading.connection.execute(query)]


def _tell_text(row: Any, number: Number, at_ms: int) -> TextNews:
    return TextNews(
        commit=number,
        clause=row.clause,
        language=row.language,
        seq=row.seq,
        epoch=row.epoch,
        hash=row.hash,
        json=msgspec.Raw(row.json.encode()),
        at=at_ms,
    )


def _tell_others(digest: _Digest) -> Iterable[AgendaMessage]:
    for clause, number in digest.clauses.items():
        yield ClauseNews(commit=number, clause=clause)
    for kind, number in digest.whole.items():
        yield kind(commit=number)


def read_mark(reading: Reading, agenda: str, process: str, draft: str) -> Mark:
    """Return the mark of a draft's present state. It stays while people type, until a text of theirs is stored."""
    told = (
        select(events.c.number)
        .where(events.c.stream == agenda, events.c.kind != "text")
        .order_by(events.c.number.desc())
        .limit(1)
    )
    decided = select(func.max(decisions.c.commit)).where(decisions.c.agenda == agenda)
    epoch = select(func.max(language_versions.c.epoch)).where(language_versions.c.draft == draft)
    numbers = [reading.connection.execute(query).scalar_one_or_none() or 0 for query in (told, decided, epoch)]
    return numbers[0], numbers[1], stream_head(reading, process), numbers[2]
