"""Putting a staged backup in the place of everything: rows, lineages, sign-ins and numbers.

Rows go in and out in the order of their references. Columns that refer to a table that comes later, or to their own,
are filled afterwards, so that neither database has to look away from its foreign keys.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, delete, insert, select, update

from server.storage.backup import CHUNK, Staged
from server.storage.database import Writing
from server.storage.engine import open_readers
from server.storage.tables import (
    checkpoints,
    invitations,
    language_versions,
    metadata,
    persons,
    sessions,
    streams,
    texts,
    updates,
    versions,
)

_LINEAGES = (updates, checkpoints, texts, versions)
"""What belongs to one epoch of a language version."""


@dataclass(frozen=True, slots=True)
class Present:
    """What of the present outlives a restore: epochs and numbers may only rise, and sign-ins stay as they are."""

    epochs: Mapping[str, int]
    heads: Mapping[str, int]
    sessions: list[dict[str, Any]]
    invitations: frozenset[str]
    is_new: bool
    """Nobody is known here yet: the backup is all there is."""


def replace_all(writing: Writing, staged: Staged) -> None:
    """Replace every row by the backup's, within this transaction.

    Each language version starts a new epoch, above the backup's and the present one, so that no client joins what it
    holds to the restored text. Agendas' numbers go on from the higher of both. Nobody is signed out, no ended sign-in
    comes back to life, and no link that was used or revoked since can be used.
    """
    now = _note_present(writing.connection)
    _delete_all(writing.connection)
    engine = open_readers(staged.url, 1)
    try:
        with engine.connect() as source:
            _copy_all(source, writing.connection)
    finally:
        engine.dispose()
    _raise_epochs(writing.connection, now.epochs)
    _keep_sign_ins(writing, now)
    _raise_numbers(writing, now.heads)


def _note_present(connection: Connection) -> Present:
    epochs = select(language_versions.c.id, language_versions.c.epoch)
    usable = select(invitations.c.id).where(invitations.c.used_at.is_(None), invitations.c.revoked_at.is_(None))
    return Present(
        {row.id: row.epoch for row in connection.execute(epochs)},
        {row.id: row.head for row in connection.execute(select(streams))},
        [dict(row) for row in connection.execute(select(sessions)).mappings()],
        frozenset(connection.execute(usable).scalars()),
        is_new=connection.execute(select(persons.c.id).limit(1)).first() is None,
    )


def _late(table: Table, before: set[str]) -> list[Column[Any]]:
    """Return the columns whose rows may not be there yet when the table is filled."""
    return [c for c in table.columns if any(key.column.table.name not in before for key in c.foreign_keys)]


def _plan() -> Iterator[tuple[Table, list[Column[Any]]]]:
    before: set[str] = set()
    for table in metadata.sorted_tables:
        yield table, _late(table, before)
        before.add(table.name)


def _delete_all(connection: Connection) -> None:
    plan = list(_plan())
    for table, late in plan:
        if late:
            connection.execute(update(table).values({column.name: None for column in late}))
    for table, _ in reversed(plan):
        connection.execute(delete(table))


def _copy_all(source: Connection, target: Connection) -> None:
    plan = list(_plan())
    for table, late in plan:
        names = {column.name for column in late}
        for rows in _read(source, table):
            target.execute(insert(table), [{**row, **dict.fromkeys(names)} for row in rows] if names else rows)
    for table, late in plan:
        for column in late:
            _fill_late(source, target, table, column)


def _read(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    found = source.execution_options(yield_per=CHUNK).execute(select(table)).mappings()
    for rows in found.partitions():
        yield [dict(row) for row in rows]


def _fill_late(source: Connection, target: Connection, table: Table, column: Column[Any]) -> None:
    (key,) = table.primary_key.columns
    query = select(key.label("of"), column.label("to")).where(column.is_not(None))
    rows = [dict(row) for row in source.execute(query).mappings()]
    if rows:
        target.execute(update(table).where(key == bindparam("of")).values({column.name: bindparam("to")}), rows)


def _raise_epochs(connection: Connection, present: Mapping[str, int]) -> None:
    for key, epoch in connection.execute(select(language_versions.c.id, language_versions.c.epoch)).all():
        new = max(epoch, present.get(key, 0)) + 1
        for table in _LINEAGES:
            mine = (table.c.language_version == key) & (table.c.epoch == epoch)
            connection.execute(update(table).where(mine).values(epoch=new))
        connection.execute(update(language_versions).where(language_versions.c.id == key).values(epoch=new))


def _keep_sign_ins(writing: Writing, now: Present) -> None:
    connection, ended = writing.connection, {"ended_at": writing.now_ms}
    known = set(connection.execute(select(persons.c.id)).scalars())
    kept = [row for row in now.sessions if row["person"] in known]
    lost = sessions.c.ended_at.is_(None) & sessions.c.id.not_in([row["id"] for row in kept])
    connection.execute(update(sessions).where(lost).values(ended))
    if kept:
        writing.upsert(sessions, kept, update=[column.name for column in sessions.columns if column.name != "id"])
    if not now.is_new:
        usable = invitations.c.used_at.is_(None) & invitations.c.revoked_at.is_(None)
        spent = usable & invitations.c.id.not_in(now.invitations)
        connection.execute(update(invitations).where(spent).values(revoked_at=writing.now_ms))


def _raise_numbers(writing: Writing, heads: Mapping[str, int]) -> None:
    """Go on counting above what any client has heard, and tell every stream that all is new."""
    for key, head in writing.connection.execute(select(streams)).all():
        raised = max(head, heads.get(key, 0))
        writing.connection.execute(update(streams).where(streams.c.id == key).values(head=raised))
        writing.publish(key, "restored")
