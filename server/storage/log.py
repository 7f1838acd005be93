"""The update log, the only truth about a language version: rows are appended under a lock, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError

from server.domain.edits import Actor, Batch, Checkpoint, Orphan, Outcome, Row, Span, Stored, Text, Verdict
from server.domain.identity import TextName
from server.storage.acceptance import accept_batches
from server.storage.database import Database, Reading, Writing
from server.storage.spans import unpack_orphans, unpack_spans
from server.storage.structure import read_carried
from server.storage.tables import (
    agendas,
    checkpoints,
    clauses,
    client_ids,
    drafts,
    language_versions,
    updates,
)
from server.storage.texts import hold_agenda, put_text

CHECKPOINTS_KEPT = 2


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One stored update with what attribution needs: who, when, and which clocks it brought and deleted."""

    seq: int
    epoch: int
    commit: int
    at_ms: int
    actor: Actor
    payload: bytes | None
    inserted: tuple[Span, ...]
    deleted: tuple[Span, ...]
    implied: tuple[Span, ...]
    orphans: tuple[Orphan, ...]


class UpdateLog:
    """The log in one database, as live editing needs it. What takes a transaction is for verbs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, name: TextName) -> Stored | None:
        """Return where a language version stands, without its history, or None if there is none of this name."""
        return await self._database.read(lambda reading: _find(reading, *_named(name)))

    async def load(self, name: TextName) -> Stored | None:
        """Return what is stored under the name, or None if there is no such language version.

        The main draft has no name but its absence: by its id, nothing is found. A proposal is never live (O-5).
        """
        return await self._database.read(lambda reading: _load(reading, *_named(name)))

    async def since(self, language_version: str, seq: int) -> Sequence[Row]:
        """Return the rows after `seq`, in order."""
        return await self._database.read(lambda reading: _rows_after(reading, language_version, seq))

    async def commit(self, batches: Sequence[Batch]) -> Sequence[Outcome]:
        """Write all batches in one transaction and return an outcome for each, in order.

        If a row that a batch names is not there (a source, a delegation), each batch is written by itself and
        that one is DENIED with the reason `invalid`.

        Raises:
            Unavailable: nothing was committed, or that is not known.
        """
        try:
            return await self._database.write(lambda writing: accept_batches(writing, batches))
        except (IntegrityError, DataError):
            return [await self._commit_alone(batch) for batch in batches]

    async def _commit_alone(self, batch: Batch) -> Outcome:
        try:
            return await self._database.write(lambda writing: self.append(writing, batch))
        except (IntegrityError, DataError):
            return Outcome(Verdict.DENIED, reason="invalid")

    async def checkpoint(self, language_version: str, epoch: int, checkpoint: Checkpoint, text: Text) -> None:
        """Keep a compacted state and its text. Update rows stay; one older than the newest is left out."""

        def keep(writing: Writing) -> None:
            if _lock_text(writing, language_version, epoch, checkpoint.seq, newest="checkpoint_seq"):
                _put_checkpoint(writing, language_version, epoch, checkpoint)
                self.put_text(
                    writing, language_version, epoch=epoch, seq=checkpoint.seq, json=text.json, hash=text.hash
                )

        await self._database.write(keep)

    async def keep_text(self, language_version: str, epoch: int, seq: int, text: Text) -> None:
        """Keep the text as of `seq` for pages, search and exports. An older one never replaces a newer."""

        def keep(writing: Writing) -> None:
            if _lock_text(writing, language_version, epoch, seq):
                self.put_text(writing, language_version, epoch=epoch, seq=seq, json=text.json, hash=text.hash)

        await self._database.write(keep)

    async def probe(self) -> bool:
        """Write and commit something harmless. True if storage takes writes."""
        return await self._database.probe()

    def append(self, writing: Writing, batch: Batch) -> Outcome:
        """Write one batch within a verb's transaction, by the rules of `commit`."""
        return accept_batches(writing, [batch])[0]

    def put_text(self, writing: Writing, language_version: str, *, epoch: int, seq: int, json: str, hash: str) -> None:
        """Store a committed state's text within a transaction, unless one as new is there."""
        put_text(writing, language_version, epoch=epoch, seq=seq, json=json, hash=hash)

    def stored(self, reading: Reading, language_version: str) -> Stored | None:
        """Return what is stored of a language version, by its id."""
        return _load(reading, language_versions.c.id == language_version)

    def history_rows(
        self, reading: Reading, language_version: str, upto_seq: int, *, after_seq: int = 0
    ) -> list[HistoryRow]:
        """Return the updates after `after_seq` up to `upto_seq`, in order, with their authors."""
        query = (
            select(updates)
            .where(updates.c.language_version == language_version)
            .where(updates.c.seq > after_seq, updates.c.seq <= upto_seq)
            .order_by(updates.c.seq)
        )
        return [_history_row(row) for row in reading.connection.execute(query)]


def _named(name: TextName) -> tuple[ColumnElement[bool], ...]:
    lives = drafts.c.kind.not_in(("main", "proposal"))
    draft = drafts.c.kind == "main" if name.draft is None else and_(drafts.c.id == name.draft, lives)
    return language_versions.c.clause == name.clause, language_versions.c.language == name.language, draft


def _load(reading: Reading, *where: ColumnElement[bool]) -> Stored | None:
    found = _find(reading, *where)
    if found is None:
        return None
    text = found.language_version
    checkpoint = _newest_checkpoint(reading, text, found.epoch)
    return replace(
        found,
        checkpoint=checkpoint,
        tail=_rows_after(reading, text, checkpoint.seq if checkpoint else 0, epoch=found.epoch),
        owners=_owners(reading, text),
        carried=read_carried(reading, found.clause, text),
    )


def _find(reading: Reading, *where: ColumnElement[bool]) -> Stored | None:
    query: Select[Any] = (
        select(language_versions, clauses.c.agenda, agendas.c.process)
        .join(clauses, clauses.c.id == language_versions.c.clause)
        .join(agendas, agendas.c.id == clauses.c.agenda)
        .join(drafts, drafts.c.id == language_versions.c.draft)
        .where(*where)
    )
    row = reading.connection.execute(query).first()
    if row is None:
        return None
    return Stored(
        language_version=row.id,
        clause=row.clause,
        agenda=row.agenda,
        process=row.process,
        draft=row.draft,
        language=row.language,
        original=row.original,
        epoch=row.epoch,
        head=row.head_seq,
        status=row.status,
        lock_epoch=row.lock_epoch,
        checkpoint=None,
        tail=(),
    )


def _newest_checkpoint(reading: Reading, text: str, epoch: int) -> Checkpoint | None:
    query = (
        select(checkpoints.c.seq, checkpoints.c.state, checkpoints.c.ledger)
        .where(checkpoints.c.language_version == text, checkpoints.c.epoch == epoch)
        .order_by(checkpoints.c.seq.desc())
        .limit(1)
    )
    row = reading.connection.execute(query).first()
    return Checkpoint(*row) if row else None


def _rows_after(reading: Reading, text: str, seq: int, *, epoch: int | None = None) -> tuple[Row, ...]:
    query = (
        select(updates.c.seq, updates.c.payload, updates.c.deleted)
        .where(updates.c.language_version == text, updates.c.seq > seq)
        .order_by(updates.c.seq)
    )
    if epoch is not None:
        query = query.where(updates.c.epoch == epoch)
    rows = reading.connection.execute(query)
    return tuple(Row(row.seq, row.payload, unpack_spans(row.deleted)) for row in rows)


def _owners(reading: Reading, text: str) -> dict[int, tuple[str, int]]:
    query = select(client_ids).where(client_ids.c.language_version == text)
    return {row.client: (row.person, row.next_clock) for row in reading.connection.execute(query)}


def _lock_text(writing: Writing, text: str, epoch: int, seq: int, *, newest: str | None = None) -> bool:
    """Lock a language version and say whether a state of it at (`epoch`, `seq`) is worth keeping.

    Raises:
        ValueError: the state is ahead of the log: it was never committed and must not be kept.
    """
    hold_agenda(writing, text)
    query = select(language_versions).where(language_versions.c.id == text).with_for_update()
    row = writing.connection.execute(query).first()
    if row is None or row.epoch != epoch:
        return False
    if seq > row.head_seq:
        raise ValueError(f"a state at {seq} is ahead of the log at {row.head_seq}")
    return newest is None or seq > row._mapping[newest]


def _put_checkpoint(writing: Writing, text: str, epoch: int, checkpoint: Checkpoint) -> None:
    execute = writing.connection.execute
    execute(
        insert(checkpoints).values(
            language_version=text,
            epoch=epoch,
            seq=checkpoint.seq,
            state=checkpoint.state,
            ledger=checkpoint.ledger,
            at=writing.now_ms,
        )
    )
    execute(update(language_versions).where(language_versions.c.id == text).values(checkpoint_seq=checkpoint.seq))
    mine = checkpoints.c.language_version == text
    kept = select(checkpoints.c.seq).where(mine).order_by(checkpoints.c.seq.desc()).limit(CHECKPOINTS_KEPT)
    execute(delete(checkpoints).where(mine, checkpoints.c.seq.not_in(kept)))


def _history_row(row: Any) -> HistoryRow:
    actor = Actor(row.person, row.seat, row.delegation, row.via, row.source, row.consultation)
    inserted, deleted, implied = map(unpack_spans, (row.inserted, row.deleted, row.implied))
    orphans = unpack_orphans(row.orphans or b"")
    return HistoryRow(row.seq, row.epoch, row.commit, row.at, actor, row.payload, inserted, deleted, implied, orphans)
